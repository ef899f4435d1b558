import type { Channel } from '../../src/config/model.ts';
import type { JsonObject } from '../../src/digest.ts';
import { type Files, tenant } from '../deploy/small-repository.ts';

/** The account of the repository. */
export const account = 'vendor';

const locales: Readonly<Record<string, readonly string[]>> = { acme: ['de'], bolt: ['de'], cafe: [] };

/** The tenants, each with a workspace. */
export const tenants = Object.keys(locales);

/** Templates; every tenant gets all of them. */
const templates = 6;

/** Templates that are archived at times. */
const some = 2;

/** The messages of the tenants that get most. */
export const messagesOfOne = templates * 2;

/** What the messages say, and whether all of them are wanted, or only most. */
export interface State {
  readonly words: 'Thanks' | 'Thank you';
  readonly isWhole: boolean;
}

/** What the repository is at first. */
export const firstState: State = { words: 'Thank you', isWhole: true };

/** Three tenants with a workspace each, two of them with two locales: thirty messages. */
export function vendorRepository(
  config: JsonObject,
  workspaces: Readonly<Record<string, string>>,
  channels: readonly Channel[],
): Files {
  return {
    '.github/tenantry.yml': `repository: small-messaging
ledger: { store: branch }
accounts: ${JSON.stringify({ [account]: config })}
policies: { archiveGrace: 0d, maxArchives: 1 }
`,
    '.gitignore': '.tenantry/\n',
    'tenants/_defaults.yaml': 'timezone: UTC\n',
    ...Object.fromEntries(
      Object.entries(locales).map(([id, also]) => {
        const places = channels.map((channel) => [channel, { account, id: workspaces[id] ?? id }] as const);
        return [`tenants/${id}/tenant.yaml`, tenant(`The ${id}`, Object.fromEntries(places), also)];
      }),
    ),
    ...targeted(channels, 'all: true'),
    ...filesOf(channels, firstState),
  };
}

/** The files that make the difference between one state and another. */
export function filesOf(channels: readonly Channel[], { words, isWhole }: State): Files {
  return {
    ...said(channels, words),
    ...targeted(channels, isWhole ? 'all: true' : 'matchLabels: { nobody: here }', some),
  };
}

function said(channels: readonly Channel[], words: string): Files {
  const files = Array.from({ length: templates }, (_, index) => fieldsOf(index, channelOf(index, channels), words));
  return Object.assign({}, ...files) as Files;
}

function targeted(channels: readonly Channel[], targets: string, count = templates): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `templates/${idOf(index)}/template.yaml`,
      `name: Number ${index}
version: 1.0.0
channel: ${channelOf(index, channels)}
category: transactional
topic: orders
targets: { ${targets} }
variables: { type: object, required: [colour], properties: { colour: { type: string, format: color } } }
runtime: { event: { type: object, required: [total], properties: { total: { type: string } } } }
`,
    ]),
  );
}

function fieldsOf(index: number, channel: Channel, text: string): Files {
  const body = `${text}, {{tenant.name}}: {{event.total}}`;
  const fields: Readonly<Record<Channel, Readonly<Record<string, string>>>> = {
    email: {
      subject: `${text} from {{tenant.name}}`,
      html: `<html><body style="color: {{colour}}"><h1>{{t "title"}}</h1><p>${body}</p></body></html>\n`,
      text: `${body}\n`,
    },
    push: { title: '{{t "title"}}', body },
    sms: { body },
  };
  const folder = `templates/${idOf(index)}`;
  return {
    ...Object.fromEntries(Object.entries(fields[channel]).map(([field, value]) => [`${folder}/${field}.hbs`, value])),
    [`${folder}/strings/en.yaml`]: `title: Number ${index}\n`,
    [`${folder}/strings/de.yaml`]: `title: Nummer ${index}\n`,
  };
}

function channelOf(index: number, channels: readonly Channel[]): Channel {
  return channels[index % channels.length] ?? 'email';
}

function idOf(index: number): string {
  return `message-${index}`;
}
