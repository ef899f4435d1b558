import { iterable } from '../../src/providers/iterable/iterable.ts';
import { vendorSuite } from './contract.ts';
import { iterableWorld, keyOf, plantTemplate, projects, templatesIn } from './iterable-world.ts';
import { harnessOf, plantMany } from './vendor-world.ts';

/** Iterable documents no limit; the emulated one is more than what the contract lists through several pages. */
const capacity = 240;

vendorSuite('iterable', async () => {
  const world = await iterableWorld(capacity);
  return harnessOf(world, {
    provider: iterable,
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
    async edit(workspace, { id }) {
      const body = { templateId: Number(id), subject: 'By hand' };
      await world.request('POST', '/api/templates/email/update', workspace, body);
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: keyOf(other), [other]: keyOf(other) });
    },
    vendor: {
      create: { method: 'POST', path: '/api/templates/email/upsert' },
      fill: (workspace) => plantMany(capacity - 1, (name) => plantTemplate(world, workspace, name)),
      count: async (workspace, name) =>
        templatesIn(world, workspace).filter(({ clientTemplateId }) => clientTemplateId === name).length,
    },
    secrets: projects.map(keyOf),
  });
});
