import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedWords, code, plain, prose, table } from '../../src/github/markdown.ts';
import { visible } from '../../src/github/visible-text.ts';
import { hostileText as text } from './support/arbitraries.ts';
import { afterRendering, decoded, render } from './support/rendered.ts';

/** Everywhere that text of others is put, as our texts put it there. */
const places: Readonly<Record<string, (shown: string) => string>> = {
  'a paragraph': (shown) => `${shown}\n`,
  'the middle of a sentence': (shown) => `It says ${shown} to everybody.\n`,
  'an item of a list': (shown) => `- ${shown}\n- next\n`,
  'a cell': (shown) => `| a | b |\n| --- | --- |\n| ${shown} | x |\n`,
  'a quotation': (shown) => `> [!CAUTION]\n> - **Legal**: ${shown}\n`,
  'what is folded': (shown) => `<details><summary>Folded</summary>\n\n${shown}\n\n</details>\n`,
  'the text of a link': (shown) => `[${shown}](https://ours.example)\n`,
};

/** Without direction marks around it, so that only what the text itself does is compared. */
function expectInert(markdown: string, ofNothing: string): void {
  const { tags, texts } = render(markdown);
  expect(tags).toEqual(render(ofNothing).tags);
  expectNothingIn(texts);
}

function expectNothingIn(texts: readonly string[]): void {
  for (const [name, pattern] of Object.entries(afterRendering)) {
    for (const one of texts) expect(one, name).not.toMatch(pattern);
  }
}

describe.each(Object.entries(places))('in %s', (_, place) => {
  test('text does nothing', () => {
    fc.assert(
      fc.property(text, (one) => expectInert(place(plain(one)), place('x'))),
      { seed: 1, numRuns: 100 },
    );
  });

  test('prose holds nothing but code', () => {
    fc.assert(
      fc.property(text, (one) => {
        const { tags, texts } = render(place(prose(one)));
        expect(tags.filter((tag) => !/^<\/?code>$/.test(tag))).toEqual(render(place('x')).tags);
        expectNothingIn(texts);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  test('code stays code', () => {
    fc.assert(
      fc.property(text, (one) => expectInert(place(code(one)), place('<code>x</code>'))),
      { seed: 2, numRuns: 100 },
    );
  });

  test('changed words do nothing', () => {
    fc.assert(
      fc.property(fc.tuple(text, text, text, text), ([lead, before, after, tail]) => {
        const shown = changedWords({ lead, before, after, tail });
        const sides = [
          ...(shown.includes('<del>') ? ['<del>x</del>'] : []),
          ...(shown.includes('<ins>') ? ['<ins>x</ins>'] : []),
        ];
        expectInert(place(shown), place(sides.join(' ') || 'x'));
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

test.each([plain, code, prose])('what is shown is what is there', (show) => {
  fc.assert(
    fc.property(text, (one) => {
      const shown = decoded(render(`a ${show(one)} z`).html.replace(/<[^>]*>/g, ''));
      const silent = /[\u200b\u2068\u2069]/g;
      const there = show === prose ? visible(one).replaceAll('`', '') : visible(one);
      const read = show === prose ? shown.replaceAll('`', '') : shown;
      expect(blanks(read.replace(silent, ''))).toBe(blanks(`a ${there} z`.replace(silent, '')));
    }),
    { seed: 6, numRuns: 300 },
  );
});

function blanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

test('no formula is begun', () => {
  expect(plain('$a$ and $`b`$')).not.toContain('$');
});

test.each([plain, code])('whatever turns the direction of text is named, and ends with it', (show) => {
  fc.assert(
    fc.property(text, (one) => {
      const shown = show(one);
      expect(shown).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u{e0000}-\u{e0fff}]/u);
      expect(shown.match(/\u2068/g)?.length).toBe(shown.match(/\u2069/g)?.length);
      expect(shown.isWellFormed()).toBe(true);
    }),
    { seed: 4, numRuns: 500 },
  );
});

test.each([
  ['Thank you', 'Thank you'],
  ['a\n\n  b', 'a b'],
  ['**Ann**', '&#42;&#42;Ann&#42;&#42;'],
  ['1. May', '1&#46; May'],
  ['a\u202eb', 'a⟨U+202E⟩b'],
  ['שלום', '\u2068שלום\u2069'],
  ['\ud83d', '\ufffd'],
])('plain: %j', (one, shown) => {
  expect(plain(one)).toBe(shown);
});

test.each([
  ['`a` is not `b|c`', '`a` is not <code>b&#124;c</code>'],
  ['it`s', 'it&#96;s'],
  ['say `*`', 'say `*`'],
])('prose: %j', (one, shown) => {
  expect(prose(one)).toBe(shown);
});

test.each([
  ['acme/welcome', '`acme/welcome`'],
  ['templates/a/html.hbs:12', '`templates/a/html.hbs:12`'],
  ['a`b', '<code>a&#96;b</code>'],
  ['', '<code> </code>'],
])('code: %j', (one, shown) => {
  expect(code(one)).toBe(shown);
});

test.each([
  ['Hello ', 'Ann', 'Bob', ', welcome', 'Hello <del>Ann</del> <ins>Bob</ins>, welcome'],
  ['', '', 'new', '', '<ins>new</ins>'],
  ['a ', 'old', '', ' b', 'a <del>old</del> b'],
  ['', 'a b', 'a\u00a0b', '', '<del>a b</del> <ins>a⟨U+00A0⟩b</ins>'],
  ['', 'a', 'a\u200b', '', '<del>a</del> <ins>a⟨U+200B⟩</ins>'],
  ['', 'a', 'a ', '', '<del>a</del> <ins>a⟨U+0020⟩</ins>'],
])('words changed: %j %j %j %j', (lead, before, after, tail, shown) => {
  expect(changedWords({ lead, before, after, tail })).toBe(shown);
});

test('words that change in right-to-left text stay in its order', () => {
  const shown = changedWords({ lead: 'مرحبا ', before: 'Ann', after: 'Bob', tail: '' });
  expect(shown).toBe('\u2067\u2068مرحبا\u2069 <del>Ann</del> <ins>Bob</ins>\u2069');
});

test('long text is cut between characters, visibly', () => {
  expect(plain('😀'.repeat(10), 5)).toBe('😀😀 …');
});

test('a table counts what it has no room for', () => {
  const rows = Array.from({ length: 10 }, (_, index) => [`row ${index}`]);
  expect(table(['a'], rows, 36)).toBe('| a |\n| --- |\n| row 0 |\n| row 1 |\n| row 2 |\n\n… and 7 more.\n');
  expect(table(['a'], [], 100)).toBe('');
});
