import { postmark } from '../../src/providers/postmark/postmark.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import { vendorSuite } from './contract.ts';
import { plantTemplate, postmarkWorld, servers, templatesIn, tokenOf, writesOf } from './postmark-world.ts';

/** More than a server usually has: the contract lists through several pages. */
const limit = 240;

vendorSuite('postmark', async (): Promise<VendorHarness> => {
  const world = await postmarkWorld(limit);
  const [acme, bolt] = servers;
  return {
    provider: postmark,
    account: world.account,
    repository: 'acme-messaging',
    workspaces: [acme, bolt],
    impossibleIds: ['', ' acme', 'acme ', 'a  b', 'acme\r\nx: y', 'acme\0', 'acmé', 'x'.repeat(81)],
    async plantForeign(workspace, name) {
      await plantTemplate(world, workspace, name);
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: tokenOf(other), [other]: tokenOf(other) });
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
      create: { method: 'POST', path: '/templates' },
      lag: (milliseconds) => {
        world.emulator.settings.listingDelay = milliseconds;
      },
      async fill(workspace) {
        const names = Array.from({ length: limit - 1 }, (_, index) => `by-hand-${index}`);
        for (const name of names) await plantTemplate(world, workspace, name);
      },
      withoutKey: () => ({
        account: world.open({ credential: () => undefined }),
        variable: 'TENANTRY_POSTMARK_US',
      }),
      count: async (workspace, name) => templatesIn(world, workspace).filter(({ Alias }) => Alias === name).length,
    },
    writes: async () => writesOf(world).length,
    secrets: servers.map(tokenOf),
    dispose: () => world.emulator.close(),
  };
});
