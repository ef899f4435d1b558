import { expect, test } from 'vitest';
import { segmentsOf } from '../../src/review/segments.ts';

test.each([
  ['nothing', '', 0],
  ['160 characters of GSM-7', 'a'.repeat(160), 1],
  ['161', 'a'.repeat(161), 2],
  ['two parts of 153', 'a'.repeat(306), 2],
  ['one more', 'a'.repeat(307), 3],
  ['what the alphabet has beside ASCII', 'àéñßΩ¿'.repeat(20), 1],
  ['80 euro signs, of two septets each', '€'.repeat(80), 1],
  ['81 of them', '€'.repeat(81), 2],
  ['an escaped character that would be cut goes into the next part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 characters of UCS-2', 'ж'.repeat(70), 1],
  ['71', 'ж'.repeat(71), 2],
  ['two parts of 67', 'ж'.repeat(134), 2],
  ['one more', 'ж'.repeat(135), 3],
  ['one letter that GSM-7 does not have makes all of it UCS-2', `${'a'.repeat(70)}ç`, 2],
  ['a surrogate pair is two units', '😀'.repeat(35), 1],
  ['and is not cut', `${'ж'.repeat(66)}😀${'ж'.repeat(66)}`, 3],
])('%s', (_, text, segments) => {
  expect(segmentsOf(text)).toBe(segments);
});
