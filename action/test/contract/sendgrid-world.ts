import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';
import type { StoredTemplate } from '../../src/emulators/sendgrid/store.ts';
import type { Patience } from '../../src/providers/http/client.ts';
import { systemRuntime } from '../../src/providers/http/runtime.ts';
import type { Account, ProviderEnvironment } from '../../src/providers/provider.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';

export const key = 'SG.canary-of-the-parent';
export const subuserKeys = { acme: 'SG.canary-of-acme', bolt: 'SG.canary-of-bolt' };

/** Short, so that a vendor in trouble costs a test no time. */
export const impatient: Patience = { answer: 250, attempts: 3, call: 5000, backoff: 4 };

/** An emulated SendGrid with two subusers, and an account that speaks to it. */
export interface SendgridWorld {
  readonly emulator: Emulator;
  readonly account: Account;
  /** What the account's variable holds; can be changed. */
  credential: string | undefined;
  /** Lets time pass for the driver. */
  later(milliseconds: number): void;
  /** Another account of the same configuration, as another process would open it. */
  open(more?: Partial<ProviderEnvironment>): Account;
  /** Calls the vendor directly. */
  request(method: string, path: string, workspace: string | undefined, body?: unknown): Promise<Response>;
}

export async function sendgridWorld(options: EmulatorOptions = {}): Promise<SendgridWorld> {
  const emulator = await startEmulator(emulatedSendgrid({ parent: 'larder', keys: [key], subuserKeys }), options);
  for (const name of Object.keys(subuserKeys)) emulator.vendor.addWorkspace(name);
  let ahead = 0;
  const open = (more: Partial<ProviderEnvironment> = {}) =>
    sendgrid.open(
      'sendgrid-us',
      {
        provider: 'sendgrid',
        credentials: { env: 'TENANTRY_SENDGRID_US' },
        options: { host: emulator.url },
      },
      {
        repository: 'acme-messaging',
        root: '/nowhere',
        credential: (name) => (name === 'TENANTRY_SENDGRID_US' ? world.credential : undefined),
        patience: impatient,
        runtime: { ...systemRuntime, now: () => Date.now() + ahead },
        ...more,
      },
    );
  const world: SendgridWorld = {
    emulator,
    later: (milliseconds) => {
      ahead += milliseconds;
    },
    credential: key,
    open,
    account: open(),
    request: (method, path, workspace, body) =>
      fetch(emulator.url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(workspace !== undefined && { 'on-behalf-of': workspace }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
  return world;
}

/** A template with a version that Tenantry did not write. */
export async function plantTemplate(world: SendgridWorld, workspace: string, name: string): Promise<string> {
  const made = await world.request('POST', '/v3/templates', workspace, { name, generation: 'dynamic' });
  const { id } = (await made.json()) as { id: string };
  const version = { name: 'By hand', subject: 'Hello', html_content: '<p>Hello</p>', active: 1 };
  await world.request('POST', `/v3/templates/${id}/versions`, workspace, version);
  return id;
}

/** Requests that the vendor has carried out and that write. */
export function writesOf({ emulator }: SendgridWorld) {
  return emulator.requests.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300);
}

/** What a workspace really holds. */
export function templatesIn({ emulator }: SendgridWorld, workspace: string): readonly StoredTemplate[] {
  return emulator.vendor.contents(workspace) as unknown as readonly StoredTemplate[];
}
