import { expect, it } from 'vitest';
import { dialects } from '../../src/template/dialects/registry.ts';
import { dialectIds } from './support/ids.ts';

it('has every dialect under its own id, with names for all data', () => {
  for (const id of dialectIds) {
    const { id: own, defaultData } = dialects[id];
    expect(own).toBe(id);
    expect(Object.hasOwn(defaultData.recipient, '*') && Object.hasOwn(defaultData.event, '*')).toBe(true);
  }
});
