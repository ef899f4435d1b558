import type { Condition } from './ir.ts';
import { withinValue } from './limits.ts';

/**
 * The sizes of compound conditions. Conditions share parts, so without remembering sizes, counting could take for ever.
 */
const sizes = new WeakMap<Condition, number>();

/** The number of tests in a condition; a test that occurs twice counts twice. */
export function conditionSize(condition: Condition): number {
  if (condition.kind === 'not') return conditionSize(condition.operand);
  return sizes.get(condition) ?? 1;
}

/** Combines conditions. Throws LimitReached when the result is too large. */
export function compound(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const condition: Condition = { kind, operands };
  let size = 0;
  for (const operand of operands) size += conditionSize(operand);
  sizes.set(condition, withinValue(size));
  return condition;
}
