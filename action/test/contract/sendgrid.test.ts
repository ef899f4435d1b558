import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/emulators/kernel.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { Description } from '../emulators/description.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import { vendorSuite } from './contract.ts';
import { key, plantTemplate, sendgridWorld, subuserKeys, templatesIn, writesOf } from './sendgrid-world.ts';

/** Where the vendor's own API description lies (github.com/twilio/sendgrid-oai); without it nothing is held against it. */
const descriptionFile = process.env.TENANTRY_SENDGRID_DESCRIPTION;
const description = descriptionFile === undefined ? undefined : new Description(descriptionFile);
let exchanges = 0;
const problems = new Set<string>();

function onExchange(exchange: Exchange): void {
  if (!description) return;
  exchanges += 1;
  for (const problem of description.problems(exchange))
    problems.add(problem.replace(/d-[0-9a-f]+|[0-9a-f-]{36}/g, '…'));
}

vendorSuite('sendgrid', async (): Promise<VendorHarness> => {
  const world = await sendgridWorld({ onExchange });
  return {
    provider: sendgrid,
    account: world.account,
    repository: 'acme-messaging',
    workspaces: ['acme', 'bolt'],
    impossibleIds: [
      '',
      '.',
      '..',
      'a b',
      ' acme',
      'acme ',
      'account-id 12',
      'acme\r\non-behalf-of: bolt',
      'acme\0',
      'acmé',
      'a/b',
      'a?b',
      'a,b',
      'x'.repeat(65),
    ],
    async plantForeign(workspace, name) {
      await plantTemplate(world, workspace, name);
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: subuserKeys[other as keyof typeof subuserKeys] });
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
      create: { method: 'POST', path: '/v3/templates' },
      lag: (milliseconds) => {
        world.emulator.settings.listingDelay = milliseconds;
      },
      async fill(workspace) {
        const names = Array.from({ length: 299 }, (_, index) => `by-hand-${index}`);
        for (const name of names) await plantTemplate(world, workspace, name);
      },
      withoutKey: () => ({
        account: world.open({ credential: () => undefined }),
        variable: 'TENANTRY_SENDGRID_US',
      }),
      count: async (workspace, name) => templatesIn(world, workspace).filter((one) => one.name === name).length,
    },
    writes: async () => writesOf(world).length,
    secrets: [key, ...Object.values(subuserKeys)],
    dispose: () => world.emulator.close(),
  };
});

describe('what was asked and answered in all that', () => {
  it.skipIf(!description)('is as the vendor’s own description has it', () => {
    expect([...problems]).toEqual([]);
    expect(exchanges).toBeGreaterThan(1000);
  });
});
