import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { editsBetween } from '../../src/review/words.ts';

function edits(before: string, after: string): string[] {
  return editsBetween(before, after).map(
    ({ lead, before: old, after: young, tail }) => `${lead}[${old}→${young}]${tail}`,
  );
}

test.each([
  ['equal texts', 'the same', 'the same', []],
  ['a word', 'You get this because', 'You see this because', ['You [get→see] this because']],
  [
    'a value’s name is one word',
    'from ⟦brand.name⟧ now',
    'from ⟦tenant.name⟧ now',
    ['from [⟦brand.name⟧→⟦tenant.name⟧] now'],
  ],
  [
    'runtime data is one word',
    'Hi {{recipient.first}}',
    'Hi {{recipient.last}}',
    ['Hi [{{recipient.first}}→{{recipient.last}}]'],
  ],
  [
    'edits far apart are two',
    'a b c d e f g h i',
    'A b c d e f g h I',
    ['[a→A] b c d e f g h I', 'A b c d e f g h [i→I]'],
  ],
  ['edits one word apart are one', 'a b c', 'A b C', ['[a b c→A b C]']],
  ['context ends at tags', '<p>one two</p><p>x</p>', '<p>one three</p><p>x</p>', ['one [two→three]']],
  ['a tag put in before another is a whole tag', '<tr>a', '<hr><tr>a', ['[→<hr>]']],
  ['a tag taken out is a whole tag', '<p>a</p><p>b</p>', '<p>b</p>', ['[<p>a</p>→]']],
  ['everything', 'a', '', ['[a→]']],
  ['from nothing', '', 'a', ['[→a]']],
])('%s', (_, before, after, expected) => {
  expect(edits(before, after)).toEqual(expected);
});

describe('edits', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', ' ', '<p>', '</p>', '⟦x.y⟧', '{{z}}', '\n', 'ß', '😀'), {
    maxLength: 30,
  });

  it('are none exactly for equal texts, and each takes out what was there and puts in what is', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const [before, after] = [one.join(''), other.join('')];
        const found = editsBetween(before, after);
        expect(found.length === 0).toBe(before === after);
        for (const edit of found) {
          expect(before).toContain(edit.before);
          expect(after).toContain(edit.after);
          expect(edit.before).not.toBe(edit.after);
        }
      }),
      { seed: 20_261_123, numRuns: 500 },
    );
  });

  it.each([
    ['marks of values that never end', '⟦'.repeat(200_000)],
    ['tags that never end', '{{'.repeat(200_000)],
    ['one endless word', 'a'.repeat(400_000)],
    ['blanks', ' '.repeat(400_000)],
  ])('are found in time among %s, and have little around them', (_, text) => {
    for (const { lead, tail } of editsBetween(`${text}b${text}`, `${text}c${text}`)) {
      expect(lead.length + tail.length).toBeLessThanOrEqual(160);
    }
  });

  it('are found in texts that have nothing in common, without looking for the least difference', () => {
    const many = (word: string) => Array.from({ length: 4000 }, (_, index) => `${word}${index}`).join(' ');
    expect(editsBetween(many('a'), many('b'))).toHaveLength(1);
  });
});
