import Handlebars from 'handlebars';
import type { Json, JsonObject } from '../../../src/digest.ts';
import { formatDate, readLocalTime } from '../../../src/template/formats/date.ts';
import type { DateStyle } from '../../../src/template/formats/formats.ts';
import { formats } from '../../../src/template/formats/index.ts';
import { formatAmount, formatNumber } from '../../../src/template/formats/number.ts';
import { decodeEntities } from './send.ts';

/** What a message says when its sources are rendered wholly by Handlebars, as if everything were known. */
export interface Oracle {
  /** Reads a source, to be rendered with any data; entities are decoded, so that it compares with what readers see. */
  compile(source: string): (context: JsonObject) => string;
  render(source: string, context: JsonObject): string;
}

export interface OracleInput {
  readonly partials: ReadonlyMap<string, string>;
  readonly strings: (key: string) => string | undefined;
  readonly locale: string;
}

type Options = Handlebars.HelperOptions;

/** A Handlebars of its own, with our helpers in the few words that say what they mean. */
export function createOracle(input: OracleInput): Oracle {
  const handlebars = Handlebars.create();
  for (const [name, source] of input.partials) handlebars.registerPartial(name, source);
  handlebars.registerHelper({ ...comparisons, ...logic, ...texts, ...formatting(input.locale) });
  handlebars.registerHelper('t', (key: string, { hash }: Options) => {
    const text = input.strings(key);
    if (text === undefined) throw new Error(`there is no string ${key}`);
    return text.replace(/\{([A-Za-z_]\w*)\}/g, (_, slot: string) => show(hash[slot]));
  });
  const compile = (source: string) => {
    // Escaped even in plain text: Handlebars adds numbers that it prints verbatim side by side.
    const template = handlebars.compile(source, { preventIndent: true });
    return (context: JsonObject) => decodeEntities(template(context));
  };
  return { compile, render: (source, context) => compile(source)(context) };
}

function show(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

const comparisons = {
  eq: (left: unknown, right: unknown) => left === right,
  ne: (left: unknown, right: unknown) => left !== right,
  gt: (left: number, right: number) => left > right,
  gte: (left: number, right: number) => left >= right,
  lt: (left: number, right: number) => left < right,
  lte: (left: number, right: number) => left <= right,
};

const isTrue = (value: unknown) => !Handlebars.Utils.isEmpty(value) && value !== 0;

const logic = {
  and: (...operands: unknown[]) => operands.slice(0, -1).every(isTrue),
  or: (...operands: unknown[]) => operands.slice(0, -1).some(isTrue),
  not: (operand: unknown) => !isTrue(operand),
  default: (value: unknown, other: unknown) => (isTrue(value) ? value : other),
};

const texts = {
  upper: (text: unknown) => show(text).toUpperCase(),
  lower: (text: unknown) => show(text).toLowerCase(),
  capitalize: (text: unknown) => show(text).charAt(0).toUpperCase() + show(text).slice(1).toLowerCase(),
  url: (text: unknown) =>
    Buffer.from(show(text))
      .toString('latin1')
      .replace(/[^A-Za-z0-9._~-]/g, percentEncoded),
};

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function formatting(locale: string): Record<string, (value: Json, ...more: unknown[]) => string> {
  const known = formats.get(locale);
  if (known === undefined) throw new Error(`no formats for ${locale}`);
  return {
    date: (value, style) => {
      const time = readLocalTime(String(value));
      return time === undefined
        ? ''
        : formatDate(time, (typeof style === 'string' ? style : 'medium') as DateStyle, known);
    },
    number: (value, options) =>
      formatNumber(
        value as number,
        ((options as Options).hash.maximumFractionDigits as number | undefined) ?? 3,
        known,
      ) ?? '',
    currency: (value) => {
      const { amount, currency } = value as { amount: number; currency: string };
      return formatAmount(amount, currency, known) ?? '';
    },
  };
}

/** Maps with their keys in the order in which our loops go over them. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]));
}
