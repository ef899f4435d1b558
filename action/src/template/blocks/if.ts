import type { Block } from '../ast.ts';
import { branch } from '../branch.ts';
import type { Compiler, Scope } from '../compiler.ts';
import { not, truthOf } from '../condition.ts';
import { type Eval, type Exec, spend } from '../env.ts';

/** Compiles `{{#if}}` and `{{#unless}}`. */
export function compileIf(compiler: Compiler, block: Block, scope: Scope, condition: Eval, negate: boolean): Exec {
  const at = compiler.spot(block);
  const then = block.program === undefined ? undefined : compiler.program(block.program, scope);
  const otherwise = block.inverse === undefined ? undefined : compiler.program(block.inverse, scope);
  return (run, env) => {
    spend(run, at);
    const truth = truthOf(condition(run, env, false));
    branch(
      run,
      negate ? not(truth) : truth,
      at,
      () => then?.(run, env),
      () => otherwise?.(run, env),
    );
  };
}
