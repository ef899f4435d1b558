import type { Tenant } from '../../src/config/model.ts';
import type { Account, Payload, Provider, RemoteRef } from '../../src/providers/provider.ts';
import type { Message } from '../../src/template/render.ts';

/** What the contract needs to know about a vendor to examine its driver: a world of its own, empty at first. */
export interface Harness {
  readonly provider: Provider;
  /** An open account of that provider. */
  readonly account: Account;
  /** The same account as another process opens it, for a repository of that id. */
  open(repository: string): Account;
  /** The repository id that the account was opened with. */
  readonly repository: string;
  /** Two workspaces that exist, or come into being with their first write. */
  readonly workspaces: readonly [string, string];
  /** Ids that no workspace can have, or that would lead elsewhere. */
  readonly impossibleIds: readonly string[];
  /** Puts an object into a workspace that carries no marker. */
  plantForeign(workspace: string, name: string): Promise<void>;
  /** Changes the content of an object of ours as somebody would by hand; its marker stays. */
  edit(workspace: string, ref: RemoteRef): Promise<void>;
  /** Makes everything that is addressed to `workspace` arrive in `other`. */
  misdirect(workspace: string, other: string): Promise<void>;
  /** Makes every call to a workspace fail. */
  sabotage(workspace: string): Promise<void>;
  /** Changes with every write that the vendor carries out, even with one of equal content. */
  writes(): Promise<unknown>;
  /** Texts that no error may contain: credentials, places on this machine. */
  readonly secrets: readonly string[];
  dispose(): Promise<void>;
}

export const tenant: Tenant = {
  id: 'acme',
  name: 'Acme Market',
  status: 'active',
  labels: {},
  groups: [],
  workspaces: {},
  locales: ['en', 'es-US'],
  timezone: 'UTC',
  jurisdictions: [],
  senders: { marketing: { address: 'hello@acme.example' }, transactional: { address: 'orders@acme.example' } },
  domains: [],
  variables: {},
  optOut: {},
  pins: {},
  freeze: {},
  formerly: [],
  file: 'tenants/acme/tenant.yaml',
  partials: new Map(),
  strings: new Map(),
  rendered: {},
};

const fields = {
  email: {
    subject: 'Your order',
    preheader: 'Thank you',
    html: '<p>Ünïcode ✓ &amp; {{event.total}}</p>\n',
    text: 'Plain\n',
  },
  push: { title: 'On its way', body: 'Soon there', link: 'acme://order' },
  sms: { body: 'Code {{event.code}}' },
} as const;

/** A message of `acme`; `more` says what is different. */
export function message(more: Partial<Message> = {}): Message {
  const channel = more.channel ?? 'email';
  return {
    tenant: 'acme',
    template: 'order-confirmation',
    locale: 'en',
    channel,
    category: 'transactional',
    topic: 'orders',
    fields: fields[channel],
    ...more,
  };
}

/** A payload whose text holds `words`. */
export function payloadOf(provider: Provider, words: string, more: Partial<Message> = {}): Payload {
  const base = message(more);
  return provider.encode({ ...base, fields: { ...base.fields, [main[base.channel]]: words } }, tenant);
}

const main = { email: 'html', push: 'body', sms: 'body' } as const;

/** Everything an asynchronous iteration yields. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
