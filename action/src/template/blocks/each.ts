import { compareText, type Json } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Block } from '../ast.ts';
import { branch, collect, whereIs } from '../branch.ts';
import type { Compiler, Scope } from '../compiler.ts';
import { type Env, type Eval, type Exec, push, type Run, type StaticLoop, spend } from '../env.ts';
import { join } from '../html-state.ts';
import type { Node, Spot } from '../ir.ts';
import { loopData, pathOf, runtimeItem } from '../schema.ts';
import { type Runtime, type Static, unknown, type Value } from '../value.ts';

/** A compiled loop. */
interface Loop {
  readonly at: Spot;
  readonly params: number;
  readonly body: Exec | undefined;
  readonly otherwise: Exec | undefined;
}

/**
 * Compiles `{{#each}}`: a tenant's own list or object is unrolled; a loop over a list of the send is left to the
 * vendor.
 */
export function compileEach(compiler: Compiler, block: Block, scope: Scope, list: Eval): Exec {
  const names = block.program?.blockParams ?? [];
  const params = names.length === 0 ? scope.params : { names, up: scope.params };
  const inner = { ...scope, depth: scope.depth + 1, loops: scope.loops + 1, params };
  const loop: Loop = {
    at: compiler.spot(block),
    params: names.length,
    body: block.program === undefined ? undefined : compiler.program(block.program, inner),
    otherwise: block.inverse === undefined ? undefined : compiler.program(block.inverse, scope),
  };
  return (run, env) => over(run, env, loop, list(run, env, false));
}

function over(run: Run, env: Env, loop: Loop, list: Value): void {
  const { at } = loop;
  spend(run, at);
  if (list === unknown) return;
  switch (list.kind) {
    case 'static':
      return overStatic(run, env, loop, list);
    case 'runtime':
      if (list.ref.type === 'array') return overRuntime(run, env, loop, list);
      return reportNoList(run, at, `\`${pathOf(list)}\` is declared as ${list.ref.type}`);
    case 'choice':
      return branch(
        run,
        list.condition,
        at,
        () => over(run, env, loop, list.then),
        () => over(run, env, loop, list.else),
      );
    default:
      return reportNoList(run, at, 'it is given text, or an object that is known only in parts');
  }
}

function reportNoList(run: Run, at: Spot, why: string): void {
  const fix = 'Give it a list; for runtime data, one that is declared with `type: array`.';
  run.report('template-type', at, `\`each\` cannot loop over this: ${why}.`, fix);
}

function overStatic(run: Run, env: Env, loop: Loop, list: Static): void {
  const { value, origin } = list;
  if (value === undefined || value === null) return loop.otherwise?.(run, env);
  if (Array.isArray(value)) {
    return unroll(
      run,
      env,
      loop,
      value.map((item, index) => [index, item]),
      origin,
    );
  }
  if (isObject(value)) {
    const keys = Object.keys(value).sort(compareText);
    return unroll(
      run,
      env,
      loop,
      keys.map((key) => [key, value[key] as Json]),
      origin,
    );
  }
  const name = origin === undefined ? 'the text' : `\`${origin}\``;
  return reportNoList(run, loop.at, `${name} is “${String(value)}”`);
}

function unroll(
  run: Run,
  env: Env,
  loop: Loop,
  entries: readonly (readonly [key: string | number, item: Json])[],
  origin: string | undefined,
): void {
  if (entries.length === 0) return loop.otherwise?.(run, env);
  const { out } = run;
  const iterations: Node[][] = [];
  const itemOrigin = origin === undefined ? undefined : origin === '' ? '*' : `${origin}.*`;
  entries.forEach(([key, item], index) => {
    spend(run, loop.at);
    const data: StaticLoop = {
      runtime: undefined,
      index,
      key,
      last: index === entries.length - 1,
      origin,
      up: env.loop,
    };
    const context: Static = { kind: 'static', value: item, origin: itemOrigin };
    run.out = [];
    loop.body?.(run, {
      ...env,
      context,
      up: env,
      loop: data,
      params: paramsOf(env, loop, context, keyValue(key, origin)),
    });
    iterations.push(run.out);
  });
  run.out = out;
  push(run, { kind: 'unrolled', iterations }, 0, loop.at);
}

function keyValue(key: string | number, origin: string | undefined): Static {
  return { kind: 'static', value: key, origin: origin === undefined ? undefined : `${origin}.@key` };
}

function paramsOf(env: Env, loop: Loop, item: Value, key: Value): Env['params'] {
  return loop.params === 0 ? env.params : { values: [item, key], up: env.params };
}

function overRuntime(run: Run, env: Env, loop: Loop, list: Runtime): void {
  const number = run.loops++;
  const item = runtimeItem(list, number);
  const inner: Env = {
    ...env,
    context: item,
    up: env,
    loop: { runtime: number, up: env.loop },
    params: paramsOf(env, loop, item, loopData(number, 'index')),
  };
  const { guards } = run;
  const listGuard = { key: list.key, up: guards };
  const body = repeated(run, loop, () => {
    run.guards = listGuard;
    loop.body?.(run, inner);
  });
  run.guards = guards;
  const bodyState = run.state;
  const empty = collect(run, () => loop.otherwise?.(run, env));
  const state = join(bodyState, run.state);
  if (state === undefined) reportDrift(run, loop.at, 'what is printed when the list is empty');
  run.state = state ?? bodyState;
  if (body.length === 0 && empty.length === 0) return;
  push(run, { kind: 'each', loop: number, ref: list.ref, body, empty, at: loop.at }, 0, loop.at);
}

/** The body's nodes, evaluated in a state that the body returns to, so that they hold for every iteration. */
function repeated(run: Run, loop: Loop, body: () => void): Node[] {
  const start = run.state;
  const once = collect(run, body);
  if (run.state === start) return once;
  const state = join(start, run.state);
  if (state === undefined) {
    reportDrift(run, loop.at, `the body, which begins ${whereIs(start)} and ends ${whereIs(run.state)}`);
    run.state = start;
    return once;
  }
  run.state = state;
  const again = collect(run, body);
  if (join(state, run.state) !== state) reportDrift(run, loop.at, 'the body');
  run.state = state;
  return again;
}

function reportDrift(run: Run, at: Spot, what: string): void {
  run.report(
    'template-html-branches',
    at,
    `How often this loop runs is known only when a message is sent, and ${what} does not end where it begins in the HTML.`,
    'Close every tag, quote and comment inside the loop that opens it.',
  );
}
