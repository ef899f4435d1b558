import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCredential } from '../../src/commands/credentials.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../src/emulators/sendgrid/sendgrid.ts';
import { newIdentity, sealedPath } from '../../src/providers/sealed.ts';
import { type InstalledAction, installAction } from '../action/support/job.ts';
import { filesBelow, worldOf } from '../deploy/run.ts';
import { copyOfShipped, replaceIn, shippedWorkspaces, useAccount } from '../emulators/shipped.ts';
import { freshBundle } from '../support/fresh-bundle.ts';

const account = 'sendgrid-us';
const canary = 'SG.canary-of-a-sealed-key';
const root = copyOfShipped('sealed');
let bundle: string;
let action: InstalledAction;
let emulator: Emulator;
let workspaces: string[];
let own: Awaited<ReturnType<typeof newIdentity>>;

beforeAll(async () => {
  [bundle, own] = await Promise.all([freshBundle(), newIdentity()]);
  action = installAction(bundle);
  const keys = Object.fromEntries(readdirSync(join(root, 'tenants')).map((tenant) => [tenant, `${canary}-${tenant}`]));
  emulator = await startEmulator(emulatedSendgrid({ parent: 'larder', keys: [], subuserKeys: keys }));
  const credentials = `{ identity: { env: TENANTRY_AGE_KEY }, recipients: [${own.recipient}] }`;
  useAccount(root, account, `provider: sendgrid\n    credentials: ${credentials}`, emulator.url);
  workspaces = shippedWorkspaces(root, account).map(({ workspace }) => workspace);
  for (const workspace of workspaces) {
    emulator.vendor.addWorkspace(workspace);
    await addCredential(worldOf(root), { account, workspace, key: async () => `${canary}-${workspace}` });
  }
});
afterAll(async () => {
  await emulator.close();
  action.remove();
  for (const folder of [bundle, root]) rmSync(folder, { recursive: true, force: true });
});

const env = () => ({ TENANTRY_AGE_KEY: `# public key: ${own.recipient}\n${own.identity}\n` });

/** No file of the repository, ledgers, plans and previews included, and nothing the step let out, shows a secret. */
function expectNoSecret(everything: string): void {
  for (const secret of [canary, own.identity]) {
    expect(everything).not.toContain(secret);
    for (const [path, text] of filesBelow(root)) expect(text.includes(secret), path).toBe(false);
  }
}

it('a job without the identity, or with another one, is told whose key is missing', async () => {
  for (const value of ['', (await newIdentity()).identity]) {
    const step = await action.run(root, { inputs: { command: 'deploy' }, env: { TENANTRY_AGE_KEY: value } });
    expect(step.exitCode).toBe(4);
    for (const workspace of workspaces) {
      expect(step.everything).toContain(`There is no key for ${account}/${workspace}: `);
      expect(step.everything).toContain(sealedPath({ account, workspace }));
    }
    expectNoSecret(step.everything);
  }
  expect(emulator.requests).toEqual([]);
});

it.each(['plan', 'preview'])('%s shows no key', async (command) => {
  const step = await action.run(root, { inputs: { command, out: '.tenantry/out' }, env: env() });
  expect(step.exitCode, step.log).toBe(0);
  expectNoSecret(step.everything);
});

it('a job with the identity deploys with each workspace’s own key, masks them all, and shows none', async () => {
  expect(workspaces.length).toBeGreaterThan(1);
  emulator.requests.length = 0;
  const step = await action.run(root, { inputs: { command: 'deploy' }, env: env() });
  expect(step.exitCode, step.log).toBe(0);
  expect(emulator.requests.length).toBeGreaterThan(0);
  const masked = step.commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message);
  for (const workspace of workspaces)
    expect(masked.filter((text) => text === `${canary}-${workspace}`)).toHaveLength(1);
  expect(masked.some((text) => text.includes(own.identity))).toBe(true);
  expectNoSecret(step.everything);

  const again = await action.run(root, { inputs: { command: 'deploy' }, env: env() });
  expect(again.exitCode).toBe(0);
});

it('a key that the vendor refuses is not repeated', async () => {
  const workspace = workspaces[0]!;
  await addCredential(worldOf(root), { account, workspace, key: async () => `${canary}-revoked` });
  replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
  const step = await action.run(root, { inputs: { command: 'deploy' }, env: env() });
  expect(step.exitCode).toBe(4);
  expect(step.everything).toContain(`${account}/${workspace}`);
  expectNoSecret(step.everything);
});
