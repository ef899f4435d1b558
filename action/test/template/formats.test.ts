import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, readLocalTime, weekdayOf } from '../../src/template/formats/date.ts';
import { dateStyles, minorUnits } from '../../src/template/formats/formats.ts';
import { formats } from '../../src/template/formats/index.ts';
import { formatNumber } from '../../src/template/formats/number.ts';
import { propertyRuns } from '../oracle/support/runs.ts';
import { codesOf, nodesOf, object, problemsOf, show } from './support/show.ts';

const variables = {
  day: '2026-11-05',
  moment: '2026-11-05T15:07',
  instant: '2026-11-05T15:07:00Z',
  wrong: '2026-02-30',
  price: { amount: 123450, currency: 'USD' },
  yen: { amount: 1234, currency: 'JPY' },
  dinar: { amount: 1234567, currency: 'KWD' },
  refund: { amount: -5, currency: 'USD' },
  odd: { amount: 1, currency: 'XXX' },
  half: { amount: 1.5, currency: 'USD' },
  count: 1234567.891,
};
const world = { variables, event: object({ at: { type: 'string', format: 'date-time' }, when: { type: 'string' } }) };

describe('dates, as CLDR has them', () => {
  it.each([
    ['en', '11/5/26', 'Nov 5, 2026', 'November 5, 2026', 'Thursday, November 5, 2026', '3:07 PM'],
    ['en-US', '11/5/26', 'Nov 5, 2026', 'November 5, 2026', 'Thursday, November 5, 2026', '3:07 PM'],
    ['en-CA', '2026-11-05', 'Nov 5, 2026', 'November 5, 2026', 'Thursday, November 5, 2026', '3:07 p.m.'],
    ['es', '5/11/26', '5 nov 2026', '5 de noviembre de 2026', 'jueves, 5 de noviembre de 2026', '15:07'],
    ['es-US', '5/11/2026', '5 nov 2026', '5 de noviembre de 2026', 'jueves, 5 de noviembre de 2026', '3:07 p.m.'],
    ['fr', '05/11/2026', '5 nov. 2026', '5 novembre 2026', 'jeudi 5 novembre 2026', '15:07'],
    ['fr-CA', '2026-11-05', '5 nov. 2026', '5 novembre 2026', 'jeudi 5 novembre 2026', '15 h 07'],
    ['ar', '5\u200f/11\u200f/2026', '05\u200f/11\u200f/2026', '5 نوفمبر 2026', 'الخميس، 5 نوفمبر 2026', '3:07 م'],
    ['ja', '2026/11/05', '2026/11/05', '2026年11月5日', '2026年11月5日木曜日', '15:07'],
  ])('%s', (locale, ...expected) => {
    const template = '{{date day "short"}}|{{date day}}|{{date day "long"}}|{{date day "full"}}|{{date moment "time"}}';
    expect(show(template, world, {}, 'subject', locale).split('|')).toEqual(expected);
  });

  it('know the length of months and the day of the week, as Date does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          const time = readLocalTime(date.toISOString().slice(0, 10));
          expect(time && weekdayOf(time)).toBe(date.getUTCDay());
        },
      ),
      propertyRuns(200),
    );
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-04-31',
      '2026-1-1',
      '2026-01-01T24:00',
      '1 May',
    ]) {
      expect(readLocalTime(text), text).toBeUndefined();
    }
    expect(readLocalTime('2028-02-29T23:59:59')).toEqual({ year: 2028, month: 2, day: 29, hour: 23, minute: 59 });
  });

  it('leave no token of a pattern in the text, in any locale and style', () => {
    for (const known of formats.values()) {
      for (const style of dateStyles) {
        expect(formatDate({ year: 2026, month: 12, day: 31, hour: 0, minute: 5 }, style, known)).toMatch(/^[^{}]+$/);
      }
      expect(Object.keys(known.currencies).sort()).toEqual(Object.keys(minorUnits).sort());
    }
  });

  it.each([
    ['{{date instant}}', /an instant.*time zone/, /local time/],
    ['{{date wrong}}', /is not a date/, /2026-11-26/],
    ['{{date count}}', /is not a date/, /2026-11-26/],
    ['{{date day "time"}}', /no time of day/, /without a time/],
    ['{{date event.when}}', /not declared as a date/, /format: date/],
  ])('%s is refused', (template, message, fix) => {
    const [problem] = problemsOf({ ...world, fields: { html: template } });
    expect(problem).toMatchObject({
      code: 'template-format',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
  });

  it('of the send are left to the vendor', () => {
    expect(nodesOf('{{date event.at "long"}}', world, 'html', 'fr-CA')).toMatchObject([
      { kind: 'out', filters: [{ name: 'date', style: 'long', locale: 'fr-CA' }] },
    ]);
  });

  it('in an unknown locale are an error that says how to add one', () => {
    const [problem] = problemsOf({ ...world, fields: { html: '{{date day}}' } }, 'de');
    expect(problem).toMatchObject({ code: 'template-unknown-locale', fix: expect.stringContaining('formats/de.ts') });
  });
});

describe('numbers and amounts', () => {
  it.each([
    ['en', '1,234,567.891', '$1,234.50', '¥1,234', '-$0.05', 'KWD\u00a01,234.567'],
    ['es', '1.234.567,891', '1234,50\u00a0US$', '1234\u00a0JPY', '-0,05\u00a0US$', '1234,567\u00a0KWD'],
    [
      'fr',
      '1\u202f234\u202f567,891',
      '1\u202f234,50\u00a0$US',
      '1\u202f234\u00a0JPY',
      '-0,05\u00a0$US',
      '1\u202f234,567\u00a0KWD',
    ],
    [
      'fr-CA',
      '1\u00a0234\u00a0567,891',
      '1\u00a0234,50\u00a0$\u00a0US',
      '1\u00a0234\u00a0¥',
      '-0,05\u00a0$\u00a0US',
      '1\u00a0234,567\u00a0KWD',
    ],
    ['ja', '1,234,567.891', '$1,234.50', '￥1,234', '-$0.05', 'KWD\u00a01,234.567'],
  ])('%s', (locale, ...expected) => {
    const template = '{{number count}}|{{currency price}}|{{currency yen}}|{{currency refund}}|{{currency dinar}}';
    expect(show(template, world, {}, 'subject', locale).split('|')).toEqual(expected);
  });

  it('round halves away from zero, on the number as it is written', () => {
    const en = formats.get('en');
    if (en === undefined) throw new Error('English is missing.');
    const cases: [number, number, string | undefined][] = [
      [1.005, 2, '1.01'],
      [1.5e-7, 8, '0.00000015'],
      [1.5e-7, 7, '0.0000002'],
      [1.5e-7, 3, '0'],
      [0.5, 0, '1'],
      [-0.5, 0, '-1'],
      [-0.4, 0, '0'],
      [999.95, 1, '1,000'],
      [0.000001, 3, '0'],
      [1e-9, 3, '0'],
      [12, 2, '12'],
      [1e21, 2, undefined],
      [Number.NaN, 2, undefined],
    ];
    for (const [value, digits, expected] of cases)
      expect(formatNumber(value, digits, en), String(value)).toBe(expected);
    expect(show('{{number count maximumFractionDigits=1}}', world)).toBe('1,234,567.9');
  });

  it.each([
    '{{currency odd}}',
    '{{currency half}}',
    '{{currency count}}',
    '{{number day}}',
    '{{number count maximumFractionDigits=99}}',
  ])('%s is refused', (template) => expect(codesOf(template, world)).toEqual(['template-format']));
});
