import type { Arguments, Helper } from '../compiler.ts';
import { and, assume, not, or, type Truth, truthOf } from '../condition.ts';
import type { Env, Eval, Run } from '../env.ts';
import { lookupMember } from '../member.ts';
import { assured, choice, joined, mapChoice, textOf, unknown, type Value, verdict } from '../value.ts';

/** The helpers that decide: and, or, not, default, lookup. */
export const logic = {
  and: {
    params: [2, 20],
    hash: 'none',
    usage: '(and a b)',
    make: (call) => (run, env) => verdict(and(operands(run, env, call, true))),
  },
  or: {
    params: [2, 20],
    hash: 'none',
    usage: '(or a b)',
    make: (call) => (run, env) => verdict(or(operands(run, env, call, false))),
  },
  not: {
    params: [1, 1],
    hash: 'none',
    usage: '(not a)',
    make: ({ params }) => {
      const [value] = params as [Eval];
      return (run, env) => verdict(not(truthOf(value(run, env, false))));
    },
  },
  default: {
    params: [2, 2],
    hash: 'none',
    usage: '{{default value "other"}}',
    make: ({ params }) => {
      const [value, other] = params as [Eval, Eval];
      return (run, env, lenient) => fallback(run, env, value(run, env, true), other, lenient);
    },
  },
  lookup: {
    params: [2, 2],
    hash: 'none',
    usage: '{{lookup object key}}',
    make: (call) => (run, env, lenient) => lookup(run, env, call, lenient),
  },
} as const satisfies Record<string, Helper>;

/** The truths of the operands; each is evaluated in the knowledge that those before it did not decide. */
function operands(run: Run, env: Env, call: Arguments, carriesOn: boolean): Truth[] {
  const { guards } = run;
  const truths: Truth[] = [];
  for (const param of call.params) {
    const truth = truthOf(param(run, env, false));
    truths.push(truth);
    if (truth === !carriesOn) break;
    if (typeof truth !== 'boolean') run.guards = assume(run.guards, truth, carriesOn);
  }
  run.guards = guards;
  return truths;
}

function fallback(run: Run, env: Env, value: Value, other: Eval, lenient: boolean): Value {
  if (value.kind === 'choice') {
    const then = fallback(run, env, value.then, other, lenient);
    return choice(value.condition, then, fallback(run, env, value.else, other, lenient));
  }
  const truth = truthOf(value);
  if (truth === true) return value;
  const otherValue = other(run, env, lenient);
  return truth === false ? otherValue : choice(truth, assured(value), otherValue);
}

function lookup(run: Run, env: Env, call: Arguments, lenient: boolean): Value {
  const [object, key] = call.params as [Eval, Eval];
  const value = object(run, env, lenient);
  const name = joined(key(run, env, false));
  if (value === unknown || name === unknown) return unknown;
  if (name.kind !== 'static') {
    run.report(
      'template-unsupported',
      call.at,
      '`lookup` is given a key that is known only when a message is sent; vendors cannot look it up.',
      'Choose between the members with `if` and `eq`.',
    );
    return unknown;
  }
  const text = textOf(name.value);
  if (text === undefined || text === '') {
    run.report(
      'template-type',
      call.at,
      '`lookup` needs text or a number as its key.',
      'Write `{{lookup object "key"}}`.',
    );
    return unknown;
  }
  return mapChoice(value, (either) => lookupMember(run, either, text, call.at, lenient));
}
