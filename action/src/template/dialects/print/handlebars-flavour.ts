import type { ComparisonOperator, LoopDataRef, RuntimeType, VendorRef } from '../../ir.ts';
import type { Syntax } from '../../link.ts';
import type { DataMapping, DialectId } from '../dialect.ts';
import type { DateTokens } from './dates.ts';

/** What one vendor's Handlebars can do. */
export interface HandlebarsFlavour {
  readonly id: DialectId;
  /** The vendor's name, for messages. */
  readonly vendor: string;
  readonly syntax: Syntax;
  readonly defaultData: DataMapping;
  /** Whether `@root.x` works; otherwise `../` climbs out of loops. */
  readonly root: boolean;
  /** Whether `{{#each xs as |x|}}` works; otherwise `../` leads to the items of outer loops. */
  readonly blockParameters: boolean;
  readonly loopData: readonly LoopDataRef['name'][];
  /**
   * Block helpers that compare, by operator and by the type of their operands. An absent operator is expressed by
   * others or refused.
   */
  readonly comparisons: Readonly<Partial<Record<ComparisonOperator, Comparison>>>;
  /** Whether `@first` and `@last` are texts, where the empty one is false; otherwise they are booleans. */
  readonly marksAreTexts: boolean;
  /** Block helpers that test two values for both, or for either. */
  readonly logic: { readonly all?: string; readonly any?: string };
  /** Whether `this` may be lost inside the helpers of `comparisons` and `logic`. */
  readonly helpersVeil: boolean;
  /** Whether the vendor strips lines on which a block tag stands alone, as Handlebars does. */
  readonly stripsStandalone: boolean;
  /** The code that prints each vendor value, including braces. */
  readonly vendorValues: Readonly<Partial<Record<VendorRef['name'], string>>>;
  /** Names that the vendor takes for helpers where they stand alone. */
  readonly helpers: readonly string[];
  /** The helper that formats dates, and how its patterns are written. Absent if the vendor has none. */
  readonly date?: { readonly helper: string; readonly tokens: DateTokens };
}

export type Comparison = Readonly<Partial<Record<RuntimeType, string>>>;
