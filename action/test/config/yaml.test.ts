import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { locator } from '../../src/config/locate.ts';
import { decodeText, positionAt } from '../../src/config/text.ts';
import { readFully, readYaml } from '../../src/config/yaml.ts';
import type { Json } from '../../src/digest.ts';

const runs = { seed: 3, numRuns: Number(process.env.TENANTRY_RUNS ?? 300) };
const json = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      '',
      'x',
      'yes',
      '1.10',
      '#a',
      ' b ',
      'a: b',
      "it's",
      '"q"',
      'é\n😀',
    ),
    fc.array(tie('json') as fc.Arbitrary<Json>, { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z.-]{0,5}$/), tie('json') as fc.Arbitrary<Json>, { maxKeys: 3 }),
  ),
})).json;

describe('readYaml', () => {
  it('reads what a YAML writer writes, without a word', () => {
    fc.assert(
      fc.property(json, fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const), (value, defaultStringType) => {
        // Words that other versions of YAML take for truth values are quoted by careful writers only.
        const text = stringify(value, { version: '1.1', defaultStringType });
        expect(readYaml(text)).toEqual({ value, problems: [] });
      }),
      runs,
    );
  });

  it('says nothing of words and numbers where a schema decides what they are', () => {
    expect(readYaml('a: off\nb: 0.10\n', { typed: true })).toEqual({ value: { a: 'off', b: 0.1 }, problems: [] });
    expect(readYaml('a: off\nb: 0.10\n').problems.map((one) => one.code)).toEqual([
      'yaml-boolean-text',
      'yaml-number-text',
    ]);
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '!t',
      '|',
      '>',
      '%YAML 1.1',
      '---',
      '...',
      '? ',
      '\t',
      '<<',
      ',',
      '\u0000',
      '1',
      '~',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 15 }).map((parts) => parts.join('')),
        (text) => {
          for (const { offset } of readFully(text, false).problems) {
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(offset).toBeLessThanOrEqual(text.length);
          }
          expect(() => locator(text)(['a', '0', 'b'], 'value')).not.toThrow();
        },
      ),
      { ...runs, numRuns: runs.numRuns * 5 },
    );
  });
});

describe('locator', () => {
  const text = '# c\na:\n  b: [1, { c: 2 }]\n"d": x\ne:\n  - f: g\n';
  it.each<[string[], 'key' | 'value', [number, number]]>([
    [['a'], 'key', [2, 1]],
    [['a'], 'value', [3, 3]],
    [['a', 'b'], 'key', [3, 3]],
    [['a', 'b', '0'], 'value', [3, 7]],
    [['a', 'b', '1', 'c'], 'key', [3, 12]],
    [['a', 'b', '1', 'c'], 'value', [3, 15]],
    [['d'], 'value', [4, 6]],
    [['e', '0', 'f'], 'value', [6, 8]],
    [['a', 'missing', 'deep'], 'key', [2, 1]],
    [['a', 'b', '7'], 'value', [3, 3]],
    [['missing'], 'key', [2, 1]],
    [[], 'value', [2, 1]],
  ])('%j, %s: %j', (pointer, part, [line, column]) => {
    expect(locator(text)(pointer, part)).toEqual({ line, column });
  });

  it('is at the beginning of an empty file', () => {
    expect(locator('')(['a'], 'value')).toEqual({ line: 1, column: 1 });
  });
});

describe('decodeText', () => {
  it('mends what it reports', () => {
    const { text, problems } = decodeText(Buffer.from('\ufeffa\r\nb\rc\n'));
    expect(text).toBe('a\nb\nc\n');
    expect(problems.map((one) => one.code)).toEqual(['byte-order-mark', 'carriage-return']);
  });

  it.each<[string, number[], number]>([
    ['a lone continuation byte', [0x61, 0x80], 1],
    ['a sequence cut short by the end', [0xc3, 0xa9, 0xe2, 0x82], 2],
    ['an overlong form', [0x0a, 0xc0, 0xaf], 1],
    ['a surrogate', [0x61, 0x0a, 0x62, 0xed, 0xa0, 0x80], 3],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 0],
  ])('finds the first byte of %s', (_, bytes, at) => {
    const [problem] = decodeText(Uint8Array.from(bytes)).problems;
    expect(problem?.code).toBe('invalid-utf8');
    expect(problem?.message).toContain(`at offset ${at} `);
  });
});

it('counts lines and columns from 1, columns in code units', () => {
  expect(positionAt('a\n😀b', 4)).toEqual({ line: 2, column: 3 });
  expect(positionAt('', 0)).toEqual({ line: 1, column: 1 });
  expect(positionAt('a\n', 2)).toEqual({ line: 2, column: 1 });
});
