import type { ValueSchema } from './model.ts';

/** What links may begin with besides http and https: the scheme of the tenant's own app. */
export interface FormatContext {
  readonly scheme?: string | undefined;
}

type Format = NonNullable<ValueSchema['format']>;

const web = /^https?:\/\/[^\s/?#@:]+(:\d{1,5})?([/?#]\S*)?$/i;
const mail = /^mailto:\S+$/i;
const telephone = /^tel:\+?[\d().-]+$/i;
const color = /^(#([\da-f]{3}|[\da-f]{4}|[\da-f]{6}|[\da-f]{8})|(rgb|hsl)a?\([\d.,%/\s]{3,60}(deg)?[\d.,%/\s]*\))$/i;
const colorNames: ReadonlySet<string> = new Set(
  'aqua black blue fuchsia gray green lime maroon navy olive orange purple red silver teal transparent white yellow'.split(
    ' ',
  ),
);
const ident = /^-?[A-Za-z_][\w-]*$/;
const numberText = /^-?\d+(\.\d+)?$/;
const dateTime = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** What a text of each format looks like; `words` complete “expected …”. */
const formats: Readonly<Record<Format, { words: string; test: (text: string, context: FormatContext) => boolean }>> = {
  url: { words: 'a link (http, https, mailto, tel or the app’s own scheme)', test: isLink },
  uri: { words: 'a link (http, https, mailto, tel or the app’s own scheme)', test: isLink },
  color: { words: 'a color such as #0a7d33', test: (text) => color.test(text) || colorNames.has(text) },
  html: { words: 'HTML', test: () => true },
  ident: { words: 'an identifier: letters, digits, - and _', test: (text) => ident.test(text) },
  number: { words: 'a number written as text', test: (text) => numberText.test(text) },
  date: { words: 'a date such as 2027-01-31', test: isDate },
  'date-time': { words: 'a date and time such as 2027-01-31T09:00:00Z', test: isDateTime },
  email: { words: 'an email address', test: isAddress },
};

/** What was expected instead, if a text does not have a format; undefined if it has. */
export function formatProblem(format: Format, text: string, context: FormatContext): string | undefined {
  const { words, test } = formats[format];
  return test(text, context) ? undefined : words;
}

function isLink(text: string, { scheme }: FormatContext): boolean {
  if (web.test(text) || mail.test(text) || telephone.test(text)) return true;
  return scheme !== undefined && text.startsWith(`${scheme}:`) && !/\s/.test(text);
}

/** Whether a text is a day of the (proleptic Gregorian) calendar, written as year-month-day. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function isDateTime(text: string): boolean {
  const match = dateTime.exec(text);
  return match !== null && isDate(match[1] ?? '');
}

/**
 * Whether a text is an email address, as far as vendors accept RFC 5321 in a From address: dot-atoms, a domain with a
 * dot, and the usual lengths.
 */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (at < 1 || local.length > 64 || domain.length > 253) return false;
  return atoms.test(local) && hostName.test(domain);
}

const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const hostName = /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
