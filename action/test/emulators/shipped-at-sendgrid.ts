import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, type Session } from '../../src/commands/session.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';
import type { StoredVersion } from '../../src/emulators/sendgrid/store.ts';
import { destinationsOf } from '../../src/plan/destinations.ts';
import { prepare } from '../../src/plan/prepare.ts';
import { target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import { worldOf } from '../deploy/run.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { type Ran, type RunOptions, repositoryRoot, tenantry } from '../terminal/support/terminal.ts';

export const key = 'SG.canary-of-the-shipped-repository';
/** The key that is a subuser's own. */
export function subuserKey(workspace: string): string {
  return `${key}-for-${workspace}`;
}

const now = '2026-11-23T12:00:00Z';

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
  const root = temporaryFolder('sendgrid');
  for (const path of ['.github/tenantry.yml', 'tenants', 'templates']) {
    cpSync(join(repositoryRoot, path), join(root, path), { recursive: true });
  }
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
    replace(path, from, to) {
      const file = join(root, path);
      const text = readFileSync(file, 'utf8');
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`${path} has nothing to replace`);
      writeFileSync(file, changed);
    },
    async remove() {
      await emulator.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  scene.replace(
    '.github/tenantry.yml',
    /^accounts:\n/m,
    `accounts:\n  sendgrid-us:\n    provider: sendgrid\n    credentials: { env: TENANTRY_SENDGRID_US }\n    options: { host: "${emulator.url}" }\n`,
  );
  scene.replace('tenants/_groups/northeast.yaml', 'account: demo-sendgrid', 'account: sendgrid-us');
  for (const { workspace } of destinations(root)) emulator.vendor.addWorkspace(workspace);
  return scene;
}

function sessionOf(root: string): Session {
  return openSession(worldOf(root, { now }));
}

/** The workspaces that active tenants have at the emulator. */
export function destinations(root: string) {
  const session = sessionOf(root);
  const today = todayAt(new Date(now));
  return [...session.repository.tenants.values()]
    .filter(({ status }) => status === 'active')
    .flatMap((tenant) => destinationsOf(tenant, session, today))
    .filter(({ destination, provisioned }) => provisioned && destination.account === 'sendgrid-us')
    .map(({ destination }) => destination);
}

/** Every message that the emulator is to hold: `workspace/name` to its fields. */
export function rendered(root: string): Map<string, Readonly<Record<string, string>>> {
  const session = sessionOf(root);
  const today = todayAt(new Date(now));
  const found = new Map<string, Readonly<Record<string, string>>>();
  for (const tenant of session.repository.tenants.values()) {
    for (const template of session.repository.templates.values()) {
      const verdict = target(tenant, template, today);
      if (tenant.status !== 'active' || verdict.kind !== 'wanted') continue;
      const { account, id: workspace = tenant.id } = verdict.binding;
      const open = session.accounts.get(account);
      if (account !== 'sendgrid-us' || !open) continue;
      for (const locale of tenant.locales) {
        const prepared = prepare(session.renderer, open, verdict.version, tenant, locale);
        if (prepared.payload) found.set(`${workspace}/${prepared.name}`, prepared.message.fields);
      }
    }
  }
  return found;
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
