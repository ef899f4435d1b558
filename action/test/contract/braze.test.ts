import { braze } from '../../src/providers/braze/braze.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { Message } from '../../src/template/render.ts';
import { brazeWorld, contentsOf, keyOf, plantBlock, plantTemplate, workspaces, writesOf } from './braze-world.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import { vendorSuite } from './contract.ts';

/** How a channel's messages are kept, for those who look from outside. */
interface Shelf {
  readonly provider: Provider;
  readonly create: string;
  readonly plant: typeof plantTemplate;
  names(world: Awaited<ReturnType<typeof brazeWorld>>, workspace: string): readonly string[];
}

const templates: Shelf = {
  provider: braze,
  create: '/templates/email/create',
  plant: plantTemplate,
  names: (world, workspace) =>
    contentsOf(world, workspace).templates.map(({ template_name }) => template_name.split(' ')[0]!),
};

/** Content blocks: the contract's messages, which are emails, become messages of another channel first. */
function blocks(turn: (message: Message, from: string) => Message): Shelf {
  return {
    provider: {
      ...braze,
      encode: (message, tenant) => {
        const from = tenant.senders[message.category]?.address ?? '';
        return braze.encode(message.channel === 'email' ? turn(message, String(from)) : message, tenant);
      },
    },
    create: '/content_blocks/create',
    plant: plantBlock,
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
    link: `${message.fields.text}${from}`,
  },
}));

const sms = blocks((message, from) => ({
  ...message,
  channel: 'sms',
  fields: { body: [message.fields.subject, message.fields.html, message.fields.text, from].join('') },
}));

async function harness({ provider, create, plant, names }: Shelf): Promise<VendorHarness> {
  const world = await brazeWorld();
  return {
    provider,
    account: world.account,
    repository: 'acme-messaging',
    workspaces,
    impossibleIds: ['', '.', '..', 'a b', ' acme', 'acme ', 'acme\r\nx: y', 'acme\0', 'acmé', 'a/b', 'x'.repeat(65)],
    async plantForeign(workspace, name) {
      await plant(world, workspace, name);
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
      create: { method: 'POST', path: create },
      lag: (milliseconds) => {
        world.emulator.settings.listingDelay = milliseconds;
      },
      // No bound is documented: it is told in the words that the driver would know one by.
      async fill(workspace) {
        const words = 'The maximum number of templates has been reached';
        world.emulator.faults.add({ kind: 'status', status: 400, words, workspace, method: 'POST', path: create });
      },
      withoutKey: () => ({
        account: world.open({ credential: () => undefined }),
        variable: 'TENANTRY_BRAZE_US',
      }),
      count: async (workspace, name) => names(world, workspace).filter((one) => one === name).length,
    },
    writes: async () => writesOf(world).length,
    secrets: workspaces.map(keyOf),
    dispose: () => world.emulator.close(),
  };
}

vendorSuite('braze', () => harness(templates));
vendorSuite('braze, push messages', () => harness(push));
vendorSuite('braze, SMS', () => harness(sms));
