import type { SourceFile } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { DateStyle } from './formats/formats.ts';
import type { HtmlState } from './html-state.ts';

/**
 * The intermediate form: what remains of a template once everything that a tenant's values determine has been computed.
 * It refers to runtime data in our own terms; a dialect prints it in a vendor's.
 */
export type Node = Text | Out | If | Each | Unrolled;

/** A place in a template source, for diagnostics. Line and column count from 1. */
export interface Spot {
  readonly source: SourceFile;
  readonly line: number;
  readonly column: number;
}

/** Finished text, already escaped for its place. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  /** Undefined for literal text; otherwise the tenant value that it came from, `brand.name` or `deals.*.price`. */
  readonly origin: string | undefined;
  /** Where in the HTML document the text begins; `htmlStates.plain` in fields that are not HTML. */
  readonly state: HtmlState;
  readonly at: Spot;
  /** The `escapedPart` of the text, where the text is part of so many messages that this is worth keeping. */
  readonly json?: string | undefined;
}

/** Prints runtime data. */
export interface Out {
  readonly kind: 'out';
  readonly ref: Ref;
  readonly filters: readonly Filter[];
  /** `html`: the vendor must escape `& < > " '`; `none`: verbatim. */
  readonly escape: 'html' | 'none';
  readonly state: HtmlState;
  readonly at: Spot;
}

export interface If {
  readonly kind: 'if';
  readonly condition: Condition;
  readonly then: readonly Node[];
  readonly else: readonly Node[];
  readonly at: Spot;
}

/** A loop over a runtime array; `empty` is printed if the array is empty or missing. */
export interface Each {
  readonly kind: 'each';
  /** Identifies this loop to the refs inside `body`; unique within a message field. */
  readonly loop: number;
  readonly ref: Ref;
  readonly body: readonly Node[];
  readonly empty: readonly Node[];
  readonly at: Spot;
}

/**
 * A loop over a tenant's own list, already unrolled. Printed as its iterations; skeletons collapse equal neighbours.
 */
export interface Unrolled {
  readonly kind: 'unrolled';
  readonly iterations: readonly (readonly Node[])[];
}

/** The types of JSON Schema that determine how a runtime value is printed and tested. */
export type RuntimeType = 'string' | 'number' | 'boolean' | 'array' | 'object';

export type Ref = DataRef | LoopRef | LoopDataRef | VendorRef;

/** A path from the root, `recipient.…` or `event.…`. */
export interface DataRef {
  readonly kind: 'data';
  readonly root: 'recipient' | 'event';
  /** At least one segment. */
  readonly path: readonly string[];
  readonly type: RuntimeType;
  /** Its declaration in the template's `runtime`. */
  readonly schema: JsonObject;
}

/** The current item of an enclosing runtime loop (empty path), or something inside it. */
export interface LoopRef {
  readonly kind: 'loop';
  readonly loop: number;
  readonly path: readonly string[];
  readonly type: RuntimeType;
  readonly schema: JsonObject;
}

/** `@index`, `@first` or `@last` of the innermost runtime loop. */
export interface LoopDataRef {
  readonly kind: 'loop-data';
  readonly loop: number;
  readonly name: 'index' | 'first' | 'last';
  readonly type: 'number' | 'boolean';
}

export const vendorValues = ['unsubscribe_url', 'preferences_url', 'browser_url'] as const;
export interface VendorRef {
  readonly kind: 'vendor';
  readonly name: (typeof vendorValues)[number];
  readonly type: 'string';
}

/** A value computed before sending that stands inside vendor code. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';

export type Condition =
  /** Truth as in Handlebars: `false`, `null`, a missing value, `""`, `0` and `[]` are false. */
  | { readonly kind: 'truthy'; readonly ref: Ref }
  /** Both sides have the same declared type; `left` is always a runtime value. */
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: Ref;
      readonly right: Ref | Literal;
    }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and'; readonly operands: readonly Condition[] }
  | { readonly kind: 'or'; readonly operands: readonly Condition[] };

/**
 * A helper applied to runtime data; a list of them has the innermost first. Each dialect decides which of them it can
 * print.
 */
export type Filter =
  | { readonly name: 'upper' | 'lower' | 'capitalize' | 'url' }
  /** `style` is one of the committed date styles (`formats/`), `locale` the message's. */
  | { readonly name: 'date'; readonly style: DateStyle; readonly locale: string };
