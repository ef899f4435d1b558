import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/digest.ts';
import { emulatedBraze, workspaceKey } from '../../src/emulators/braze/braze.ts';
import { compileBraze } from '../../src/emulators/braze/render.ts';
import { type Emulator, startEmulator } from '../../src/emulators/kernel.ts';
import type { HeldBlock, HeldTemplate } from '../contract/braze-world.ts';
import { decodeEntities } from '../oracle/support/send.ts';
import { type RunOptions, tenantry } from '../terminal/support/terminal.ts';
import { copyOfShipped, now, replaceIn, shippedMessages, shippedWorkspaces, shownForVendor } from './shipped.ts';

const account = 'demo-braze';
const keyOf = (workspace: string) => workspaceKey('canary', workspace);

let root: string;
let emulator: Emulator;
/** Told of every request that writes, when it was carried out. */
let onWrite: (() => void) | undefined;
let workspaces: readonly string[];
beforeEach(async () => {
  emulator = await startEmulator(emulatedBraze({ key: 'canary' }), {
    rate: { per: 'workspace', limit: 250_000, seconds: 3600 },
    onExchange: ({ request }) => request.method !== 'GET' && onWrite?.(),
  });
  onWrite = undefined;
  root = copyOfShipped('braze');
  replaceIn(
    root,
    '.github/tenantry.yml',
    /( {2}demo-braze:\n)( {4}.*\n){2}/,
    `$1    provider: braze\n    credentials: { env: TENANTRY_BRAZE }\n    options: { instance: us-01, host: "${emulator.url}" }\n`,
  );
  workspaces = [...new Set(shippedWorkspaces(root, account).map(({ workspace }) => workspace))];
  for (const workspace of workspaces) emulator.vendor.addWorkspace(workspace);
});
afterEach(async () => {
  await emulator.close();
  rmSync(root, { recursive: true, force: true });
});

function run(
  command: string,
  keys = Object.fromEntries(workspaces.map((id) => [id, keyOf(id)])),
  options: RunOptions = {},
) {
  return tenantry([...command.split(' '), '--root', root, '--now', now], {
    ...options,
    env: { TENANTRY_BRAZE: JSON.stringify(keys) },
  });
}

const writes = () => emulator.requests.filter(({ method }) => method !== 'GET');

async function read<T>(workspace: string, path: string): Promise<T> {
  const response = await fetch(emulator.url + path, { headers: { authorization: `Bearer ${keyOf(workspace)}` } });
  return (await response.json()) as T;
}

/** Everything that a workspace holds, read over the vendor's API, by the message's name: Liquid for each field. */
async function held(workspace: string): Promise<Map<string, Record<string, string>>> {
  const { templates } = await read<{ templates: HeldTemplate[] }>(workspace, '/templates/email/list?limit=1000');
  const blocks = await read<{ content_blocks: HeldBlock[] }>(workspace, '/content_blocks/list?limit=1000');
  const found = new Map<string, Record<string, string>>();
  for (const { email_template_id, template_name } of templates) {
    const path = `/templates/email/info?email_template_id=${email_template_id}`;
    const { subject, body, plaintext_body, preheader } = await read<HeldTemplate>(workspace, path);
    const [name = ''] = template_name.split(' ');
    expect(found.has(name), name).toBe(false);
    found.set(name, { subject, html: body, text: plaintext_body, preheader });
  }
  for (const { content_block_id, name } of blocks.content_blocks) {
    if (name === 'tenantry__larder-messaging') continue;
    const { content } = await read<HeldBlock>(workspace, `/content_blocks/info?content_block_id=${content_block_id}`);
    const part = (field: string) => `{% assign tenantry_field = '${field}' %}${content}`;
    found.set(name.replace('_', '.'), { body: content, title: part('title'), link: part('link') });
  }
  return found;
}

/** Every message, read from its workspace and rendered, is what the preview shows, and is there once. */
async function expectAllAsShown(): Promise<number> {
  const wanted = shippedMessages(root, account);
  let renderings = 0;
  for (const workspace of workspaces) {
    const there = await held(workspace);
    const names = [...wanted.keys()].filter((at) => at.startsWith(`${workspace}/`));
    expect([...there.keys()].map((name) => `${workspace}/${name}`).sort()).toEqual(names.sort());
    for (const at of names) {
      const { samples, shown } = wanted.get(at)!;
      const texts = shown()?.samples;
      for (const [sample, { recipient = {}, event = {} }] of samples) {
        for (const [field, text] of Object.entries(texts?.[sample] ?? {})) {
          const source = there.get(at.slice(workspace.length + 1))?.[field] ?? '';
          const sent = compileBraze(source)({
            recipient: recipient as JsonObject,
            event: event as JsonObject,
            vendor: shownForVendor,
          });
          expect(decodeEntities(sent), `${at}, ${sample}, ${field}`).toBe(decodeEntities(text));
          renderings += 1;
        }
      }
    }
  }
  return renderings;
}

describe('the shipped repository at an emulated Braze', () => {
  it('is deployed, is what the preview shows, and is changed where a string changes', async () => {
    const plan = await run('plan');
    expect(plan.stdout).toContain('email live when a campaign next copies it, push and SMS at once');
    const first = await run('deploy --json');
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    expect(await expectAllAsShown()).toBeGreaterThan(100);

    emulator.requests.length = 0;
    expect((await run('deploy --json')).exitCode).toBe(0);
    expect(emulator.requests).toEqual([]);

    replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    const third = await run('deploy --json');
    expect(third, third.stderr).toMatchObject({ exitCode: 0 });
    expect(new Set(writes().map(({ path }) => path))).toEqual(new Set(['/templates/email/update']));
    await expectAllAsShown();
    for (const workspace of workspaces)
      expect(first.stdout + first.stderr + third.stdout).not.toContain(keyOf(workspace));
  });

  it('writes nothing where keys were crossed after the first deployment', async () => {
    expect((await run('deploy --json')).exitCode).toBe(0);
    emulator.requests.length = 0;
    replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    const next = (at: number) => workspaces[(at + 1) % workspaces.length] ?? '';
    const crossed = await run('deploy --json', Object.fromEntries(workspaces.map((one, at) => [one, keyOf(next(at))])));
    expect(crossed.exitCode).toBe(6);
    const told = workspaces.map((one, at) => `${account}/${one} turns out to be ${account}/${next(at)}`);
    expect(told.some((words) => crossed.stdout.includes(words))).toBe(true);
    expect(writes()).toEqual([]);
  });

  it('when killed after its first claim, while it creates, and while it changes, the next run completes it', async () => {
    const killedAfter = async (count: number): Promise<void> => {
      let left = count;
      const killed = await run('deploy', undefined, {
        onStart: (child) => {
          onWrite = () => --left === 0 && child.kill('SIGKILL');
        },
      });
      expect(killed.exitCode).toBeNull();
      onWrite = undefined;
    };
    await killedAfter(1);
    await killedAfter(17);
    expect(await run('deploy --json')).toMatchObject({ exitCode: 0 });
    await expectAllAsShown();
    replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    await killedAfter(2);
    expect(await run('deploy --json')).toMatchObject({ exitCode: 0 });
    await expectAllAsShown();
  });

  it('fails with 4 where there is no key, and writes everywhere else', async () => {
    const [one = '', ...rest] = workspaces;
    const ran = await run('deploy --json', Object.fromEntries(rest.map((workspace) => [workspace, keyOf(workspace)])));
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout).toContain('the JSON object in TENANTRY_BRAZE has no key for it');
    const written = new Set(writes().map(({ workspace }) => workspace));
    expect(written).toEqual(new Set(rest));
    expect(written).not.toContain(one);
  });
});
