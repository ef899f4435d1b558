import { expect, test } from 'vitest';
import { table } from '../../src/commands/text.ts';

test('columns stand below each other on a terminal, which shows some letters twice as wide, and others not at all', () => {
  const rows = [
    ['花市マーケット', 1, 'x'],
    ['Cafe\u0301 🍊', 12_000, 'y'],
    ['fresh', 7, ''],
  ];
  expect(table(rows)).toBe('花市マーケット       1  x\nCafe\u0301 🍊         12,000  y\nfresh                7');
});
