import { suggestion } from '../../diagnostics/suggest.ts';
import { isObject } from '../../json.ts';
import type { Helper, Notes } from '../compiler.ts';
import type { Eval, Run } from '../env.ts';
import { formatDate, readLocalTime, showsTime } from '../formats/date.ts';
import { type DateStyle, dateStyles, type Formats, minorUnits } from '../formats/formats.ts';
import { formats as known } from '../formats/index.ts';
import { formatAmount, formatNumber } from '../formats/number.ts';
import type { Spot } from '../ir.ts';
import { pathOf } from '../schema.ts';
import { joined, mapChoice, type Runtime, type Static, unknown, type Value } from '../value.ts';

/** The helpers that write dates, numbers and amounts as the message's locale does. */
export const formatHelpers = {
  date: {
    params: [1, 2],
    hash: 'none',
    usage: '{{date value "long"}}',
    make: (call, note) => {
      const [value, styleGiven] = call.params as [Eval, Eval | undefined];
      const style = styleGiven === undefined ? 'medium' : (call.literals[1] ?? '');
      if (!isDateStyle(style)) return reportStyle(note, style);
      return (run, env, lenient) =>
        convert(run, value(run, env, lenient), call.at, 'date', (known, formats) => {
          if (known.kind === 'runtime') return runtimeDate(run, known, style, call.at);
          return staticDate(run, known, style, formats, call.at);
        });
    },
  },
  number: {
    params: [1, 1],
    hash: ['maximumFractionDigits'],
    usage: '{{number value maximumFractionDigits=2}}',
    make: (call) => {
      const [value] = call.params as [Eval];
      const most = call.hash.get('maximumFractionDigits');
      return (run, env, lenient) =>
        convert(run, value(run, env, lenient), call.at, 'number', (known, formats) => {
          if (known.kind === 'runtime') return reportRuntime(run, known, 'number', call.at);
          return staticNumber(run, known, most?.(run, env, false), formats, call.at);
        });
    },
  },
  currency: {
    params: [1, 1],
    hash: 'none',
    usage: '{{currency value}}',
    make: (call) => {
      const [value] = call.params as [Eval];
      return (run, env, lenient) =>
        convert(run, value(run, env, lenient), call.at, 'currency', (known, formats) => {
          if (known.kind === 'runtime') return reportRuntime(run, known, 'currency', call.at);
          return staticAmount(run, known, formats, call.at);
        });
    },
  },
} as const satisfies Record<string, Helper>;

function isDateStyle(style: string): style is DateStyle {
  return (dateStyles as readonly string[]).includes(style);
}

function reportStyle(note: Notes, style: string): Eval {
  const message = style === '' ? '`date` needs its style in quotation marks.' : `There is no date style “${style}”.`;
  note.report('template-arguments', message, suggestion(style, dateStyles));
  return () => unknown;
}

/** Applies `work` to a known or a runtime value, and to each value of a choice; nothing stays nothing. */
function convert(
  run: Run,
  given: Value,
  at: Spot,
  helper: string,
  work: (value: Static | Runtime, formats: Formats) => Value,
): Value {
  const value = joined(given);
  if (value === unknown) return unknown;
  if (value.kind === 'choice') return mapChoice(value, (either) => convert(run, either, at, helper, work));
  if (value.kind !== 'static' && value.kind !== 'runtime') {
    return reportValue(run, at, helper, 'its value is neither a variable nor declared runtime data');
  }
  if (value.kind === 'static' && value.value === undefined) return value;
  const { formats, locale } = run.site;
  if (formats !== undefined) return work(value, formats);
  run.report(
    'template-unknown-locale',
    at,
    `There are no formats of dates and numbers for the locale ${locale}. Known: ${[...known.keys()].join(', ')}.`,
    `Add action/src/template/formats/${locale}.ts with the data of CLDR, and list it in formats/index.ts.`,
  );
  return unknown;
}

function staticDate(run: Run, value: Static, style: DateStyle, formats: Formats, at: Spot): Value {
  const text = typeof value.value === 'string' ? value.value : '';
  const time = readLocalTime(text);
  if (time === undefined) {
    const isInstant = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
    const why = isInstant
      ? `“${text}” is an instant, whose date depends on the time zone`
      : `“${String(value.value)}” is not a date`;
    const fix = isInstant
      ? 'Write the local time in the tenant’s time zone, without Z or offset: 2026-11-26T18:00.'
      : 'Write 2026-11-26, or 2026-11-26T18:00 for a time.';
    return reportValue(run, at, 'date', why, fix);
  }
  if (showsTime(style) && time.hour === undefined) {
    return reportValue(
      run,
      at,
      'date',
      `“${text}” has no time of day to show`,
      'Write 2026-11-26T18:00, or choose a style without a time.',
    );
  }
  return { kind: 'static', value: formatDate(time, style, formats), origin: value.origin };
}

function runtimeDate(run: Run, value: Runtime, style: DateStyle, at: Spot): Value {
  const { format } = value.schema;
  if (format !== 'date' && format !== 'date-time') {
    return reportValue(
      run,
      at,
      'date',
      `\`${pathOf(value)}\` is not declared as a date`,
      `Declare it with \`format: date\` or \`format: date-time\` under \`runtime\` in ${run.site.version.file}.`,
    );
  }
  return { ...value, filters: [...value.filters, { name: 'date', style, locale: run.site.locale }] };
}

function staticNumber(run: Run, value: Static, most: Value | undefined, formats: Formats, at: Spot): Value {
  const digits = most === undefined ? 3 : most.kind === 'static' ? most.value : undefined;
  if (typeof digits !== 'number' || !Number.isInteger(digits) || digits < 0 || digits > 10) {
    return reportValue(run, at, 'number', '`maximumFractionDigits` is not a whole number from 0 to 10');
  }
  const text = typeof value.value === 'number' ? formatNumber(value.value, digits, formats) : undefined;
  if (text === undefined)
    return reportValue(run, at, 'number', `“${JSON.stringify(value.value)}” is not a number that it can write exactly`);
  return { kind: 'static', value: text, origin: value.origin };
}

function staticAmount(run: Run, value: Static, formats: Formats, at: Spot): Value {
  const { amount, currency } = isObject(value.value) ? value.value : {};
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || typeof currency !== 'string') {
    const fix = 'Write `{ amount: 1999, currency: USD }`: the amount in cents, or in the currency’s smallest unit.';
    return reportValue(run, at, 'currency', `${JSON.stringify(value.value)} is not an amount`, fix);
  }
  const text = formatAmount(amount, currency, formats);
  if (text === undefined) {
    return reportValue(
      run,
      at,
      'currency',
      `the currency ${currency} is not known`,
      suggestion(currency, Object.keys(minorUnits)),
    );
  }
  return { kind: 'static', value: text, origin: value.origin };
}

function reportRuntime(run: Run, value: Runtime, helper: string, at: Spot): Value {
  return reportValue(
    run,
    at,
    helper,
    `\`${pathOf(value)}\` is known only when a message is sent, and vendors cannot write it the way the locale does`,
    'Have the platform send text that is ready for display, such as `event.total_display`, and print that.',
  );
}

function reportValue(run: Run, at: Spot, helper: string, why: string, fix?: string): Static {
  run.report(
    'template-format',
    at,
    `\`${helper}\` cannot do this: ${why}.`,
    fix ?? `Write \`${usages[helper] ?? helper}\`.`,
  );
  return unknown;
}

const usages: Readonly<Record<string, string>> = {
  date: '{{date value "long"}}',
  number: '{{number value}}',
  currency: '{{currency value}}',
};
