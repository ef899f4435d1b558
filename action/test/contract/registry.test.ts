import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createsWorkspaces } from '../../src/config/workspace-id.ts';
import { emulators } from '../../src/emulators/registry.ts';
import { providers } from '../../src/providers/registry.ts';
import { untestedClauses } from './contract.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The folders in a folder of the sources. */
function foldersIn(folder: string): string[] {
  const entries = readdirSync(new URL(`../../src/${folder}`, import.meta.url), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

describe('the registry of providers', () => {
  it('has every driver of the folder, under its own name', () => {
    // What drivers of vendors share is a folder, too.
    const drivers = foldersIn('providers').filter((folder) => folder !== 'http');
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

  it('has the same providers that create a workspace with the first write as the configuration has', () => {
    const creating = Object.values(providers).filter(({ capabilities }) => capabilities.createsWorkspaces);
    expect([...createsWorkspaces].sort()).toEqual(creating.map(({ name }) => name).sort());
  });

  const vendors = Object.keys(providers).filter((name) => name !== 'local');

  it('has an emulator, its folder and a guide for every vendor, and for no other', () => {
    expect(Object.keys(emulators).sort()).toEqual(vendors.sort());
    expect(foldersIn('emulators').sort()).toEqual(vendors.sort());
    const guides = readdirSync(new URL('../../docs/vendors', import.meta.url));
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
