import { en } from '../../formats/en.ts';
import type { Formats } from '../../formats/formats.ts';
import { formats } from '../../formats/index.ts';
import type { Filter, Out } from '../../ir.ts';

/** How a vendor writes the parts of a date, by their names in our own patterns: `{MMMM}` and so on. */
export type DateTokens = Readonly<Partial<Record<string, string>>>;

/**
 * A locale's date style as the vendor's pattern; undefined where the vendor would print something else than we do.
 * Vendors write the names of months and days in English, and do not know the tenant's time zone, so only whole days
 * (`format: date`) can be left to them. `literal` writes the text between the parts, or returns undefined if it cannot.
 */
export function vendorDatePattern(
  node: Out,
  filter: Extract<Filter, { name: 'date' }>,
  tokens: DateTokens,
  literal: (text: string) => string | undefined,
): string | undefined {
  const { ref } = node;
  const known = formats.get(filter.locale);
  if (known === undefined || !('schema' in ref) || ref.schema.format !== 'date') return undefined;
  let pattern = '';
  for (const [index, part] of known.dates[filter.style].split(/\{([a-zA-Z]+)\}/).entries()) {
    const isToken = index % 2 === 1;
    if (isToken && !isSharedWithEnglish(part, known)) return undefined;
    const written = isToken ? tokens[part] : literal(part);
    if (written === undefined) return undefined;
    pattern += written;
  }
  return pattern;
}

/** The lists of names that parts of a pattern are taken from. */
const names = { MMM: 'shortMonths', MMMM: 'months', E: 'weekdays', a: 'dayPeriods' } as const;

function isSharedWithEnglish(part: string, known: Formats): boolean {
  if (!Object.hasOwn(names, part)) return true;
  const list = names[part as keyof typeof names];
  return known[list].join() === en[list].join();
}
