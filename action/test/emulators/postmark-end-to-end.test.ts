import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/digest.ts';
import { type Emulator, type Exchange, startEmulator } from '../../src/emulators/kernel.ts';
import { compileMustachio } from '../../src/emulators/postmark/mustachio.ts';
import { emulatedPostmark, serverToken } from '../../src/emulators/postmark/postmark.ts';
import { decodeEntities } from '../oracle/support/send.ts';
import { type RunOptions, tenantry } from '../terminal/support/terminal.ts';
import { copyOfShipped, now, replaceIn, shippedMessages, shippedWorkspaces, useAccount } from './shipped.ts';

const account = 'postmark-us';
const tokenOf = (server: string) => serverToken('canary', server);
const parts = [
  ['subject', 'Subject'],
  ['html', 'HtmlBody'],
  ['text', 'TextBody'],
] as const;

let root: string;
let emulator: Emulator;
let servers: readonly string[];
/** Called after each write that the vendor has carried out, before it is answered. */
let onWrite = () => {};
beforeEach(async () => {
  onWrite = () => {};
  const onExchange = ({ request }: Exchange) => {
    if (isWrite(request)) onWrite();
  };
  emulator = await startEmulator(emulatedPostmark({ key: 'canary' }), { onExchange });
  root = copyOfShipped('postmark');
  useAccount(root, account, 'provider: postmark\n    credentials: { env: TENANTRY_POSTMARK_US }', emulator.url);
  servers = [...new Set(shippedWorkspaces(root, account).map(({ workspace }) => workspace))];
  for (const server of servers) emulator.vendor.addWorkspace(server);
});
afterEach(async () => {
  await emulator.close();
  rmSync(root, { recursive: true, force: true });
});

function allTokens(): Record<string, string> {
  return Object.fromEntries(servers.map((server) => [server, tokenOf(server)]));
}

function deploy(tokens = allTokens(), options: RunOptions = {}) {
  const env = { TENANTRY_POSTMARK_US: JSON.stringify(tokens) };
  return tenantry(['deploy', '--json', '--root', root, '--now', now], { ...options, env });
}

const isWrite = ({ method }: { method: string }) => method !== 'GET';

async function read(server: string, path: string): Promise<JsonObject> {
  const response = await fetch(`${emulator.url}${path}`, { headers: { 'x-postmark-server-token': tokenOf(server) } });
  return (await response.json()) as JsonObject;
}

/** What a template comes to with a sample, as Postmark sends it. */
function sent(template: JsonObject, { recipient = {}, event = {} }: JsonObject): Record<string, string> {
  const extra = { 'pm:unsubscribe_url': 'https://vendor.example/unsubscribe' };
  return Object.fromEntries(
    parts.map(([field, part]) => [field, compileMustachio(String(template[part]))({ recipient, event }, extra)]),
  );
}

/** Every message, read from its server over the vendor's API and rendered, is what the preview shows, and is there once. */
async function expectAllAsShown(): Promise<number> {
  const wanted = shippedMessages(root, account);
  for (const server of servers) {
    const { Templates: listed } = await read(server, '/templates?count=500&offset=0');
    const aliases = (listed as readonly JsonObject[]).map(({ Alias }) => `${server}/${Alias}`);
    expect(aliases.sort()).toEqual([...wanted.keys()].filter((at) => at.startsWith(`${server}/`)).sort());
  }
  let renderings = 0;
  for (const [at, { samples, shown }] of wanted) {
    const [server = '', alias] = at.split('/');
    const template = await read(server, `/templates/${alias}`);
    expect(template.TemplateType).toBe('Standard');
    const texts = shown()?.samples;
    for (const [name, sample] of samples) {
      const { subject, html, text = '' } = texts?.[name] ?? {};
      // Postmark spells entities in its own way.
      const { html: htmlSent = '', ...others } = sent(template, sample);
      expect(others, `${at}, ${name}`).toEqual({ subject, text });
      expect(decodeEntities(htmlSent), `${at}, ${name}`).toBe(decodeEntities(html ?? ''));
      renderings += 1;
    }
  }
  return renderings;
}

describe('the shipped repository at an emulated Postmark', () => {
  it('is deployed, is what the preview shows, and is changed where a string changes', async () => {
    const first = await deploy();
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    expect(await expectAllAsShown()).toBeGreaterThan(100);

    emulator.requests.length = 0;
    expect((await deploy()).exitCode).toBe(0);
    expect(emulator.requests).toEqual([]);

    replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    const third = await deploy();
    expect(third, third.stderr).toMatchObject({ exitCode: 0 });
    const writes = emulator.requests.filter(isWrite);
    expect(writes.length).toBeGreaterThan(0);
    expect(new Set(writes.map(({ method }) => method))).toEqual(new Set(['PUT']));
    await expectAllAsShown();
    for (const server of servers) expect(first.stdout + first.stderr + third.stdout).not.toContain(tokenOf(server));
  });

  it('when killed while it creates, and while it changes, the next run completes it without twins', async () => {
    const killedAfter = async (writes: number): Promise<void> => {
      const killed = await deploy(allTokens(), {
        onStart: (child) => {
          let left = writes;
          onWrite = () => {
            left -= 1;
            if (left === 0) child.kill('SIGKILL');
          };
        },
      });
      expect(killed.exitCode).toBeNull();
      onWrite = () => {};
      const next = await deploy();
      expect(next, next.stderr).toMatchObject({ exitCode: 0 });
      await expectAllAsShown();
    };
    await killedAfter(17);
    replaceIn(root, 'templates/welcome/strings/en.yaml', /^(\w+: .*)$/m, '$1 !');
    await killedAfter(2);
  });

  it('writes nothing where a token leads to another server', async () => {
    const [one = '', other = ''] = servers;
    const crossed = await deploy({ [one]: tokenOf(other) });
    // A guard's refusal goes before the tokens that are missing.
    expect(crossed.exitCode).toBe(6);
    expect(crossed.stdout).toContain(`${account}/${one} turns out to be ${account}/${other}`);
    expect(crossed.stdout + crossed.stderr).not.toContain(tokenOf(other));
    expect(emulator.requests.filter(isWrite)).toEqual([]);
  });

  it('fails with 4 where there is no token, and writes everywhere else', async () => {
    const [one = '', ...rest] = servers;
    const ran = await deploy(Object.fromEntries(rest.map((server) => [server, tokenOf(server)])));
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout).toContain('the JSON object in TENANTRY_POSTMARK_US has no key for it');
    const written = new Set(emulator.requests.filter(isWrite).map(({ workspace }) => workspace));
    expect(written).toEqual(new Set(rest));
    expect(written).not.toContain(one);
  });
});
