import type { SourceFile } from '../config/model.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Expression, Located, Program } from './ast.ts';
import type { PartialUse } from './compiled.ts';
import type { Eval, Exec } from './env.ts';
import type { Spot } from './ir.ts';

/** Turns one source's syntax tree into functions. On the way, it notes what is wrong and what the source refers to. */
export interface Compiler {
  readonly source: SourceFile;
  readonly partials: PartialUse[];
  readonly inlines: Set<string>;
  readonly strings: Set<string>;
  program(program: Program, scope: Scope): Exec;
  expression(expression: Expression, scope: Scope): Eval;
  spot(node: Located): Spot;
  report(code: Code, node: Located, message: string, fix?: string): void;
}

/** What names can mean at a place in a source, as far as the source itself tells. */
export interface Scope {
  /** How many `../` lead to a context within this source. */
  readonly depth: number;
  /** How many loops of this source surround the place. */
  readonly loops: number;
  readonly params: ParamNames | undefined;
  /** Block parameters of the surroundings that are not visible here. */
  readonly hidden: ReadonlySet<string>;
  /** What `../` cannot leave. */
  readonly boundary: 'template' | 'block' | 'inline partial';
}

export interface ParamNames {
  readonly names: readonly string[];
  readonly up: ParamNames | undefined;
}

/** The scope at the beginning of a source. */
export const outermost: Scope = { depth: 0, loops: 0, params: undefined, hidden: new Set(), boundary: 'template' };

/** The names of all surrounding block parameters, including hidden ones. */
export function surroundingParams(scope: Scope): Set<string> {
  const names = new Set(scope.hidden);
  for (let level = scope.params; level !== undefined; level = level.up) for (const name of level.names) names.add(name);
  return names;
}

/** The arguments of a helper or block, ready to be evaluated. */
export interface Arguments {
  readonly at: Spot;
  readonly params: readonly Eval[];
  /** The texts of those parameters that are text literals. */
  readonly literals: readonly (string | undefined)[];
  readonly hash: ReadonlyMap<string, Eval>;
}

/** A helper that returns a value. */
export interface Helper {
  /** The fewest and the most parameters. */
  readonly params: readonly [number, number];
  /** Which `name=value` arguments it takes. */
  readonly hash: 'none' | 'any' | readonly string[];
  /** An example of how to write it, for messages. */
  readonly usage: string;
  /** Makes the function that computes its value; called once for each place where it is used. */
  make(call: Arguments, note: Notes): Eval;
}

/** What a helper can report while the source is compiled. */
export interface Notes {
  report(code: Code, message: string, fix?: string): void;
  string(key: string): void;
}
