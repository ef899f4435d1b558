import { afterEach, beforeEach, expect, it } from 'vitest';
import { emulatedBraze, workspaceKey } from '../../src/emulators/braze/braze.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import { withoutNote } from '../../src/providers/braze/note.ts';
import type { HeldTemplate } from '../contract/braze-world.ts';
import { decodeEntities } from '../oracle/support/send.ts';
import { shippedMessages, shippedWorkspaces } from './shipped.ts';
import { held, type Scene, account as sendgrid, shippedAtSendgrid } from './shipped-at-sendgrid.ts';

const braze = 'demo-braze';
const tenant = 'fieldstone-market';
const file = `tenants/${tenant}/tenant.yaml`;

let scene: Scene;
let there: Emulator;
beforeEach(async () => {
  scene = await shippedAtSendgrid();
  there = await startEmulator(emulatedBraze({ key: 'canary' }), {
    rate: { per: 'workspace', limit: 250_000, seconds: 3600 },
  });
  scene.replace(
    '.github/tenantry.yml',
    /( {2}demo-braze:\n)( {4}.*\n){2}/,
    `$1    provider: braze\n    credentials: { env: TENANTRY_BRAZE }\n    options: { instance: us-01, host: "${there.url}" }\n`,
  );
  for (const { workspace } of shippedWorkspaces(scene.root, braze)) there.vendor.addWorkspace(workspace);
});
afterEach(async () => {
  await Promise.all([there.close(), scene.remove()]);
});

function run(command: string) {
  const keys = there.vendor.workspaces().map((workspace) => [workspace, workspaceKey('canary', workspace)]);
  return scene.run(command, { env: { TENANTRY_BRAZE: JSON.stringify(Object.fromEntries(keys)) } });
}

/** Every text of the tenant's emails as the preview shows them, by message and sample. */
function shownAt(account: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [at, { fields, shown }] of shippedMessages(scene.root, account)) {
    if (!at.startsWith(`${tenant}/`) || fields.html === undefined) continue;
    found.set(at, decodeEntities(JSON.stringify(shown()?.samples)));
  }
  return found;
}

it('one line moves a tenant’s email from SendGrid to Braze: the texts stay, and the old ones wait for their archive', async () => {
  expect((await run('deploy --json')).exitCode).toBe(0);
  const before = shownAt(sendgrid);
  expect(before.size).toBeGreaterThan(5);
  const oldOnes = [...(await held(scene)).keys()].filter((at) => at.startsWith(`${tenant}/`));
  expect(oldOnes.sort()).toEqual([...before.keys()].sort());

  scene.replace(file, `email: { id: ${tenant} }`, `email: { account: ${braze}, id: ${tenant} }`);
  expect(shownAt(braze)).toEqual(before);
  const plan = (await run('plan --json')).json() as {
    pairs: { account: string; template: string; action: string; messages: { locale: string }[] }[];
  };
  const changes = plan.pairs.flatMap(({ account, template, action, messages }) =>
    messages.map(({ locale }) => `${account} ${action} ${template}.${locale}`),
  );
  const names = [...before.keys()].map((at) => at.slice(tenant.length + 1));
  expect(changes.sort()).toEqual(
    [...names.map((name) => `${braze} create ${name}`), ...names.map((name) => `${sendgrid} held ${name}`)].sort(),
  );

  const moved = await run('deploy --json');
  expect(moved, moved.stderr).toMatchObject({ exitCode: 0 });
  const contents = there.vendor.contents(tenant) as unknown as { templates: HeldTemplate[] };
  const wanted = shippedMessages(scene.root, braze);
  for (const { template_name, body } of contents.templates) {
    const [name = ''] = template_name.split(' ');
    expect(withoutNote(body)?.text, name).toBe(wanted.get(`${tenant}/${name}`)?.fields.html);
  }
  expect(contents.templates.map(({ template_name }) => template_name.split(' ')[0]).sort()).toEqual(names.sort());
  expect([...(await held(scene)).keys()].filter((at) => at.startsWith(`${tenant}/`)).sort()).toEqual(oldOnes.sort());
});
