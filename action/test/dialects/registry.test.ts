import { expect, it } from 'vitest';
import { dialectIds } from '../../src/template/dialects/dialect.ts';
import { dialects } from '../../src/template/dialects/registry.ts';

it('has every dialect under its own id, with names for all data', () => {
  expect(Object.keys(dialects).sort()).toEqual([...dialectIds].sort());
  for (const id of dialectIds) {
    const { id: own, defaultData } = dialects[id];
    expect(own).toBe(id);
    expect(Object.hasOwn(defaultData.recipient, '*') && Object.hasOwn(defaultData.event, '*')).toBe(true);
  }
});
