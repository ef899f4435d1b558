import type { Env, Eval, Run } from './env.ts';
import type { Value } from './value.ts';

/** Evaluates the members of a hash, by name. */
export function evaluateHash(run: Run, env: Env, hash: ReadonlyMap<string, Eval>): Map<string, Value> {
  const members = new Map<string, Value>();
  for (const [name, value] of hash) members.set(name, value(run, env, false));
  return members;
}
