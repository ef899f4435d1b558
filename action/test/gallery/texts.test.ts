import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextPacker, unpackText } from '../../src/gallery/texts.ts';

const piece = fc.constantFrom('<td>', '\n', 'a', '</td>\n', '<p class="x">', 'tenant', '\u2028', '\ud83d', '');
const text = fc.oneof(
  fc.array(piece, { maxLength: 80 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 400 }),
);

describe('packed texts', () => {
  it('come out as they went in, through JSON', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const packer = new TextPacker();
        const numbers = texts.map((each) => packer.add(each));
        const packed = JSON.parse(JSON.stringify(packer.packed()));
        expect(numbers.map((number) => unpackText(packed, number))).toEqual(texts);
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });

  it('hold what texts have in common once', () => {
    const rows = Array.from({ length: 400 }, (_, at) => `<tr><td>Row ${at}</td></tr>\n`).join('');
    const packer = new TextPacker();
    packer.add(rows);
    const once = packer.size;
    for (let tenant = 0; tenant < 100; tenant += 1) packer.add(`${rows.replace('Row 200', `Row of ${tenant}`)}`);
    expect(packer.size).toBeLessThan(once * 1.5);
  });

  it('cut a mail of one line at its tags', () => {
    const packer = new TextPacker();
    const paragraphs = Array.from({ length: 500 }, (_, at) => `<p>Paragraph ${at}</p>`).join('');
    packer.add(`${paragraphs}<p>one</p>`);
    const once = packer.size;
    packer.add(`${paragraphs}<p>two</p>`);
    expect(packer.size).toBeLessThan(once * 1.2);
  });

  it('claim at least the room they take in the page', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const packer = new TextPacker();
        for (const each of texts) packer.add(each);
        const embedded = JSON.stringify(packer.packed().pieces).replace(/[<\u2028\u2029]/g, '\\u0000');
        expect(packer.size + 2).toBeGreaterThanOrEqual(Buffer.byteLength(embedded));
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
