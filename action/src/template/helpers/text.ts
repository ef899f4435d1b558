import type { Arguments, Helper } from '../compiler.ts';
import { encodeUrl } from '../encode-url.ts';
import { type Eval, type Run, spend } from '../env.ts';
import type { Spot } from '../ir.ts';
import { charactersPerStep, withinText } from '../limits.ts';
import { pathOf } from '../schema.ts';
import {
  type Concat,
  concat,
  joined,
  mapChoice,
  type Runtime,
  type Static,
  textOf,
  unknown,
  type Value,
} from '../value.ts';

type Name = 'upper' | 'lower' | 'capitalize' | 'url';

/**
 * The helpers that change a text: upper, lower, capitalize, url. Letters are changed without regard to the language.
 */
export const textHelpers = {
  upper: textHelper('upper'),
  lower: textHelper('lower'),
  capitalize: textHelper('capitalize'),
  url: textHelper('url'),
} as const satisfies Record<Name, Helper>;

const changes: Readonly<Record<Name, (text: string) => string>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  // As in Liquid, the rest becomes lower case.
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  url: encodeUrl,
};

function textHelper(name: Name): Helper {
  return {
    params: [1, 1],
    hash: 'none',
    usage: `{{${name} value}}`,
    make: (call: Arguments) => {
      const [value] = call.params as [Eval];
      return (run, env, lenient) => change(run, name, value(run, env, lenient), call.at);
    },
  };
}

function change(run: Run, name: Name, value: Value, at: Spot): Value {
  if (value === unknown) return unknown;
  const known = joined(value);
  switch (known.kind) {
    case 'static':
      return changeStatic(run, name, known, at);
    case 'runtime':
      return changeRuntime(run, name, known, at);
    case 'choice':
      return mapChoice(known, (either) => change(run, name, either, at));
    case 'concat':
      return changeParts(run, name, known, at);
    default:
      return reportNoText(run, name, at, 'An object or boolean');
  }
}

function changeStatic(run: Run, name: Name, value: Static, at: Spot): Static {
  if (value.value === undefined) return name === 'url' ? { ...value, encoded: true } : value;
  const text = textOf(value.value);
  if (text === undefined) return reportNoText(run, name, at, `\`${value.origin ?? 'this'}\``);
  const { origin } = value;
  spend(run, at, Math.ceil(text.length / charactersPerStep));
  const changed = { kind: 'static', value: withinText(changes[name](text)), origin } as const;
  return name === 'url' ? { ...changed, encoded: true } : changed;
}

function changeRuntime(run: Run, name: Name, value: Runtime, at: Spot): Value {
  const { type } = value.ref;
  if (type !== 'string' && !(type === 'number' && name === 'url')) {
    return reportNoText(run, name, at, `\`${pathOf(value)}\``);
  }
  return { ...value, filters: [...value.filters, { name }] };
}

function changeParts(run: Run, name: Name, value: Concat, at: Spot): Value {
  if (name === 'capitalize') {
    run.report(
      'template-unsupported',
      at,
      '`capitalize` is given a string with a slot that is known only when a message is sent.',
      'Write the capital letter in the string itself.',
    );
    return unknown;
  }
  return concat(value.parts.map((part) => change(run, name, part, at)));
}

function reportNoText(run: Run, name: Name, at: Spot, what: string): Static {
  run.report('template-type', at, `${what} is not text, but \`${name}\` works only on text.`, 'Give it text.');
  return unknown;
}
