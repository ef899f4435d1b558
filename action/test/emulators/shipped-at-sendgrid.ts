import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';
import type { StoredVersion } from '../../src/emulators/sendgrid/store.ts';
import { type Ran, type RunOptions, tenantry } from '../terminal/support/terminal.ts';
import { copyOfShipped, now, replaceIn, shippedWorkspaces, useAccount } from './shipped.ts';

/** The account at the emulator. */
export const account = 'sendgrid-us';
export const key = 'SG.canary-of-the-shipped-repository';
/** The key that is a subuser's own. */
export function subuserKey(workspace: string): string {
  return `${key}-for-${workspace}`;
}

/** The shipped repository, its email of one group of tenants at an emulated SendGrid. */
export interface Scene {
  readonly root: string;
  readonly emulator: Emulator;
  /** Runs a command of the terminal in a process of its own. */
  run(command: string, options?: RunOptions & { readonly credential?: string }): Promise<Ran>;
  replace(path: string, from: string | RegExp, to: string): void;
  remove(): Promise<void>;
}

export interface Stored {
  readonly id: string;
  readonly name: string;
  readonly versions: readonly StoredVersion[];
}

export async function shippedAtSendgrid(options: EmulatorOptions = {}): Promise<Scene> {
  const root = copyOfShipped('sendgrid');
  const tenants = readdirSync(join(root, 'tenants'));
  const subuserKeys = Object.fromEntries(tenants.map((tenant) => [tenant, subuserKey(tenant)]));
  const emulator = await startEmulator(emulatedSendgrid({ parent: 'larder', keys: [key], subuserKeys }), options);
  const scene: Scene = {
    root,
    emulator,
    run: (command, { credential = key, ...more } = {}) =>
      tenantry([...command.split(' '), '--root', root, '--now', now], {
        ...more,
        env: { ...more.env, TENANTRY_SENDGRID_US: credential },
      }),
    replace: (path, from, to) => replaceIn(root, path, from, to),
    async remove() {
      await emulator.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  useAccount(root, account, `provider: sendgrid\n    credentials: { env: TENANTRY_SENDGRID_US }`, emulator.url);
  for (const { workspace } of shippedWorkspaces(root, account)) emulator.vendor.addWorkspace(workspace);
  return scene;
}

/** Every template that the emulator holds, by `workspace/name`, as anybody can read it over HTTP. */
export async function held({ emulator }: Scene): Promise<Map<string, Stored[]>> {
  const found = new Map<string, Stored[]>();
  for (const workspace of emulator.vendor.workspaces()) {
    const response = await fetch(`${emulator.url}/_emulator/contents/${workspace}`);
    for (const template of (await response.json()) as Stored[]) {
      const at = `${workspace}/${template.name}`;
      found.set(at, [...(found.get(at) ?? []), template]);
    }
  }
  return found;
}
