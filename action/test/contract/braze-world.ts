import { emulatedBraze, workspaceKey } from '../../src/emulators/braze/braze.ts';
import { startEmulator } from '../../src/emulators/kernel.ts';
import { braze } from '../../src/providers/braze/braze.ts';
import { bundleOf, type VendorWorld, vendorWorld } from './vendor-world.ts';

/** The workspaces there are. */
export const workspaces = ['acme', 'bolt'] as const;

export function keyOf(workspace: string): string {
  return workspaceKey('canary', workspace);
}

/** The vendor's own limit: drivers hold to a table's number only until headers tell them one. */
const usualRate = { per: 'workspace', limit: 250_000, seconds: 3600 } as const;

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
export async function brazeWorld(): Promise<VendorWorld> {
  const emulator = await startEmulator(emulatedBraze({ key: 'canary' }), { rate: usualRate });
  for (const workspace of workspaces) emulator.vendor.addWorkspace(workspace);
  return vendorWorld({
    provider: braze,
    name: 'braze-us',
    emulator,
    config: ({ credentials, options }) => ({
      provider: 'braze',
      credentials,
      options: { instance: 'us-01', ...options },
    }),
    credential: bundleOf(workspaces, keyOf),
    headers: (workspace): Record<string, string> =>
      workspace === undefined ? {} : { authorization: `Bearer ${keyOf(workspace)}` },
  });
}

/** An email template that Tenantry did not write. */
export async function plantTemplate(world: VendorWorld, workspace: string, name: string): Promise<string> {
  const body = { template_name: name, subject: 'Hello', body: '<p>Hello</p>' };
  const made = await world.request('POST', '/templates/email/create', workspace, body);
  return ((await made.json()) as { email_template_id: string }).email_template_id;
}

/** A content block that Tenantry did not write, named as a message would be. */
export async function plantBlock(world: VendorWorld, workspace: string, name: string): Promise<string> {
  const body = { name: name.replace('.', '_'), content: 'Hello', description: 'By hand' };
  const made = await world.request('POST', '/content_blocks/create', workspace, body);
  return ((await made.json()) as { content_block_id: string }).content_block_id;
}

/** What a workspace really holds. */
export function contentsOf({ emulator }: VendorWorld, workspace: string) {
  return emulator.vendor.contents(workspace) as unknown as {
    readonly templates: readonly HeldTemplate[];
    readonly content_blocks: readonly HeldBlock[];
  };
}
