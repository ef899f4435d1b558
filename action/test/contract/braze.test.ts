import { braze } from '../../src/providers/braze/braze.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { Message } from '../../src/template/render.ts';
import { brazeWorld, contentsOf, keyOf, plantBlock, plantTemplate, workspaces } from './braze-world.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import { vendorSuite } from './contract.ts';
import { harnessOf, type VendorWorld } from './vendor-world.ts';

/** How a channel's messages are kept, for those who look from outside. */
interface Shelf {
  readonly provider: Provider;
  readonly create: string;
  readonly plant: typeof plantTemplate;
  change(world: VendorWorld, workspace: string, id: string): Promise<unknown>;
  names(world: VendorWorld, workspace: string): readonly string[];
}

const templates: Shelf = {
  provider: braze,
  create: '/templates/email/create',
  plant: plantTemplate,
  change: (world, workspace, id) =>
    world.request('POST', '/templates/email/update', workspace, { email_template_id: id, subject: 'By hand' }),
  names: (world, workspace) =>
    contentsOf(world, workspace).templates.map(({ template_name }) => template_name.split(' ')[0]!),
};

/** Content blocks: the contract's messages, which are emails, become messages of another channel first. */
function blocks(turn: (message: Message, from: string) => Message): Shelf {
  return {
    provider: {
      ...braze,
      encode: (message, tenant) => {
        const from = Object.values(tenant.senders[message.category] ?? {}).join(' ');
        return braze.encode(message.channel === 'email' ? turn(message, from) : message, tenant);
      },
    },
    create: '/content_blocks/create',
    plant: plantBlock,
    change: (world, workspace, id) =>
      world.request('POST', '/content_blocks/update', workspace, { content_block_id: id, content: 'By hand' }),
    names: (world, workspace) =>
      contentsOf(world, workspace).content_blocks.map(({ name }) => name.replace(/^([a-z0-9-]+)_/, '$1.')),
  };
}

const push = blocks((message, from) => ({
  ...message,
  channel: 'push',
  fields: {
    title: message.fields.subject ?? '',
    body: message.fields.html ?? '',
    link: [message.fields.text, message.fields.preheader, from].join(''),
  },
}));

const sms = blocks((message, from) => ({
  ...message,
  channel: 'sms',
  fields: { body: [...['subject', 'preheader', 'html', 'text'].map((field) => message.fields[field]), from].join('') },
}));

async function harness({ provider, create, plant, change, names }: Shelf): Promise<VendorHarness> {
  const world = await brazeWorld();
  return harnessOf(world, {
    provider,
    workspaces,
    impossibleIds: ['', '.', '..', 'a b', ' acme', 'acme ', 'acme\r\nx: y', 'acme\0', 'acmé', 'a/b', 'x'.repeat(65)],
    async plantForeign(workspace, name) {
      await plant(world, workspace, name);
    },
    async edit(workspace, { id }) {
      await change(world, workspace, id);
    },
    async misdirect(workspace, other) {
      world.credential = JSON.stringify({ [workspace]: keyOf(other), [other]: keyOf(other) });
    },
    vendor: {
      create: { method: 'POST', path: create },
      // No bound is documented: it is told in the words that the driver would know one by.
      async fill(workspace) {
        const words = 'The maximum number of templates has been reached';
        world.emulator.faults.add({ kind: 'status', status: 400, words, workspace, method: 'POST', path: create });
      },
      count: async (workspace, name) => names(world, workspace).filter((one) => one === name).length,
    },
    secrets: workspaces.map(keyOf),
  });
}

vendorSuite('braze', () => harness(templates));
vendorSuite('braze, push messages', () => harness(push));
vendorSuite('braze, SMS', () => harness(sms));
