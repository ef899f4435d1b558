import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedPostmark, serverToken } from '../../src/emulators/postmark/postmark.ts';
import type { StoredTemplate } from '../../src/emulators/postmark/store.ts';
import type { Patience } from '../../src/providers/http/client.ts';
import { systemRuntime } from '../../src/providers/http/runtime.ts';
import { postmark } from '../../src/providers/postmark/postmark.ts';
import type { Account, ProviderEnvironment } from '../../src/providers/provider.ts';

/** The servers there are; the last is known by its ID. */
export const servers = ['acme', 'Bolt Foods', '1234567'] as const;

export function tokenOf(server: string): string {
  return serverToken('canary', server);
}

/** Short, so that a vendor in trouble costs a test no time. */
export const impatient: Patience = { answer: 250, attempts: 3, call: 5000, backoff: 4 };

/** An emulated Postmark with its servers, and an account that speaks to it. */
export interface PostmarkWorld {
  readonly emulator: Emulator;
  readonly account: Account;
  /** What the account's variable holds; can be changed. */
  credential: string | undefined;
  /** Lets time pass for the driver. */
  later(milliseconds: number): void;
  /** Another account of the same configuration, as another process would open it. */
  open(more?: Partial<ProviderEnvironment>): Account;
  /** Calls the vendor directly. */
  request(method: string, path: string, server: string | undefined, body?: unknown): Promise<Response>;
}

/** @param templates how many a server may have */
export async function postmarkWorld(templates = 100, options: EmulatorOptions = {}): Promise<PostmarkWorld> {
  const emulator = await startEmulator(emulatedPostmark({ key: 'canary', templates }), options);
  for (const server of servers) emulator.vendor.addWorkspace(server);
  let ahead = 0;
  const open = (more: Partial<ProviderEnvironment> = {}) =>
    postmark.open(
      'postmark-us',
      { provider: 'postmark', credentials: { env: 'TENANTRY_POSTMARK_US' }, options: { host: emulator.url } },
      {
        repository: 'acme-messaging',
        root: '/nowhere',
        credential: (name) => (name === 'TENANTRY_POSTMARK_US' ? world.credential : undefined),
        patience: impatient,
        runtime: { ...systemRuntime, now: () => Date.now() + ahead },
        ...more,
      },
    );
  const world: PostmarkWorld = {
    emulator,
    later: (milliseconds) => {
      ahead += milliseconds;
    },
    credential: JSON.stringify(Object.fromEntries(servers.map((server) => [server, tokenOf(server)]))),
    open,
    account: open(),
    request: (method, path, server, body) =>
      fetch(emulator.url + path, {
        method,
        headers: {
          ...(server !== undefined && { 'x-postmark-server-token': tokenOf(server) }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
  return world;
}

/** A template that Tenantry did not write. */
export async function plantTemplate(world: PostmarkWorld, server: string, alias: string): Promise<number> {
  const body = { Name: 'By hand', Alias: alias, Subject: 'Hello', HtmlBody: '<p>Hello</p>', TextBody: 'Hello' };
  const made = await world.request('POST', '/templates', server, body);
  return ((await made.json()) as { TemplateId: number }).TemplateId;
}

/** Requests that the vendor has carried out and that write. */
export function writesOf({ emulator }: PostmarkWorld) {
  return emulator.requests.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300);
}

/** What a server really holds. */
export function templatesIn({ emulator }: PostmarkWorld, server: string): readonly StoredTemplate[] {
  return emulator.vendor.contents(server) as unknown as readonly StoredTemplate[];
}
