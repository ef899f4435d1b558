import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { DialectId } from '../../generated/index.ts';
import type { Node, VendorRef } from '../ir.ts';
import type { Skeleton } from '../skeleton.ts';

export type { DialectId };

/**
 * The names of an account's runtime data. The keys are first segments below `recipient` or `event`, or `*` for any
 * other; `*` in a value stands for that segment. Further segments are appended with dots.
 */
export interface DataMapping {
  readonly recipient: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, string>>;
}

/** The format of a field: HTML documents are escaped, and can write braces as entities; plain text cannot. */
export type FieldFormat = 'html' | 'text';

/** A message field in a vendor's language. */
export interface Printed {
  readonly text: string;
  /** The text as JSON writes it, where that was cheap to tell. */
  readonly json?: string | undefined;
  /**
   * The text with `⟦path⟧` in place of every piece that came from a tenant value; equal loop iterations in a row count
   * once.
   */
  readonly skeleton: Skeleton;
  readonly problems: readonly Diagnostic[];
}

/** A vendor's send-time template language. */
export interface Dialect {
  readonly id: DialectId;
  /** The names of `recipient` and `event` where an account gives no others. */
  readonly defaultData: DataMapping;
  /** The vendor values that this vendor has. */
  readonly vendorValues: readonly VendorRef['name'][];
  /**
   * Prints a field. Never throws: what the language cannot express is a problem that names the construct, the dialect
   * and what to write instead, and the text must then not be used.
   */
  print(nodes: readonly Node[], format: FieldFormat, data: DataMapping): Printed;
}
