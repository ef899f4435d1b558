import { suggestion } from '../diagnostics/suggest.ts';
import { helperNames } from '../names.ts';
import { type Call, type Expression, type Hash, isScoped, type Located } from './ast.ts';
import { type Arguments, type Compiler, type Helper, type Scope, surroundingParams } from './compiler.ts';
import type { Eval } from './env.ts';
import { helpers } from './helpers/index.ts';
import { compilePath } from './path.ts';
import { literal, unknown } from './value.ts';

/** Compiles an expression. */
export function compileExpression(compiler: Compiler, expression: Expression, scope: Scope): Eval {
  switch (expression.type) {
    case 'PathExpression':
      return compilePath(compiler, expression, scope);
    case 'SubExpression':
      return compileCall(compiler, expression, scope);
    case 'NullLiteral':
    case 'UndefinedLiteral': {
      const value = literal(undefined);
      return () => value;
    }
    default: {
      const value = literal(expression.value);
      return () => value;
    }
  }
}

/** Compiles what stands between `{{` and `}}`: a path, or a helper with its arguments. */
export function compileMustache(compiler: Compiler, call: Call, scope: Scope): Eval {
  const { path } = call;
  if (path.type !== 'PathExpression') {
    compiler.report(
      'template-unsupported',
      call,
      'A literal is printed with braces.',
      'Write the text itself, without braces.',
    );
    return () => unknown;
  }
  if (call.params.length > 0 || call.hash !== undefined) return compileCall(compiler, call, scope);
  const [name] = path.parts;
  const isBare = path.parts.length === 1 && path.depth === 0 && !path.data && !isScoped(path);
  if (!isBare || !(helperNames as readonly string[]).includes(name as string))
    return compilePath(compiler, path, scope);
  compiler.report(
    'template-bare-helper',
    path,
    `\`${name}\` is a helper, but is given no value here.`,
    `Write \`{{this.${name}}}\` for the member \`${name}\` of the current context.`,
  );
  return () => unknown;
}

/** Compiles a call of a helper that returns a value. */
export function compileCall(compiler: Compiler, call: Call, scope: Scope): Eval {
  const name = helperName(call.path);
  const helper = name === undefined ? undefined : helpers.get(name);
  if (name === undefined || helper === undefined) return reportNoHelper(compiler, call, name, scope);
  if (!checkArguments(compiler, call, name, helper)) return () => unknown;
  return helper.make(compileArguments(compiler, call, scope), {
    report: (code, message, fix) => compiler.report(code, call, message, fix),
    string: (key) => compiler.strings.add(key),
  });
}

/** The name of what is called; undefined if it cannot be a helper's. */
export function helperName(path: Expression): string | undefined {
  if (path.type !== 'PathExpression' || path.data || path.depth > 0 || path.parts.length !== 1 || isScoped(path)) {
    return undefined;
  }
  return path.parts[0];
}

function reportNoHelper(compiler: Compiler, call: Call, name: string | undefined, scope: Scope): Eval {
  if (name === 'if' || name === 'unless' || name === 'each' || name === 'with') {
    compiler.report(
      'template-unsupported',
      call,
      `\`${name}\` is a block, not a helper.`,
      name === 'if'
        ? 'Write `{{#if …}}…{{else}}…{{/if}}`; for a fallback, `(default value other)`.'
        : `Write \`{{#${name} …}}…{{/${name}}}\`.`,
    );
    return () => unknown;
  }
  const written = name ?? (call.path.type === 'PathExpression' ? call.path.original : 'A literal');
  const isValue = name !== undefined && surroundingParams(scope).has(name);
  compiler.report(
    'template-unknown-helper',
    call,
    `There is no helper \`${written}\`.`,
    isValue ? `\`${name}\` is a block parameter: print it without arguments.` : suggestion(written, helpers.keys()),
  );
  return () => unknown;
}

function checkArguments(compiler: Compiler, call: Call, name: string, helper: Helper): boolean {
  const [fewest, most] = helper.params;
  const count = call.params.length;
  if (count < fewest || count > most) {
    const message = `\`${name}\` cannot be given ${count} ${count === 1 ? 'argument' : 'arguments'}.`;
    compiler.report('template-arguments', call, message, `Write \`${helper.usage}\`.`);
    return false;
  }
  for (const pair of call.hash?.pairs ?? []) {
    if (helper.hash === 'any' || helper.hash.includes(pair.key)) continue;
    const message = `\`${name}\` takes no argument \`${pair.key}=\`.`;
    compiler.report('template-arguments', pair, message, `Write \`${helper.usage}\`.`);
    return false;
  }
  return true;
}

/** Compiles the parameters and the hash of a call. */
export function compileArguments(
  compiler: Compiler,
  call: Located & { readonly params: readonly Expression[]; readonly hash?: Hash },
  scope: Scope,
): Arguments {
  return {
    at: compiler.spot(call),
    params: call.params.map((param) => compileExpression(compiler, param, scope)),
    literals: call.params.map((param) => (param.type === 'StringLiteral' ? param.value : undefined)),
    hash: new Map(call.hash?.pairs.map((pair) => [pair.key, compileExpression(compiler, pair.value, scope)])),
  };
}
