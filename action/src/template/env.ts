import type { SourceFile } from '../config/model.ts';
import type { Code } from '../diagnostics/catalogue.ts';
import type { HtmlState } from './html-state.ts';
import type { Node, Spot } from './ir.ts';
import { LimitReached, limits } from './limits.ts';
import type { Site } from './site.ts';
import type { Value } from './value.ts';

/** Prints what a part of a template stands for, and advances the HTML state. */
export type Exec = (run: Run, env: Env) => void;

/** Evaluates an expression. If `lenient`, a missing variable counts as nothing instead of being a problem. */
export type Eval = (run: Run, env: Env, lenient: boolean) => Value;

/** The evaluation of one message field. It changes as the evaluation proceeds. */
export interface Run {
  readonly site: Site;
  readonly root: Value;
  /** The nodes of the body being evaluated. */
  out: Node[];
  state: HtmlState;
  /** What is known about runtime data at this point. */
  guards: Guard | undefined;
  loops: number;
  /** What is left of the limits: operations, and characters of output. */
  steps: number;
  room: number;
  /** Where an operation was last counted. */
  at: Spot | undefined;
  report(code: Code, at: Spot, message: string, fix?: string): void;
}

/** The key of a runtime path that is known to be truthy. */
export interface Guard {
  readonly key: string;
  readonly up: Guard | undefined;
}

/** What names mean at a place in a template. */
export interface Env {
  readonly context: Value;
  /** What `../` refers to. */
  readonly up: Env | undefined;
  readonly params: Params | undefined;
  readonly loop: Loop | undefined;
  readonly inlines: Inlines | undefined;
  readonly block: Block | undefined;
  readonly calls: Call | undefined;
}

/** The values of block parameters, innermost first. */
export interface Params {
  readonly values: readonly Value[];
  readonly up: Params | undefined;
}

/** The loop that `@index` and the like refer to. */
export type Loop = StaticLoop | { readonly runtime: number; readonly up: Loop | undefined };
export interface StaticLoop {
  readonly runtime: undefined;
  readonly index: number;
  readonly key: string | number;
  readonly last: boolean;
  readonly origin: string | undefined;
  readonly up: Loop | undefined;
}

/** The inline partials in force, innermost first. */
export interface Inlines {
  readonly partials: ReadonlyMap<string, Inline>;
  readonly up: Inlines | undefined;
}
export interface Inline {
  readonly body: Exec;
  readonly at: Spot;
  readonly env: Env;
}

/** What `@partial-block` stands for. */
export interface Block {
  readonly body: Exec;
  /** The surroundings in which the block was written; `body` adds the inline partials that the block defines. */
  readonly env: Env;
}

/** The partials that are being expanded, innermost first. */
export interface Call {
  readonly name: string;
  readonly body: SourceFile | Exec;
  readonly depth: number;
  readonly up: Call | undefined;
}

/** Counts operations; a long text counts as many. Throws LimitReached when there are too many. */
export function spend(run: Run, at: Spot, steps = 1): void {
  run.at = at;
  run.steps -= steps;
  if (run.steps < 0) {
    throw new LimitReached(
      `Evaluating this field takes more than ${limits.steps} steps.`,
      'Loop over fewer items, or nest fewer loops.',
    );
  }
}

/** Adds finished text to the output. */
export function emit(run: Run, text: string, origin: string | undefined, at: Spot): void {
  if (text === '') return;
  push(run, { kind: 'text', text, origin, state: run.state, at }, text.length, at);
}

/** Adds a node that prints `length` characters. Throws LimitReached when the output gets too long. */
export function push(run: Run, node: Node, length: number, at: Spot): void {
  run.room -= length;
  if (run.room < 0) {
    run.at = at;
    throw new LimitReached(
      `This field grows larger than ${limits.output / 1024 / 1024} MiB.`,
      'Loop over fewer items, or print shorter values.',
    );
  }
  run.out.push(node);
}

/** Whether a value is known to be present; `optional` is the key of its innermost optional part. */
export function isGuarded(run: Run, optional: string | undefined): boolean {
  if (optional === undefined) return true;
  const below = `${optional}\n`;
  for (let guard = run.guards; guard !== undefined; guard = guard.up) {
    if (guard.key === optional || guard.key.startsWith(below)) return true;
  }
  return false;
}
