import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../src/digest.ts';
import { emulatedIterable, projectKey } from '../../src/emulators/iterable/iterable.ts';
import { startEmulator } from '../../src/emulators/kernel.ts';
import { iterable } from '../../src/providers/iterable/iterable.ts';
import { bundleOf, impatient, type VendorWorld, vendorWorld } from './vendor-world.ts';

/** The projects there are. */
export const projects = ['8575', '8576'] as const;

export function keyOf(project: string): string {
  return projectKey('canary', project);
}

/** So much faster than time the driver's passes: what it waits for a limit costs a test no time. */
const haste = 40;

/**
 * An emulated Iterable with two projects, and an account that speaks to it.
 *
 * @param capacity templates that a project can hold
 */
export async function iterableWorld(capacity?: number): Promise<VendorWorld> {
  const organisation = { key: 'canary', topics: ['Orders', 'News'], ...(capacity !== undefined && { capacity }) };
  const emulator = await startEmulator(emulatedIterable(organisation));
  for (const project of projects) emulator.vendor.addWorkspace(project);
  const start = Date.now();
  return vendorWorld({
    provider: iterable,
    name: 'iterable-us',
    emulator,
    config: (common) => ({ provider: 'iterable', ...common }),
    credential: bundleOf(projects, keyOf),
    headers: (project): Record<string, string> => (project === undefined ? {} : { 'api-key': keyOf(project) }),
    runtime: {
      now: () => start + (Date.now() - start) * haste,
      random: () => Math.random(),
      sleep: (milliseconds, signal) => delay(milliseconds / haste, undefined, signal && { signal }),
    },
    patience: { ...impatient, call: impatient.call * haste },
  });
}

/** A template that Tenantry did not write. */
export async function plantTemplate(world: VendorWorld, project: string, name: string): Promise<void> {
  const body = { clientTemplateId: name, name: 'By hand', subject: 'Hello', html: '<p>Hello</p>' };
  await world.request('POST', '/api/templates/email/upsert', project, body);
}

/** Has a campaign use a template; the campaign's number. */
export async function useInCampaign(world: VendorWorld, project: string, id: string): Promise<number> {
  const body = { name: 'Autumn', templateId: Number(id) };
  const made = await world.request('POST', '/api/campaigns/create', project, body);
  return ((await made.json()) as { campaignId: number }).campaignId;
}

/** What a project really holds. */
export function templatesIn({ emulator }: VendorWorld, project: string): readonly JsonObject[] {
  return emulator.vendor.contents(project) as readonly JsonObject[];
}
