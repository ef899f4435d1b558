import { postmark } from '../../src/providers/postmark/postmark.ts';
import { vendorSuite } from './contract.ts';
import { plantTemplate, postmarkWorld, servers, templatesIn, tokenOf } from './postmark-world.ts';
import { harnessOf, plantMany } from './vendor-world.ts';

/** More than a server usually has: the contract lists through several pages. */
const limit = 240;

vendorSuite('postmark', async () => {
  const world = await postmarkWorld(limit);
  const [acme, bolt] = servers;
  return harnessOf(world, {
    provider: postmark,
    workspaces: [acme, bolt],
    impossibleIds: ['', ' acme', 'acme ', 'a  b', 'acme\r\nx: y', 'acme\0', 'acmé', 'x'.repeat(81)],
    async plantForeign(workspace, name) {
      await plantTemplate(world, workspace, name);
    },
    async edit(workspace, { id }) {
      await world.request('PUT', `/templates/${id}`, workspace, { Subject: 'By hand' });
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: tokenOf(other), [other]: tokenOf(other) });
    },
    vendor: {
      create: { method: 'POST', path: '/templates' },
      fill: (workspace) => plantMany(limit - 1, (name) => plantTemplate(world, workspace, name)),
      count: async (workspace, name) => templatesIn(world, workspace).filter(({ Alias }) => Alias === name).length,
    },
    secrets: servers.map(tokenOf),
  });
});
