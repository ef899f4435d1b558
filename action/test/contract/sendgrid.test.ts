import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { contractSuite } from './contract.ts';
import type { Harness } from './harness.ts';
import { key, plantTemplate, sendgridWorld, subuserKeys, writesOf } from './sendgrid-world.ts';

contractSuite('sendgrid', async (): Promise<Harness> => {
  const world = await sendgridWorld();
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
