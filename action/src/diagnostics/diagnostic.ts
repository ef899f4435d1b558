import type { Code } from './catalogue.ts';
import type { Severity } from './code-entry.ts';

/** A place in a file of the repository. Lines and columns count from 1; columns count UTF-16 code units. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A problem in the repository's files: what is wrong, where, and what to do about it. */
export interface Diagnostic extends Position {
  readonly code: Code;
  readonly severity: Severity;
  /** What is wrong and why, as one or two sentences without line breaks. */
  readonly message: string;
  /** What to do next. */
  readonly fix?: string;
  /**
   * The tenants for which it was found, where it depends on the tenant. Diagnostics that differ only in this are
   * merged.
   */
  readonly tenants?: readonly string[];
}
