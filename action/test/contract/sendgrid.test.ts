import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/emulators/kernel.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { Description } from '../emulators/description.ts';
import { contractSuite } from './contract.ts';
import type { Harness } from './harness.ts';
import { key, plantTemplate, sendgridWorld, subuserKeys, writesOf } from './sendgrid-world.ts';

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

contractSuite('sendgrid', async (): Promise<Harness> => {
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
