import type { SourceFile } from '../../config/model.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { reservedRoots } from '../../names.ts';
import { evaluateHash } from '../arguments.ts';
import type { Expression, Partial, PartialBlock } from '../ast.ts';
import { type Compiler, type Scope, surroundingParams } from '../compiler.ts';
import { type Block, type Call, type Env, type Eval, type Exec, type Inlines, type Run, spend } from '../env.ts';
import type { Spot } from '../ir.ts';
import { limits } from '../limits.ts';
import { literalText } from '../literal-text.ts';
import { unknown, type Value } from '../value.ts';

/** A compiled call of a partial. */
interface Invocation {
  readonly name: string;
  readonly at: Spot;
  readonly context: Eval | undefined;
  readonly hash: ReadonlyMap<string, Eval>;
  /** The block that the call passes. */
  readonly block: BlockBody | undefined;
}

/** A block, with the inline partials that it defines. */
export interface BlockBody {
  readonly body: Exec;
  /** The inline partials in force inside the block: those around it and its own. */
  inlines(env: Env): Inlines | undefined;
}

/** Compiles `{{> name context key=value}}`. */
export function compilePartial(compiler: Compiler, call: Partial, scope: Scope): Exec {
  const invocation = readCall(compiler, call, scope, undefined);
  if (invocation === undefined) return () => {};
  const expand = expansion(invocation);
  if (call.indent === '') return expand;
  const indent = literalText(call.indent, { ...invocation.at, column: invocation.at.column - call.indent.length });
  return (run, env) => {
    indent(run, env);
    expand(run, env);
  };
}

/** Compiles `{{#> name context key=value}}…{{/name}}`. */
export function compilePartialBlock(compiler: Compiler, call: PartialBlock, scope: Scope, block: BlockBody): Exec {
  const invocation = readCall(compiler, call, scope, block);
  return invocation === undefined ? () => {} : expansion(invocation);
}

/**
 * The scope inside the block of a partial call: it sees the block parameters around it, but its context is the
 * partial's.
 */
export function blockScope(scope: Scope): Scope {
  return { ...scope, depth: 0, loops: 0, boundary: 'block' };
}

/** The scope inside an inline partial: it sees nothing of its surroundings. */
export function inlineScope(scope: Scope): Scope {
  return { depth: 0, loops: 0, params: undefined, hidden: surroundingParams(scope), boundary: 'inline partial' };
}

function readCall(
  compiler: Compiler,
  call: Partial | PartialBlock,
  scope: Scope,
  block: BlockBody | undefined,
): Invocation | undefined {
  const name = partialName(call.name);
  if (name === undefined) {
    const message = 'The name of this partial is computed, so nobody could tell what a message is made of.';
    compiler.report('template-unsupported', call, message, 'Choose between partials with `if`.');
    return undefined;
  }
  if (call.params.length > 1) {
    const message = `The partial \`${name}\` takes one context, but is given ${call.params.length}.`;
    compiler.report('template-arguments', call, message, `Write \`{{> ${name} context key=value}}\`.`);
    return undefined;
  }
  for (const pair of call.hash?.pairs ?? []) {
    if (!(reservedRoots as readonly string[]).includes(pair.key)) continue;
    const message = `\`${pair.key}\` has a fixed meaning in every template and cannot be the name of a value that is passed to a partial.`;
    compiler.report('template-reserved-name', pair, message, `Choose a name other than \`${pair.key}\`.`);
  }
  const at = compiler.spot(call);
  if (name !== '@partial-block') compiler.partials.push({ name, at, hasBlock: block !== undefined });
  const [context] = call.params;
  return {
    name,
    at,
    context: context === undefined ? undefined : compiler.expression(context, scope),
    hash: new Map(call.hash?.pairs.map((pair) => [pair.key, compiler.expression(pair.value, scope)])),
    block,
  };
}

function partialName(name: Expression): string | undefined {
  if (name.type === 'StringLiteral') return name.value;
  if (name.type === 'NumberLiteral') return String(name.value);
  return name.type === 'PathExpression' ? name.original : undefined;
}

function expansion(invocation: Invocation): Exec {
  return (run, env) => {
    spend(run, invocation.at);
    const context = contextOf(run, env, invocation);
    if (invocation.name === '@partial-block') return expandBlock(run, env, invocation, context);
    const inlines = invocation.block?.inlines(env) ?? env.inlines;
    const inline = findInline(inlines, invocation.name);
    if (inline !== undefined) return enter(run, env, invocation, context, inline.body, inline.body, inline.env.inlines);
    const source = run.site.source(invocation.name);
    if (source !== undefined) {
      return enter(run, env, invocation, context, source, run.site.compiled(source).body, inlines);
    }
    if (invocation.block !== undefined) return ownBlock(run, env, invocation, context);
    run.report(
      'template-missing-partial',
      invocation.at,
      `There is no partial \`${invocation.name}\` here: it is defined inline somewhere else.`,
      suggestion(invocation.name, run.site.partialNames()),
    );
  };
}

function contextOf(run: Run, env: Env, invocation: Invocation): Value {
  const base = invocation.context?.(run, env, false) ?? env.context;
  if (invocation.hash.size === 0 || base === unknown) return base;
  return { kind: 'overlay', base, members: evaluateHash(run, env, invocation.hash) };
}

function findInline(inlines: Inlines | undefined, name: string): { body: Exec; env: Env } | undefined {
  for (let level = inlines; level !== undefined; level = level.up) {
    const found = level.partials.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function enter(
  run: Run,
  env: Env,
  invocation: Invocation,
  context: Value,
  identity: SourceFile | Exec,
  body: Exec,
  inlines: Inlines | undefined,
): void {
  const { name, at, block } = invocation;
  const depth = (env.calls?.depth ?? 0) + 1;
  for (let call = env.calls; call !== undefined; call = call.up) {
    if (call.body === identity) return reportCycle(run, at, name, env.calls);
  }
  if (depth > limits.depth) {
    run.report(
      'template-limit',
      at,
      `Partials are nested more than ${limits.depth} levels deep.`,
      'Nest fewer partials.',
    );
    return;
  }
  const calls: Call = { name, body: identity, depth, up: env.calls };
  const own: Block | undefined = block === undefined ? env.block : { body: block.body, env };
  body(run, { context, up: undefined, params: undefined, loop: env.loop, inlines, block: own, calls });
}

function reportCycle(run: Run, at: Spot, name: string, calls: Call | undefined): void {
  const chain = [name];
  for (let call = calls; call !== undefined; call = call.up) chain.unshift(call.name);
  run.report(
    'template-partial-cycle',
    at,
    `The partial \`${name}\` calls itself: ${chain.slice(chain.indexOf(name)).join(' → ')}.`,
    'Remove one of these calls; to print a list of lists, put one loop inside another.',
  );
}

/** Expands `{{> @partial-block}}` to the block that the call of this partial passes. */
function expandBlock(run: Run, env: Env, invocation: Invocation, context: Value): void {
  const { block } = env;
  if (block !== undefined) {
    return block.body(run, { ...block.env, context, up: undefined, loop: env.loop });
  }
  if (invocation.block !== undefined) return ownBlock(run, env, invocation, context);
  run.report(
    'template-missing-partial',
    invocation.at,
    'There is no block to print here: this partial was called without one.',
    'Call it as `{{#> name}}…{{/name}}`, or give it a default block: `{{#> @partial-block}}…{{/@partial-block}}`.',
  );
}

/** Expands to the block that the call itself passes, because no partial of that name is defined. */
function ownBlock(run: Run, env: Env, invocation: Invocation, context: Value): void {
  invocation.block?.body(run, { ...env, context, up: undefined });
}
