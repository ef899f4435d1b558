import { compound } from './condition-size.ts';
import { type Guard, isGuarded, type Run } from './env.ts';
import type { Condition, Ref, Spot } from './ir.ts';
import { pathOf } from './schema.ts';
import { isTruthy, type Runtime, textOf, type Value } from './value.ts';

/** A condition, or its outcome where that is known already. */
export type Truth = boolean | Condition;

export function not(truth: Truth): Truth {
  if (typeof truth === 'boolean') return !truth;
  return truth.kind === 'not' ? truth.operand : { kind: 'not', operand: truth };
}

/** True if all are true. Known outcomes are eliminated. */
export function and(truths: readonly Truth[]): Truth {
  return combine('and', truths);
}

/** True if any is true. Known outcomes are eliminated. */
export function or(truths: readonly Truth[]): Truth {
  return combine('or', truths);
}

function combine(kind: 'and' | 'or', truths: readonly Truth[]): Truth {
  const deciding = kind === 'or';
  const operands: Condition[] = [];
  for (const truth of truths) {
    if (truth === deciding) return deciding;
    if (typeof truth === 'boolean') continue;
    if (truth.kind !== kind) operands.push(truth);
    else for (const operand of truth.operands) operands.push(operand);
  }
  if (operands.length === 0) return !deciding;
  return operands.length === 1 ? (operands[0] as Condition) : compound(kind, operands);
}

/** Whether a value counts as true, by the rules of Handlebars. */
export function truthOf(value: Value): Truth {
  switch (value.kind) {
    case 'static':
      return isTruthy(value.value);
    case 'runtime':
      return value.sure ? true : { kind: 'truthy', ref: value.ref };
    case 'choice':
      return or([and([value.condition, truthOf(value.then)]), and([not(value.condition), truthOf(value.else)])]);
    case 'concat':
      return or(value.parts.map((part) => (part.kind === 'static' ? textOf(part.value) !== '' : truthOf(part))));
    case 'verdict':
      return value.condition;
    default:
      return true;
  }
}

/** The guards in force where `condition` turned out as `outcome`. */
export function assume(guards: Guard | undefined, condition: Condition, outcome: boolean): Guard | undefined {
  switch (condition.kind) {
    case 'truthy':
      return outcome ? { key: keyOf(condition.ref), up: guards } : guards;
    case 'compare':
      return assumeCompared(guards, condition, outcome);
    case 'not':
      return assume(guards, condition.operand, !outcome);
    default:
      if (outcome !== (condition.kind === 'and')) return guards;
      return condition.operands.reduce((known, operand) => assume(known, operand, outcome), guards);
  }
}

function assumeCompared(
  guards: Guard | undefined,
  condition: Extract<Condition, { kind: 'compare' }>,
  outcome: boolean,
): Guard | undefined {
  const { operator, left, right } = condition;
  const isEqual = (operator === 'eq' && outcome) || (operator === 'ne' && !outcome);
  return isEqual && right.kind === 'literal' && right.value !== '' ? { key: keyOf(left), up: guards } : guards;
}

/** The guard key of a reference, equal to that of the value it was made from. */
function keyOf(ref: Ref): string {
  switch (ref.kind) {
    case 'data':
      return [ref.root, ...ref.path].join('\n');
    case 'loop':
      return [`#${ref.loop}`, ...ref.path].join('\n');
    case 'loop-data':
      return `#${ref.loop}@${ref.name}`;
    case 'vendor':
      return `vendor\n${ref.name}`;
  }
}

/** Reports a runtime value that may be absent where it must not be. */
export function requireGuarded(run: Run, value: Runtime, at: Spot, use: 'printed' | 'compared'): void {
  if (isGuarded(run, value.optional)) return;
  const path = pathOf(value);
  const culprit = (value.optional ?? '').split('\n').join('.').replace(/^#\d+/, 'this');
  const because = culprit === path ? '' : ` (\`${culprit}\` is optional)`;
  run.report(
    'template-unguarded',
    at,
    `\`${path}\` may be missing when a message is sent${because}, but is ${use} without a guard: customers would see a gap, or the send would fail.`,
    use === 'printed'
      ? `Print \`(default ${path} "…")\`, put it inside \`{{#if ${culprit}}}…{{/if}}\`, or list it as required in ${run.site.version.file}.`
      : `Test it first, as in \`(and ${culprit} (… ${path} …))\`, or list it as required in ${run.site.version.file}.`,
  );
}
