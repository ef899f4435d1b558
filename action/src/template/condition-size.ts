import type { Condition } from './ir.ts';
import { withinValue } from './limits.ts';

/** What conditions are made of. Parts are shared, so that without remembering them counting could take for ever. */
const sizes = new WeakMap<Condition, number>();

/** How many tests a condition is made of, those that stand in it twice counted twice. */
export function conditionSize(condition: Condition): number {
  if (condition.kind === 'not') return conditionSize(condition.operand);
  return sizes.get(condition) ?? 1;
}

/** A condition made of others. Throws LimitReached when it is made of too many. */
export function compound(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const condition: Condition = { kind, operands };
  let size = 0;
  for (const operand of operands) size += conditionSize(operand);
  sizes.set(condition, withinValue(size));
  return condition;
}
