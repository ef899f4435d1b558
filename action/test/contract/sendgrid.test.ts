import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/emulators/kernel.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { Description } from '../emulators/description.ts';
import { vendorSuite } from './contract.ts';
import { key, plantTemplate, sendgridWorld, subuserKeys, templatesIn } from './sendgrid-world.ts';
import { harnessOf, plantMany } from './vendor-world.ts';

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

vendorSuite('sendgrid', async () => {
  const world = await sendgridWorld({ onExchange });
  return harnessOf(world, {
    provider: sendgrid,
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
    async edit(workspace, { id }) {
      const version = templatesIn(world, workspace)
        .find((one) => one.id === id)
        ?.versions.find(({ active }) => active === 1);
      const body = { name: version?.name, subject: 'By hand', html_content: 'By hand' };
      await world.request('PATCH', `/v3/templates/${id}/versions/${version?.id}`, workspace, body);
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: subuserKeys[other as keyof typeof subuserKeys] });
    },
    vendor: {
      create: { method: 'POST', path: '/v3/templates' },
      fill: (workspace) => plantMany(299, (name) => plantTemplate(world, workspace, name)),
      count: async (workspace, name) => templatesIn(world, workspace).filter((one) => one.name === name).length,
    },
    secrets: [key, ...Object.values(subuserKeys)],
  });
});

describe('what was asked and answered in all that', () => {
  it.skipIf(!description)('is as the vendor’s own description has it', () => {
    expect([...problems]).toEqual([]);
    expect(exchanges).toBeGreaterThan(1000);
  });
});
