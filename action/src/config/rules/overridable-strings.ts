import { suggestion } from '../../diagnostics/suggest.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import type { StringsByLocale } from '../model.ts';
import type { Rule } from './rule.ts';

/** What a template declares overridable is one of its own strings, or of those that all templates share. */
export const overridableStrings: Rule = ({ templates }) => {
  const found: Finding[] = [];
  for (const { file, metadata, strings, library } of templates.values()) {
    const known = new Set([...keysOf(strings), ...keysOf(library.strings)]);
    for (const [index, key] of (metadata.overridable ?? []).entries()) {
      if (known.has(key)) continue;
      const place = valueAt(file, 'overridable', String(index));
      found.push(finding('unknown-string', place, `there is no string “${key}”`, suggestion(key, known)));
    }
  }
  return found;
};

function keysOf(locales: StringsByLocale): string[] {
  return [...locales.values()].flatMap(({ strings }) => [...strings.keys()]);
}
