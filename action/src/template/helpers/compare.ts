import type { Arguments, Helper } from '../compiler.ts';
import { and, not, or, requireGuarded, type Truth } from '../condition.ts';
import type { Eval, Run } from '../env.ts';
import type { ComparisonOperator, Literal, Spot } from '../ir.ts';
import { pathOf } from '../schema.ts';
import { joined, type Runtime, type Static, unknown, type Value, verdict } from '../value.ts';

/** The comparison helpers: eq, ne, gt, gte, lt, lte. Strict: values of different types are never equal. */
export const comparisons = {
  eq: comparison('eq'),
  ne: comparison('ne'),
  gt: comparison('gt'),
  gte: comparison('gte'),
  lt: comparison('lt'),
  lte: comparison('lte'),
} as const satisfies Record<ComparisonOperator, Helper>;

function comparison(operator: ComparisonOperator): Helper {
  return {
    params: [2, 2],
    hash: 'none',
    usage: `(${operator} a b)`,
    make: (call: Arguments) => {
      const [left, right] = call.params as [Eval, Eval];
      return (run, env) => {
        const a = joined(left(run, env, false));
        const b = joined(right(run, env, false));
        return verdict(compare(run, operator, a, b, call.at));
      };
    },
  };
}

function compare(run: Run, operator: ComparisonOperator, left: Value, right: Value, at: Spot): Truth {
  if (left === unknown || right === unknown) return false;
  if (left.kind === 'choice') {
    const { condition } = left;
    const then = compare(run, operator, left.then, right, at);
    const otherwise = compare(run, operator, left.else, right, at);
    return or([and([condition, then]), and([not(condition), otherwise])]);
  }
  if (right.kind === 'choice') return compare(run, flipped[operator], right, left, at);
  if (left.kind === 'static' && right.kind === 'static') return compareStatic(run, operator, left, right, at);
  if (left.kind === 'runtime') {
    if (right.kind === 'runtime') return compareRuntime(run, operator, left, right, at);
    if (right.kind === 'static') return compareMixed(run, operator, left, right, at);
  }
  if (right.kind === 'runtime' && left.kind === 'static') return compareMixed(run, flipped[operator], right, left, at);
  return reportType(run, at, `\`${operator}\` compares strings, numbers and booleans, but is given something else.`);
}

const flipped = { eq: 'eq', ne: 'ne', gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' } as const;

function compareStatic(run: Run, operator: ComparisonOperator, left: Static, right: Static, at: Spot): Truth {
  const a = left.value;
  const b = right.value;
  if ((typeof a === 'object' && a !== null) || (typeof b === 'object' && b !== null)) {
    return reportType(run, at, `\`${operator}\` is given an object or a list.`);
  }
  if (operator === 'eq') return a === b;
  if (operator === 'ne') return a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') {
    return reportType(run, at, `\`${operator}\` compares numbers, but is given something else.`);
  }
  return order[operator](a, b);
}

const order = {
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
} as const;

function compareMixed(run: Run, operator: ComparisonOperator, left: Runtime, right: Static, at: Spot): Truth {
  if (!checkComparable(run, operator, left, at)) return false;
  const { value } = right;
  if (typeof value !== left.ref.type || typeof value === 'object' || value === undefined) {
    const is = value === undefined ? 'nothing' : `the ${typeof value} “${String(value)}”`;
    return reportType(
      run,
      at,
      `\`${pathOf(left)}\` is a ${left.ref.type}, but is compared with ${is}, so they are never equal.`,
    );
  }
  const literal: Literal = { kind: 'literal', value: value as string | number | boolean };
  return { kind: 'compare', operator, left: left.ref, right: literal };
}

function compareRuntime(run: Run, operator: ComparisonOperator, left: Runtime, right: Runtime, at: Spot): Truth {
  if (!checkComparable(run, operator, left, at) || !checkComparable(run, operator, right, at)) return false;
  if (left.ref.type !== right.ref.type) {
    const message = `\`${pathOf(left)}\` is a ${left.ref.type}, but \`${pathOf(right)}\` is a ${right.ref.type}.`;
    return reportType(run, at, message);
  }
  return { kind: 'compare', operator, left: left.ref, right: right.ref };
}

function checkComparable(run: Run, operator: ComparisonOperator, value: Runtime, at: Spot): boolean {
  const { type } = value.ref;
  const isEquality = operator === 'eq' || operator === 'ne';
  if (value.filters.length > 0) {
    return reportType(
      run,
      at,
      `\`${pathOf(value)}\` is changed by a helper before it is compared; vendors cannot do that.`,
    );
  }
  if (value.ref.kind === 'vendor')
    return reportType(run, at, `\`${pathOf(value)}\` is a value of the vendor, which cannot be compared.`);
  if (type === 'array' || type === 'object') {
    return reportType(run, at, `\`${pathOf(value)}\` is a list or an object, which cannot be compared.`);
  }
  if (isEquality) return true;
  if (type !== 'number') {
    return reportType(run, at, `\`${operator}\` compares numbers, but \`${pathOf(value)}\` is a ${type}.`);
  }
  requireGuarded(run, value, at, 'compared');
  return true;
}

function reportType(run: Run, at: Spot, message: string): false {
  run.report(
    'template-type',
    at,
    message,
    'Compare values of the same type: strings with strings, numbers with numbers.',
  );
  return false;
}
