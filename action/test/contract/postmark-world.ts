import { startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedPostmark, serverToken } from '../../src/emulators/postmark/postmark.ts';
import type { StoredTemplate } from '../../src/emulators/postmark/store.ts';
import { postmark } from '../../src/providers/postmark/postmark.ts';
import { bundleOf, type VendorWorld, vendorWorld } from './vendor-world.ts';

/** The servers there are; the last is known by its ID. */
export const servers = ['acme', 'Bolt Foods', '1234567'] as const;

export function tokenOf(server: string): string {
  return serverToken('canary', server);
}

/**
 * An emulated Postmark with its servers, and an account that speaks to it.
 *
 * @param templates how many a server may have
 */
export async function postmarkWorld(templates = 100): Promise<VendorWorld> {
  const emulator = await startEmulator(emulatedPostmark({ key: 'canary', templates }));
  for (const server of servers) emulator.vendor.addWorkspace(server);
  return vendorWorld({
    provider: postmark,
    name: 'postmark-us',
    emulator,
    config: (common) => ({ provider: 'postmark', ...common }),
    credential: bundleOf(servers, tokenOf),
    headers: (server): Record<string, string> =>
      server === undefined ? {} : { 'x-postmark-server-token': tokenOf(server) },
  });
}

/** A template that Tenantry did not write. */
export async function plantTemplate(world: VendorWorld, server: string, alias: string): Promise<number> {
  const body = { Name: 'By hand', Alias: alias, Subject: 'Hello', HtmlBody: '<p>Hello</p>', TextBody: 'Hello' };
  const made = await world.request('POST', '/templates', server, body);
  return ((await made.json()) as { TemplateId: number }).TemplateId;
}

/** What a server really holds. */
export function templatesIn({ emulator }: VendorWorld, server: string): readonly StoredTemplate[] {
  return emulator.vendor.contents(server) as unknown as readonly StoredTemplate[];
}
