import type { Block } from '../ast.ts';
import { branch } from '../branch.ts';
import type { Compiler, Scope } from '../compiler.ts';
import { truthOf } from '../condition.ts';
import { type Env, type Eval, type Exec, type Run, spend } from '../env.ts';
import type { Spot } from '../ir.ts';
import { pathOf } from '../schema.ts';
import { assured, unknown, type Value } from '../value.ts';

/** Compiles `{{#with}}`: the body with the value as its context, unless the value is empty. */
export function compileWith(compiler: Compiler, block: Block, scope: Scope, value: Eval): Exec {
  const at = compiler.spot(block);
  const names = block.program?.blockParams ?? [];
  const inner = { ...scope, depth: scope.depth + 1 };
  const params = names.length === 0 ? scope.params : { names, up: scope.params };
  const body = block.program === undefined ? undefined : compiler.program(block.program, { ...inner, params });
  const otherwise = block.inverse === undefined ? undefined : compiler.program(block.inverse, scope);
  const enter = (run: Run, env: Env, context: Value) => {
    const values = names.length === 0 ? env.params : { values: [context], up: env.params };
    body?.(run, { ...env, context, up: env, params: values });
  };
  return (run, env) => {
    spend(run, at);
    within(
      run,
      value(run, env, false),
      at,
      (context) => enter(run, env, context),
      () => otherwise?.(run, env),
    );
  };
}

function within(run: Run, value: Value, at: Spot, enter: (context: Value) => void, otherwise: () => void): void {
  if (value === unknown) return;
  if (value.kind === 'choice') {
    return branch(
      run,
      value.condition,
      at,
      () => within(run, value.then, at, enter, otherwise),
      () => within(run, value.else, at, enter, otherwise),
    );
  }
  if (value.kind === 'runtime' && value.ref.type === 'number') {
    run.report(
      'template-type',
      at,
      `\`with\` is given \`${pathOf(value)}\`, a number; whether 0 counts as nothing differs between vendors.`,
      'Test it with `if`, and print it by its path.',
    );
    return;
  }
  // Unlike `if`, `with` also enters for 0, as in Handlebars.
  if (value.kind === 'static' && value.value === 0) return enter(value);
  branch(run, truthOf(value), at, () => enter(assuredContext(value)), otherwise);
}

/** The value as a context that is known to exist; a member of an object still needs its own guard. */
function assuredContext(value: Value): Value {
  if (value.kind !== 'runtime' || value.optional === undefined) return value;
  return value.ref.type === 'object' ? value : assured(value);
}
