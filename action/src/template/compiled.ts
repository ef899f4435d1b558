import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Exec } from './env.ts';
import type { Spot } from './ir.ts';

/** One source, ready to be evaluated, and what it refers to. */
export interface Compiled {
  readonly body: Exec;
  /** What is wrong with the source whoever it is evaluated for. */
  readonly problems: readonly Diagnostic[];
  readonly partials: readonly PartialUse[];
  /** Names of the inline partials it defines. */
  readonly inlines: ReadonlySet<string>;
  /** Keys of the strings it prints. */
  readonly strings: ReadonlySet<string>;
}

/** A call of a partial by name. */
export interface PartialUse {
  readonly name: string;
  readonly at: Spot;
  /** It brings a block, which stands in where nothing of that name is defined. */
  readonly hasBlock: boolean;
}
