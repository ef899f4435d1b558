import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, escapedPart, type Json } from '../../src/digest.ts';
import { handlebarsSyntax } from '../../src/template/dialects/print/handlebars-syntax.ts';
import { link } from '../../src/template/link.ts';
import { text } from '../dialects/support/ir.ts';

const characters = ['"', '\\', '\n', '\u0007', '\u007f', '\u2028', '\ud83d', '\ude00', '😀', 'a', '×', '<'];
const anyText = fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((parts) => parts.join(''));
const options = { seed: 20_261_123, numRuns: 2_000 };

it('escapes parts so that they add up to what JSON writes for the whole, or says that they may not', () => {
  const seen = { whole: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 4 }), (parts) => {
      const escaped = parts.map(escapedPart);
      if (escaped.includes(undefined)) {
        seen.unknown += 1;
        return;
      }
      seen.whole += 1;
      expect(`"${escaped.join('')}"`).toBe(JSON.stringify(parts.join('')));
    }),
    options,
  );
  expect(seen.whole).toBeGreaterThan(100);
  expect(seen.unknown).toBeGreaterThan(100);
});

it('writes the same canonical JSON whether or not texts come escaped', () => {
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, 0, -1.5),
      anyText,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('b', 'a', '10', '9', '"'), tie('tree'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, anyText, (value, known) => {
      const whole: Json = { z: value, known, again: [known], empty: {}, none: [] };
      const json = JSON.stringify(known).slice(1, -1);
      expect(canonicalJson(whole, [{ text: known, json }])).toBe(canonicalJson(whole));
    }),
    options,
  );
});

it('does not add up halves of a character, which JSON writes in another way where they meet', () => {
  const syntax = handlebarsSyntax('SendGrid');
  expect(link([text('a\n'), text('"😀"')], 'text', syntax).json).toBe('a\\n\\"😀\\"');
  expect(link([text('\ud83d'), text('\ude00')], 'text', syntax)).toMatchObject({ text: '😀', json: undefined });
});
