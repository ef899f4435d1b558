import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem, isAddress, isDate } from '../../src/config/formats.ts';
import { fallbackChain } from '../../src/config/locales.ts';
import type { ValueSchema } from '../../src/config/model.ts';
import { selects } from '../../src/config/targets.ts';
import { compileValueSchema, type ValueProblem } from '../../src/config/value-schema.ts';
import { suggest, suggestion } from '../../src/diagnostics/suggest.ts';
import type { Json } from '../../src/digest.ts';

function problems(schema: ValueSchema, value: Json): ValueProblem[] {
  const found: ValueProblem[] = [];
  compileValueSchema(schema)(value, [], {}, found);
  return found;
}

describe('compileValueSchema', () => {
  it('points at what is wrong', () => {
    const schema: ValueSchema = {
      type: 'object',
      required: ['a', 'b'],
      properties: {
        a: { type: 'array', items: { type: 'object', properties: { c: { type: 'integer', maximum: 3 } } } },
      },
      additionalProperties: false,
    };
    expect(
      problems(schema, { a: [{ c: 1 }, { c: 4 }], x: 1 }).map(({ kind, pointer }) => [kind, pointer.join('/')]),
    ).toEqual([
      ['invalid', 'a/1/c'],
      ['missing', 'b'],
      ['invalid', 'x'],
    ]);
  });

  it('counts characters as people do, not code units', () => {
    expect(problems({ type: 'string', maxLength: 2 }, '😀😀')).toEqual([]);
    expect(problems({ type: 'string', maxLength: 1 }, '😀😀')).toHaveLength(1);
  });

  it('accepts and refuses what a JSON Schema validator does', () => {
    const schema = fc.letrec<{ schema: ValueSchema }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 3 },
        fc.record(
          { type: fc.constant('string' as const), minLength: fc.nat(2), maxLength: fc.nat(4) },
          { requiredKeys: ['type'] },
        ),
        fc.record(
          { type: fc.constantFrom('number' as const, 'integer' as const), minimum: fc.nat(2), maximum: fc.nat(4) },
          { requiredKeys: ['type'] },
        ),
        fc.record({
          type: fc.constant('string' as const),
          enum: fc.uniqueArray(fc.constantFrom('a', 'bb', 'é'), { minLength: 1 }),
        }),
        fc.record({ type: fc.constant('boolean' as const), const: fc.boolean() }, { requiredKeys: ['type'] }),
        fc.record(
          { type: fc.constant('array' as const), items: tie('schema'), minItems: fc.nat(2), maxItems: fc.nat(2) },
          { requiredKeys: ['type', 'items'] },
        ),
        fc.record(
          {
            type: fc.constant('object' as const),
            properties: fc.dictionary(fc.constantFrom('a', 'b', 'toString'), tie('schema'), { maxKeys: 2 }),
            required: fc.uniqueArray(fc.constantFrom('a', 'b', 'toString'), { maxLength: 2 }),
            additionalProperties: fc.boolean(),
          },
          { requiredKeys: ['type'] },
        ),
      ) as fc.Arbitrary<ValueSchema>,
    })).schema;
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Json>(null, true, false, 0, 1, 2.5, 5, '', 'a', 'bb', 'é', '😀😀', 'abcde'),
        fc.array(tie('value') as fc.Arbitrary<Json>, { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value') as fc.Arbitrary<Json>, { maxKeys: 3 }),
      ),
    })).value;
    const ajv = new Ajv2020({ strict: false, ownProperties: true });
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 3, maxLength: 6 }), (one, values) => {
        const validate = ajv.compile(one);
        for (const candidate of values) {
          const accepted = validate(candidate);
          seen[accepted ? 'accepted' : 'refused'] += 1;
          expect(problems(one, candidate).length === 0, JSON.stringify([one, candidate])).toBe(accepted);
        }
      }),
      { seed: 11, numRuns: Number(process.env.TENANTRY_RUNS ?? 300) },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(50);
  });
});

describe('formats', () => {
  it.each<[Parameters<typeof formatProblem>[0], string[], string[]]>([
    [
      'url',
      [
        'https://a.example',
        'http://a.example:8080/x?y=1#z',
        'mailto:a@b.example',
        'tel:+1-555-0100',
        'HTTPS://A.EXAMPLE',
        'acme:shop/1',
      ],
      [
        'javascript:alert(1)',
        'data:text/html,x',
        '//a.example',
        '/x',
        'https://',
        'https://a b.example',
        'other:x',
        '',
        ' https://a.example',
        'https://u:p@a.example',
        'acme: x',
      ],
    ],
    [
      'color',
      ['#fff', '#0a7d33', '#0a7d3380', 'rgb(1, 2, 3)', 'rgba(1,2,3,.5)', 'hsl(120deg 50% 50%)', 'white'],
      ['0a7d33', '#ggg', '#12345', 'red;x:y', 'url(x)', 'expression(1)', ''],
    ],
    ['ident', ['a', 'a-b_c1', '-a'], ['1a', 'a b', 'a;', '']],
    ['number', ['1', '-1.5', '10'], ['1e3', '1.', '.5', '1px', '']],
    [
      'date',
      ['2024-02-29', '2000-02-29', '2027-12-31'],
      ['2023-02-29', '1900-02-29', '2027-13-01', '2027-00-01', '2027-01-00', '2027-1-1', ''],
    ],
    [
      'date-time',
      ['2027-01-31T09:00:00Z', '2027-01-31T09:00+02:00'],
      ['2027-01-31', '2027-02-30T09:00:00Z', '2027-01-31T25:00:00Z', '2027-01-31T09:00:00'],
    ],
    [
      'email',
      ['a@b.example', "o'brien+x@mail.b.example"],
      ['a', 'a@b', 'a b@c.example', 'A <a@b.example>', 'a@b..example', '.a@b.example', 'a@b.example\n'],
    ],
  ])('%s', (format, good, bad) => {
    const context = { scheme: 'acme' };
    for (const text of good) expect(formatProblem(format, text, context), text).toBeUndefined();
    for (const text of bad) expect(formatProblem(format, text, context), text).toEqual(expect.any(String));
  });

  it('knows every day of the calendar', () => {
    for (let day = Date.UTC(1896, 0, 1); day < Date.UTC(2105, 0, 1); day += 86_400_000) {
      const text = new Date(day).toISOString().slice(0, 10);
      if (!isDate(text)) throw new Error(text);
    }
    expect(isAddress(`${'a'.repeat(65)}@b.example`)).toBe(false);
  });
});

it.each<[string, Record<string, string>, string[]]>([
  ['en', {}, ['en']],
  ['fr-CA', {}, ['fr-CA', 'fr']],
  ['zh-Hant-TW', {}, ['zh-Hant-TW', 'zh-Hant', 'zh']],
  ['fr-CA', { 'fr-CA': 'en-CA', 'en-CA': 'en-US' }, ['fr-CA', 'en-CA', 'en-US', 'en']],
  ['a', { a: 'b', b: 'a' }, ['a', 'b']],
])('falls back from %s by %j to %j', (locale, fallbacks, chain) => {
  expect(fallbackChain(locale, fallbacks)).toEqual(chain);
});

it.each([
  [{ all: true as const }, true],
  [{ tenants: ['acme', 'bolt'] }, true],
  [{ tenants: [] }, false],
  [{ matchLabels: { tier: 'gold' } }, true],
  [{ matchLabels: { tier: ['silver', 'gold'], region: 'us' } }, true],
  [{ matchLabels: { tier: ['silver'] } }, false],
  [{ matchLabels: { toString: 'x' } }, false],
])('selects by %j: %s', (targets, selected) => {
  expect(selects(targets, { id: 'acme', labels: { tier: 'gold', region: 'us' } })).toBe(selected);
});

describe('suggest', () => {
  it.each([
    ['statsu', ['status', 'labels'], 'status'],
    ['mial', ['mail', 'main'], 'mail'],
    ['Acme', ['acme'], 'acme'],
    ['x', ['completely'], undefined],
    ['ab', ['ad', 'ac'], 'ac'],
    ['ab', ['ac', 'ad'], 'ac'],
    ['', ['abc'], undefined],
  ])('%s among %j: %s', (word, candidates, meant) => {
    expect(suggest(word, candidates)).toBe(meant);
  });

  it('lists what is known where nothing is near, and stops at eight', () => {
    expect(suggestion('zzz', ['b', 'a'])).toBe('Known: “a”, “b”.');
    expect(suggestion('zzz', [])).toBeUndefined();
    expect(suggestion('zzz', 'abcdefghij')).toMatch(/“h” and 2 more\.$/);
  });
});
