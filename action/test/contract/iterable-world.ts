import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../src/digest.ts';
import { emulatedIterable, projectKey } from '../../src/emulators/iterable/iterable.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import type { Patience } from '../../src/providers/http/client.ts';
import type { Runtime } from '../../src/providers/http/runtime.ts';
import { iterable } from '../../src/providers/iterable/iterable.ts';
import type { Account, ProviderEnvironment } from '../../src/providers/provider.ts';

/** The projects there are. */
export const projects = ['8575', '8576'] as const;

export function keyOf(project: string): string {
  return projectKey('canary', project);
}

/** So much faster than time the driver's passes: what it waits for a limit costs a test no time. */
const haste = 40;

/** Short, so that a vendor in trouble costs a test no time. */
export const impatient: Patience = { answer: 250, attempts: 3, call: 5000 * haste, backoff: 4 };

/** An emulated Iterable with two projects, and an account that speaks to it. */
export interface IterableWorld {
  readonly emulator: Emulator;
  readonly account: Account;
  /** What the account's variable holds; can be changed. */
  credential: string | undefined;
  /** Lets time pass for the driver. */
  later(milliseconds: number): void;
  /** Another account of the same configuration, as another process would open it. */
  open(more?: Partial<ProviderEnvironment>): Account;
  /** Calls the vendor directly; with the key of a project, or none. */
  request(method: string, path: string, project: string | undefined, body?: unknown): Promise<Response>;
}

/** @param capacity templates that a project can hold */
export async function iterableWorld(capacity?: number, options: EmulatorOptions = {}): Promise<IterableWorld> {
  const organisation = { key: 'canary', topics: ['Orders', 'News'], ...(capacity !== undefined && { capacity }) };
  const emulator = await startEmulator(emulatedIterable(organisation), options);
  for (const project of projects) emulator.vendor.addWorkspace(project);
  let ahead = 0;
  const start = Date.now();
  const runtime: Runtime = {
    now: () => start + (Date.now() - start) * haste + ahead,
    random: () => Math.random(),
    sleep: (milliseconds, signal) => delay(milliseconds / haste, undefined, signal && { signal }),
  };
  const open = (more: Partial<ProviderEnvironment> = {}) =>
    iterable.open(
      'iterable-us',
      { provider: 'iterable', credentials: { env: 'TENANTRY_ITERABLE_US' }, options: { host: emulator.url } },
      {
        repository: 'acme-messaging',
        root: '/nowhere',
        credential: (name) => (name === 'TENANTRY_ITERABLE_US' ? world.credential : undefined),
        patience: impatient,
        runtime,
        ...more,
      },
    );
  const world: IterableWorld = {
    emulator,
    later: (milliseconds) => {
      ahead += milliseconds;
    },
    credential: JSON.stringify(Object.fromEntries(projects.map((project) => [project, keyOf(project)]))),
    open,
    account: open(),
    request: (method, path, project, body) =>
      fetch(emulator.url + path, {
        method,
        headers: {
          ...(project !== undefined && { 'api-key': keyOf(project) }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
  return world;
}

/** A template that Tenantry did not write. */
export async function plantTemplate(world: IterableWorld, project: string, name: string): Promise<void> {
  const body = { clientTemplateId: name, name: 'By hand', subject: 'Hello', html: '<p>Hello</p>' };
  await world.request('POST', '/api/templates/email/upsert', project, body);
}

/** Has a campaign use a template; the campaign's number. */
export async function useInCampaign(world: IterableWorld, project: string, id: string): Promise<number> {
  const body = { name: 'Autumn', templateId: Number(id) };
  const made = await world.request('POST', '/api/campaigns/create', project, body);
  return ((await made.json()) as { campaignId: number }).campaignId;
}

/** Requests that the vendor has carried out and that write. */
export function writesOf({ emulator }: IterableWorld) {
  return emulator.requests.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300);
}

/** What a project really holds. */
export function templatesIn({ emulator }: IterableWorld, project: string): readonly JsonObject[] {
  return emulator.vendor.contents(project) as readonly JsonObject[];
}
