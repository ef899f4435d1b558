import { suggestion } from '../../diagnostics/suggest.ts';
import { evaluateHash } from '../arguments.ts';
import type { Arguments, Helper } from '../compiler.ts';
import { type Env, type Run, spend } from '../env.ts';
import { charactersPerStep } from '../limits.ts';
import { concat, literal, unknown, type Value } from '../value.ts';

/** The helper `t`: a string in the message's locale. */
export const stringHelpers = {
  t: {
    params: [1, 1],
    hash: 'any',
    usage: '{{t "key" slot=value}}',
    make: (call, note) => {
      const [key] = call.literals;
      if (key === undefined) {
        const fix = 'Write the key itself, in quotation marks; choose between several with `if`.';
        note.report('template-arguments', '`t` needs a key that is written in the template.', fix);
        return () => unknown;
      }
      note.string(key);
      return (run, env) => translate(run, env, key, call);
    },
  },
} as const satisfies Record<string, Helper>;

function translate(run: Run, env: Env, key: string, call: Arguments): Value {
  const found = run.site.string(key);
  if (found === undefined) {
    reportMissing(run, key, call);
    return unknown;
  }
  spend(run, call.at, Math.ceil(found.text.length / charactersPerStep));
  if (!found.text.includes('{')) return literal(found.text);
  const members = evaluateHash(run, env, call.hash);
  const values: Value[] = [];
  for (const part of slots(found.text)) {
    if (typeof part === 'string') {
      values.push(literal(part));
      continue;
    }
    const value = members.get(part.slot);
    if (value !== undefined) values.push(value);
    else reportUnfilled(run, key, part.slot, found.path, call, members);
  }
  return concat(values);
}

type Part = string | { readonly slot: string };

const slot = /\{([A-Za-z_][A-Za-z0-9_]*)\}/;

/** Splits a string's text at its slots `{name}`. Braces around anything else are text. */
function slots(text: string): readonly Part[] {
  return text
    .split(slot)
    .map((part, index) => (index % 2 === 0 ? part : { slot: part }))
    .filter((part) => part !== '');
}

function reportMissing(run: Run, key: string, call: Arguments): void {
  const { version, locale } = run.site;
  const stringKeys = run.site.stringKeys();
  const folder = version.file.slice(0, version.file.lastIndexOf('/'));
  const exists = stringKeys.includes(key);
  run.report(
    'template-missing-string',
    call.at,
    exists
      ? `The string \`${key}\` has no text for the locale ${locale}, nor for any locale that ${locale} falls back to.`
      : `There is no string \`${key}\`.`,
    exists
      ? `Add \`${key}\` to ${folder}/strings/${locale}.yaml, or to templates/_strings/${locale}.yaml if templates share it.`
      : [suggestion(key, stringKeys), `Strings are in ${folder}/strings/ and templates/_strings/.`]
          .filter((hint) => hint !== undefined)
          .join(' '),
  );
}

function reportUnfilled(
  run: Run,
  key: string,
  name: string,
  path: string,
  call: Arguments,
  given: ReadonlyMap<string, Value>,
): void {
  run.report(
    'template-missing-string',
    call.at,
    `The string \`${key}\` in ${path} has a slot {${name}}, which is not filled here.`,
    [suggestion(name, given.keys()), `Write \`{{t "${key}" ${name}=…}}\`.`]
      .filter((hint) => hint !== undefined)
      .join(' '),
  );
}
