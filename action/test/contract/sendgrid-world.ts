import { type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';
import type { StoredTemplate } from '../../src/emulators/sendgrid/store.ts';
import { sendgrid } from '../../src/providers/sendgrid/sendgrid.ts';
import { type VendorWorld, vendorWorld } from './vendor-world.ts';

export const key = 'SG.canary-of-the-parent';
export const subuserKeys = { acme: 'SG.canary-of-acme', bolt: 'SG.canary-of-bolt' };

/** An emulated SendGrid with two subusers, and an account that speaks to it. */
export async function sendgridWorld(options: EmulatorOptions = {}): Promise<VendorWorld> {
  const emulator = await startEmulator(emulatedSendgrid({ parent: 'larder', keys: [key], subuserKeys }), options);
  for (const name of Object.keys(subuserKeys)) emulator.vendor.addWorkspace(name);
  return vendorWorld({
    provider: sendgrid,
    name: 'sendgrid-us',
    emulator,
    config: (common) => ({ provider: 'sendgrid', ...common }),
    credential: key,
    headers: (workspace) => ({
      authorization: `Bearer ${key}`,
      ...(workspace !== undefined && { 'on-behalf-of': workspace }),
    }),
  });
}

/** A template with a version that Tenantry did not write. */
export async function plantTemplate(world: VendorWorld, workspace: string, name: string): Promise<string> {
  const made = await world.request('POST', '/v3/templates', workspace, { name, generation: 'dynamic' });
  const { id } = (await made.json()) as { id: string };
  const version = { name: 'By hand', subject: 'Hello', html_content: '<p>Hello</p>', active: 1 };
  await world.request('POST', `/v3/templates/${id}/versions`, workspace, version);
  return id;
}

/** What a workspace really holds. */
export function templatesIn({ emulator }: VendorWorld, workspace: string): readonly StoredTemplate[] {
  return emulator.vendor.contents(workspace) as unknown as readonly StoredTemplate[];
}
