import { expect, it } from 'vitest';
import type { DataMapping } from '../../src/template/dialects/dialect.ts';

import { dialectIds } from './support/ids.ts';
import * as ir from './support/ir.ts';

const { each, event, out, printed, printWith, verbatim } = ir;

it.each(dialectIds)(
  'prints a path in %s as its place, its field and its account ask for, whatever came before',
  (id) => {
    const other: DataMapping = { recipient: { '*': 'who.*' }, event: { '*': 'what.*' } };
    const print = (name: ReturnType<typeof event>): string[] => [
      printed(id, [out(name)]),
      printed(id, [verbatim(name)], 'text'),
      ...(id === 'braze' ? [printed(id, [out(name, { name: 'upper' })])] : []),
      printed(id, [each(1, event('items', 'array'), [out(name), out(ir.item(1, 'name'))])]),
      printWith(id, [out(name)], other).text,
    ];
    const known = event('number');
    const first = print(known);
    expect(new Set(first).size).toBe(first.length);
    expect(print(known)).toEqual(first);
    expect(print(event('number'))).toEqual(first);
  },
);

it.each(dialectIds)('refuses a path in %s as often as it is printed', (id) => {
  const nameless: DataMapping = { recipient: {}, event: {} };
  const known = event('number');
  const codes = () => printWith(id, [out(known)], nameless).problems.map(({ code }) => code);
  expect([codes(), codes()]).toEqual([['name-not-mapped'], ['name-not-mapped']]);
});
