import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { DialectId } from '../../generated/index.ts';
import type { Node, VendorRef } from '../ir.ts';
import type { Skeleton } from '../skeleton.ts';

export type { DialectId };

/**
 * What an account calls runtime data. Key: the first segment below `recipient` or `event`, `*` for any other;
 * in the value `*` stands for that segment; further segments are appended with dots.
 */
export interface DataMapping {
  readonly recipient: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, string>>;
}

/** What a field holds: HTML documents are escaped and can write braces as entities, plain text cannot. */
export type FieldFormat = 'html' | 'text';

/** One message field in a vendor's language. */
export interface Printed {
  readonly text: string;
  /** What JSON writes for the text, where it was cheap to tell. */
  readonly json?: string | undefined;
  /** The text with every piece that came from a tenant value replaced by `⟦path⟧`; equal loop turns in a row count once. */
  readonly skeleton: Skeleton;
  readonly problems: readonly Diagnostic[];
}

/** A vendor's send-time template language. */
export interface Dialect {
  readonly id: DialectId;
  /** The names of `recipient` and `event` where an account says nothing else. */
  readonly defaultData: DataMapping;
  /** The vendor values that this vendor has. */
  readonly vendorValues: readonly VendorRef['name'][];
  /**
   * Prints a field. Total: what the language cannot express is a problem that names the construct, the dialect and
   * what to write instead, and the text is then not to be used.
   */
  print(nodes: readonly Node[], format: FieldFormat, data: DataMapping): Printed;
}
