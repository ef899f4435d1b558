import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/registry.ts';
import { untestedClauses } from './contract.ts';

/** What is in `providers/` beside the drivers. */
const shared = [
  'credentials.ts',
  'data-mapping.ts',
  'errors.ts',
  'http',
  'marker.ts',
  'provider.ts',
  'registry.ts',
  'remote-name.ts',
  'sender.ts',
];

describe('the registry of providers', () => {
  it('has every driver of the folder, under its own name', async () => {
    const folder = await readdir(new URL('../../src/providers', import.meta.url));
    const drivers = folder.filter((entry) => !shared.includes(entry)).map((entry) => entry.replace(/\.ts$/, ''));
    expect(Object.keys(providers).sort()).toEqual(drivers.sort());
    for (const [name, provider] of Object.entries(providers)) expect(provider.name).toBe(name);
  });

  it('has drivers whose limits say where they are from', () => {
    for (const { limits } of Object.values(providers)) expect(limits.source).not.toBe('');
  });
});

describe('the contract of providers', () => {
  it('has no clause that a broken provider could not be seen to break', () => {
    expect(untestedClauses()).toEqual([]);
  });
});
