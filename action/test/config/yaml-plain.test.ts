import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFully } from '../../src/config/yaml.ts';
import { readPlainYaml } from '../../src/config/yaml-plain.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const shipped = ['tenants', 'templates'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => `${entry.parentPath}/${entry.name}`),
);

/** The quick reading is the full one, or none. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return false;
  const full = readFully(text, false);
  expect({ value: plain, problems: [] }, JSON.stringify(text)).toEqual(full);
  expect(JSON.stringify(plain), 'the order of keys').toBe(JSON.stringify(full.value));
  return true;
}

describe('readPlainYaml', () => {
  it.each<[string, unknown]>([
    ['a: b\n', { a: 'b' }],
    ['a: b', { a: 'b' }],
    ['# first\n\na: b # why\nc:   d  \n', { a: 'b', c: 'd' }],
    ['a:\n  b:\n    c: 1\n  d: 2.5\ne: -3\n', { a: { b: { c: 1 }, d: 2.5 }, e: -3 }],
    ['a: # of it\n  b: true\n', { a: { b: true } }],
    ['a:\nb: null\n', { a: null, b: null }],
    ['a:\n  - x\n  - { b: c }\n  - d: e\n    f: g\n  - "h: i"\n', { a: ['x', { b: 'c' }, { d: 'e', f: 'g' }, 'h: i'] }],
    ['a: { b: [c, "d, e"], f: {}, g: [] } # why\n', { a: { b: ['c', 'd, e'], f: {}, g: [] } }],
    ['a: \'it is "so"\'\n', { a: 'it is "so"' }],
    [
      'a: https://x.example/?q=1#top\nb: 2027-01-31\nc: 1.4.0\nd: 1 Main Street, Hull\n',
      { a: 'https://x.example/?q=1#top', b: '2027-01-31', c: '1.4.0', d: '1 Main Street, Hull' },
    ],
  ])('reads %j', (text, value) => {
    expect(readPlainYaml(text)).toEqual(value);
    expect(agrees(text)).toBe(true);
  });

  it.each([
    '',
    '# x',
    '- a\n',
    'a: #0a7d33\n',
    'a: b #5\n',
    'a: &b c\n',
    'a: *b\n',
    'a: !b c\n',
    'a: |\n  b\n',
    'a: >\n  b\n',
    'a: b\n  c\n',
    'a: "b\n  c"\n',
    'a: "b\\n"\n',
    "a: 'it''s'\n",
    'a: {\n  b: c }\n',
    'a: b: c\n',
    'a: 1\na: 2\n',
    '__proto__: 1\n',
    'a: 1.10\n',
    'a: 0123\n',
    'a: 1e3\n',
    'a: no\n',
    'a: True\n',
    'a: ~\n',
    '1: a\n',
    'null: a\n',
    '"a": b\n',
    '? a\n',
    'a:\n- b\n',
    'a: # x\nb: c\n',
    '\ta: b\n',
    'a: b\n---\nc: d\n',
    '%YAML 1.1\n---\na: b\n',
    'a: { b }\n',
    'a: { b: }\n',
    'a: [b,]\n',
    'a: {b:c}\n',
    'a: [b\n',
    'a: "b" c\n',
    'a: "b"#c\n',
    ' a: b\n',
    'a:\n    b: 1\n  c: 2\n',
    'a: -\n',
    'a: @b\n',
    'a: `b`\n',
    'a:\n  - b\n  c: d\n',
  ])('leaves %j to the full parser', (text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });

  it('agrees on every shipped file, and reads most of them', () => {
    const read = shipped.filter((file) => agrees(readFileSync(file, 'utf8')));
    expect(shipped.length).toBeGreaterThan(20);
    expect(read.length / shipped.length).toBeGreaterThan(0.5);
  });

  it('agrees wherever it reads a text made of pieces of YAML', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'key',
      'x y',
      ': ',
      ':',
      ' ',
      '  ',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      '-',
      '{ ',
      ' }',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '#',
      ' #',
      ' # c',
      '1',
      '1.5',
      '0',
      '-',
      '.',
      'true',
      'no',
      'null',
      '~',
      '&',
      '*',
      '!',
      '|',
      '>',
      '%',
      '@',
      '?',
      '=',
      '<<',
      '\\',
      '\t',
      'é',
      '\u00a0',
      '\u2028',
    );
    const shaped = fc.constantFrom(
      'a: b\n',
      'c:\n',
      '  d: e\n',
      '  - f\n',
      '  - g: h\n',
      '    i: { j: k, l: [1, 2] }\n',
      'm: "n"\n',
      '# o\n',
      '\n',
      "p: 'q' # r\n",
    );
    const text = fc
      .array(fc.oneof({ weight: 2, arbitrary: piece }, { weight: 3, arbitrary: shaped }), { maxLength: 12 })
      .map((parts) => parts.join(''));
    let read = 0;
    fc.assert(
      fc.property(text, (one) => {
        if (agrees(one)) read += 1;
      }),
      { seed: 7, numRuns: Number(process.env.TENANTRY_RUNS ?? 4000) },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('agrees wherever it reads a shipped file with a character changed', () => {
    const characters = fc.constantFrom(...' \n:#-,{}[]"\'&*!|>%@`?~=<0.e\\'.split(''), '  ', '\n  ', ': ', ' #', '- ');
    const texts = shipped.slice(0, 12).map((file) => readFileSync(file, 'utf8').slice(0, 600));
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), characters, fc.nat(1), (source, at, character, dropped) => {
        const place = at % source.length;
        if (agrees(source.slice(0, place) + character + source.slice(place + dropped))) read += 1;
      }),
      { seed: 8, numRuns: Number(process.env.TENANTRY_RUNS ?? 1500) },
    );
    expect(read).toBeGreaterThan(100);
  });
});
