import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { emulators } from '../../src/emulators/registry.ts';
import { providers } from '../../src/providers/registry.ts';
import { untestedClauses } from './contract.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** What is in `providers/` beside the drivers. */
const shared = [
  'credentials.ts',
  'data-mapping.ts',
  'envelope.ts',
  'errors.ts',
  'http',
  'kept.ts',
  'marker.ts',
  'provider.ts',
  'registry.ts',
  'remote-name.ts',
  'sealed.ts',
  'sender.ts',
];

describe('the registry of providers', () => {
  it('has every driver of the folder, under its own name', async () => {
    const folder = await readdir(new URL('../../src/providers', import.meta.url));
    const drivers = folder.filter((entry) => !shared.includes(entry)).map((entry) => entry.replace(/\.ts$/, ''));
    expect(Object.keys(providers).sort()).toEqual(drivers.sort());
    for (const [name, provider] of Object.entries(providers)) expect(provider.name).toBe(name);
  });

  it.each(Object.keys(providers))('has with %s an account in the configuration', (name) => {
    const { $defs } = JSON.parse(read('schemas/config.schema.json'));
    const variants = $defs.account.oneOf.map(({ $ref }: { $ref: string }) => $defs[$ref.split('/').at(-1)!]);
    expect(
      variants.map((variant: { properties: { provider: { const: string } } }) => variant.properties.provider.const),
    ).toContain(name);
  });

  const vendors = Object.keys(providers).filter((name) => name !== 'local');

  it('has an emulator, its folder and a guide for every vendor, and for no other', async () => {
    expect(Object.keys(emulators).sort()).toEqual(vendors.sort());
    const entries = await readdir(new URL('../../src/emulators', import.meta.url), { withFileTypes: true });
    expect(
      entries
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    ).toEqual(vendors.sort());
    const guides = await readdir(new URL('../../docs/vendors', import.meta.url));
    expect(guides.sort()).toEqual(['README.md', ...vendors.map((name) => `${name}.md`)].sort());
  });

  it.each(vendors)('has a suite over %s', (name) => {
    expect(read(`action/test/contract/${name}.test.ts`)).toContain(`vendorSuite('${name}'`);
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
