import { emulatedBraze, workspaceKey } from '../../src/emulators/braze/braze.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import { braze } from '../../src/providers/braze/braze.ts';
import type { Patience } from '../../src/providers/http/client.ts';
import { systemRuntime } from '../../src/providers/http/runtime.ts';
import type { Account, ProviderEnvironment } from '../../src/providers/provider.ts';

/** The workspaces there are. */
export const workspaces = ['acme', 'bolt'] as const;

export function keyOf(workspace: string): string {
  return workspaceKey('canary', workspace);
}

/** The vendor's own limit: drivers hold to a table's number only until headers tell them one. */
const usualRate = { per: 'workspace', limit: 250_000, seconds: 3600 } as const;

/** Short, so that a vendor in trouble costs a test no time. */
export const impatient: Patience = { answer: 250, attempts: 3, call: 5000, backoff: 4 };

/** An email template as the emulator holds it. */
export interface HeldTemplate {
  readonly email_template_id: string;
  readonly template_name: string;
  readonly subject: string;
  readonly body: string;
  readonly plaintext_body: string;
  readonly preheader: string;
  readonly should_inline_css: boolean;
}

/** A content block as the emulator holds it. */
export interface HeldBlock {
  readonly content_block_id: string;
  readonly name: string;
  readonly content: string;
  readonly description: string;
}

/** An emulated Braze with two workspaces, and an account that speaks to it. */
export interface BrazeWorld {
  readonly emulator: Emulator;
  readonly account: Account;
  /** What the account's variable holds; can be changed. */
  credential: string | undefined;
  /** Lets time pass for the driver. */
  later(milliseconds: number): void;
  /** Another account of the same configuration, as another process would open it. */
  open(more?: Partial<ProviderEnvironment>, name?: string): Account;
  /** Calls the vendor directly. */
  request(method: string, path: string, workspace: string | undefined, body?: unknown): Promise<Response>;
}

export async function brazeWorld(options: EmulatorOptions = {}): Promise<BrazeWorld> {
  const emulator = await startEmulator(emulatedBraze({ key: 'canary' }), { rate: usualRate, ...options });
  for (const workspace of workspaces) emulator.vendor.addWorkspace(workspace);
  let ahead = 0;
  const open = (more: Partial<ProviderEnvironment> = {}, name = 'braze-us') =>
    braze.open(
      name,
      {
        provider: 'braze',
        credentials: { env: 'TENANTRY_BRAZE_US' },
        options: { instance: 'us-01', host: emulator.url },
      },
      {
        repository: 'acme-messaging',
        root: '/nowhere',
        credential: (variable) => (variable === 'TENANTRY_BRAZE_US' ? world.credential : undefined),
        patience: impatient,
        runtime: { ...systemRuntime, now: () => Date.now() + ahead },
        ...more,
      },
    );
  const world: BrazeWorld = {
    emulator,
    later: (milliseconds) => {
      ahead += milliseconds;
    },
    credential: JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, keyOf(one)]))),
    open,
    account: open(),
    request: (method, path, workspace, body) =>
      fetch(emulator.url + path, {
        method,
        headers: {
          ...(workspace !== undefined && { authorization: `Bearer ${keyOf(workspace)}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
  return world;
}

/** An email template that Tenantry did not write. */
export async function plantTemplate(world: BrazeWorld, workspace: string, name: string): Promise<string> {
  const body = { template_name: name, subject: 'Hello', body: '<p>Hello</p>' };
  const made = await world.request('POST', '/templates/email/create', workspace, body);
  return ((await made.json()) as { email_template_id: string }).email_template_id;
}

/** A content block that Tenantry did not write, named as a message would be. */
export async function plantBlock(world: BrazeWorld, workspace: string, name: string): Promise<string> {
  const body = { name: name.replace('.', '_'), content: 'Hello', description: 'By hand' };
  const made = await world.request('POST', '/content_blocks/create', workspace, body);
  return ((await made.json()) as { content_block_id: string }).content_block_id;
}

/** Requests that the vendor has carried out and that write. */
export function writesOf({ emulator }: BrazeWorld) {
  return emulator.requests.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300);
}

/** What a workspace really holds. */
export function contentsOf({ emulator }: BrazeWorld, workspace: string) {
  return emulator.vendor.contents(workspace) as unknown as {
    readonly templates: readonly HeldTemplate[];
    readonly content_blocks: readonly HeldBlock[];
  };
}
