import { isScoped, type Path } from './ast.ts';
import type { Compiler, Scope } from './compiler.ts';
import type { Env, Eval, Loop } from './env.ts';
import { limits } from './limits.ts';
import { follow, makeTail } from './member.ts';
import { loopData } from './schema.ts';
import { type Static, unknown, type Value } from './value.ts';

/** Compiles a path. */
export function compilePath(compiler: Compiler, path: Path, scope: Scope): Eval {
  if (path.parts.length + path.depth > limits.path) return reportTooLong(compiler, path);
  if (path.data) return compileData(compiler, path, scope);
  if (path.depth > scope.depth) return reportTooFarUp(compiler, path, scope);
  const at = compiler.spot(path);
  const [first] = path.parts;
  const tail = makeTail(path.parts, path.original, at);
  if (first !== undefined && path.depth === 0 && !isScoped(path)) {
    const found = findParam(scope, first);
    if (found !== undefined) return (run, env, lenient) => follow(run, param(env, found), tail, lenient, 1);
    if (scope.hidden.has(first)) return reportHidden(compiler, path, first, scope);
  }
  const { depth } = path;
  if (depth === 0) return (run, env, lenient) => follow(run, env.context, tail, lenient);
  return (run, env, lenient) => {
    let outer = env;
    for (let level = 0; level < depth; level++) outer = outer.up as Env;
    return follow(run, outer.context, tail, lenient);
  };
}

interface ParamPlace {
  readonly hops: number;
  readonly index: number;
}

function findParam(scope: Scope, name: string): ParamPlace | undefined {
  let hops = 0;
  for (let level = scope.params; level !== undefined; level = level.up) {
    const index = level.names.indexOf(name);
    if (index >= 0) return { hops, index };
    hops++;
  }
  return undefined;
}

function param(env: Env, place: ParamPlace): Value {
  let level = env.params;
  for (let hop = 0; hop < place.hops; hop++) level = level?.up;
  return level?.values[place.index] ?? unknown;
}

function compileData(compiler: Compiler, path: Path, scope: Scope): Eval {
  const [name, ...rest] = path.parts;
  if (name === 'root' && path.depth === 0) {
    const tail = makeTail(rest, path.original, compiler.spot(path));
    return (run, _env, lenient) => follow(run, run.root, tail, lenient);
  }
  if (name !== 'index' && name !== 'first' && name !== 'last' && name !== 'key') {
    const known =
      '`@root`, `@index`, `@first`, `@last`, `@key` and, to print the block of a layout, `{{> @partial-block}}`';
    compiler.report('template-unsupported', path, `There is no \`${path.original}\`.`, `There are ${known}.`);
    return () => unknown;
  }
  if (rest.length > 0) {
    compiler.report(
      'template-unsupported',
      path,
      `\`${path.original}\`: \`@${name}\` has no members.`,
      `Write \`@${name}\`.`,
    );
    return () => unknown;
  }
  if (path.depth > 0 && path.depth >= scope.loops) {
    const message = `\`${path.original}\` asks for an outer loop, but there is none around it here.`;
    compiler.report('template-too-far-up', path, message, 'Use a block parameter: `{{#each list as |item index|}}`.');
    return () => unknown;
  }
  return compileLoopData(compiler, path, name);
}

function compileLoopData(compiler: Compiler, path: Path, name: 'index' | 'first' | 'last' | 'key'): Eval {
  const at = compiler.spot(path);
  return (run, env) => {
    let loop = env.loop;
    for (let level = 0; level < path.depth; level++) loop = loop?.up;
    if (loop === undefined) {
      const message = `\`${path.original}\` is outside of any loop.`;
      run.report('template-too-far-up', at, message, 'Use it inside `{{#each}}`.');
      return unknown;
    }
    if (loop.runtime === undefined) return staticLoopData(loop, name);
    if (name !== 'key' && path.depth === 0) return loopData(loop.runtime, name);
    run.report(
      'template-unsupported',
      at,
      `\`${path.original}\` asks about a loop over a list that is known only when a message is sent; vendors cannot provide it.`,
      name === 'key'
        ? 'Use `@index`, or put the name into the items.'
        : 'Use `@index` in the loop itself, or put the number into the items.',
    );
    return unknown;
  };
}

function staticLoopData(loop: Extract<Loop, { runtime: undefined }>, name: 'index' | 'first' | 'last' | 'key'): Static {
  const value = name === 'first' ? loop.index === 0 : loop[name];
  return { kind: 'static', value, origin: loop.origin === undefined ? undefined : `${loop.origin}.@${name}` };
}

function reportTooLong(compiler: Compiler, path: Path): Eval {
  const message = `A path has ${path.parts.length + path.depth} segments; the limit is ${limits.path}.`;
  compiler.report('template-limit', path, message, 'Shorten the path: values are only a few levels deep.');
  return () => unknown;
}

function reportTooFarUp(compiler: Compiler, path: Path, scope: Scope): Eval {
  const edge = {
    template: 'this file: each `../` leaves one `each` or `with`, and partials cannot see where they are called from',
    block: 'the block, which cannot see into the partial that prints it',
    'inline partial': 'the inline partial: partials cannot see where they are called from',
  }[scope.boundary];
  compiler.report(
    'template-too-far-up',
    path,
    `\`${path.original}\` goes further up than ${edge}.`,
    `Write \`@root.${path.parts.join('.')}\` for a value at the root, or pass the value: \`{{> partial name=value}}\`.`,
  );
  return () => unknown;
}

function reportHidden(compiler: Compiler, path: Path, name: string, scope: Scope): Eval {
  compiler.report(
    'template-too-far-up',
    path,
    `\`${name}\` is a block parameter outside of the ${scope.boundary}, which cannot see it.`,
    `Pass it: \`{{> partial ${name}=${name}}}\`; or write \`this.${path.parts.join('.')}\` for a member of the context.`,
  );
  return () => unknown;
}
