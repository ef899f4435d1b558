import { iterable } from '../../src/providers/iterable/iterable.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import { vendorSuite } from './contract.ts';
import { iterableWorld, keyOf, plantTemplate, projects, templatesIn, writesOf } from './iterable-world.ts';

/** Iterable documents no limit; the emulated one is more than what the contract lists through several pages. */
const capacity = 240;

vendorSuite('iterable', async (): Promise<VendorHarness> => {
  const world = await iterableWorld(capacity);
  return {
    provider: iterable,
    account: world.account,
    repository: 'acme-messaging',
    workspaces: projects,
    impossibleIds: [
      '',
      '0',
      '01',
      '-1',
      '1.5',
      ' 8575',
      '8575 ',
      'acme',
      '8575\r\nx: y',
      '8575\0',
      '١٢',
      '12345678901',
    ],
    async plantForeign(workspace, name) {
      await plantTemplate(world, workspace, name);
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: keyOf(other), [other]: keyOf(other) });
    },
    async sabotage(workspace) {
      world.emulator.faults.add({ kind: 'status', workspace });
    },
    vendor: {
      fault: (workspace, fault) => world.emulator.faults.add({ ...fault, workspace }),
      recover: () => {
        world.emulator.faults.clear();
        world.later(60_000);
      },
      create: { method: 'POST', path: '/api/templates/email/upsert' },
      lag: (milliseconds) => {
        world.emulator.settings.listingDelay = milliseconds;
      },
      async fill(workspace) {
        const names = Array.from({ length: capacity - 1 }, (_, index) => `by-hand-${index}`);
        for (const name of names) await plantTemplate(world, workspace, name);
      },
      withoutKey: () => ({
        account: world.open({ credential: () => undefined }),
        variable: 'TENANTRY_ITERABLE_US',
      }),
      count: async (workspace, name) =>
        templatesIn(world, workspace).filter(({ clientTemplateId }) => clientTemplateId === name).length,
    },
    writes: async () => writesOf(world).length,
    secrets: projects.map(keyOf),
    dispose: () => world.emulator.close(),
  };
});
