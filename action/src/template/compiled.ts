import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Exec } from './env.ts';
import type { Spot } from './ir.ts';

/** A compiled source, and what it refers to. */
export interface Compiled {
  readonly body: Exec;
  /** What is wrong with the source, whoever it is evaluated for. */
  readonly problems: readonly Diagnostic[];
  readonly partials: readonly PartialUse[];
  /** The names of the inline partials that it defines. */
  readonly inlines: ReadonlySet<string>;
  /** The keys of the strings that it prints. */
  readonly strings: ReadonlySet<string>;
}

/** A call of a partial by name. */
export interface PartialUse {
  readonly name: string;
  readonly at: Spot;
  /** Whether it passes a block, which is printed where no partial of that name is defined. */
  readonly hasBlock: boolean;
}
