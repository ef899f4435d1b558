import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Vendor, vendors } from '../../../scripts/demo/accounts.ts';
import { type HeldMessage, readBack } from '../../../scripts/demo/read-back.ts';
import { type Demo, type Deployed, openDemo } from '../../../scripts/demo/run.ts';
import type { Plan } from '../../src/generated/index.ts';
import { bareEnvironment, repositoryRoot } from '../terminal/support/terminal.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo({ progress: { step() {}, update() {}, note() {}, end() {} } });
});
afterAll(() => demo?.close());

/** Everything that every workspace gives back, by `account/workspace/name`. */
async function heldEverywhere(): Promise<Map<string, HeldMessage>> {
  const found = new Map<string, HeldMessage>();
  for (const account of demo.accounts) {
    for (const workspace of account.tenants.keys()) {
      for (const message of await readBack(account, workspace)) {
        const at = `${account.vendor}/${workspace}/${message.name}`;
        expect(found.has(at), `${at} is there twice`).toBe(false);
        found.set(at, message);
      }
    }
  }
  return found;
}

/** Compares each message, filled in with each sample by its vendor's engine, with what the preview shows. */
async function expectAllAsShown(): Promise<void> {
  for (const [vendor, { messages, texts, differences }] of await demo.compare()) {
    expect(differences, vendor).toEqual([]);
    expect(messages, vendor).toBeGreaterThan(20);
    expect(texts, vendor).toBeGreaterThan(300);
  }
}

function planned({ pairs }: Plan): string[] {
  return pairs.flatMap(({ account, workspace, template, messages }) =>
    messages.map(({ locale }) => `${account}/${workspace}/${template}.${locale}`),
  );
}

function writesOf({ asked }: Deployed, vendor: Vendor): number {
  return asked.get(vendor)?.writes.length ?? 0;
}

describe('the shipped repository at four vendors at once', () => {
  it('is what the preview shows; a partial changes what prints it, and nothing else is written', async () => {
    const active = new Set(demo.accounts.flatMap(({ tenants }) => [...tenants.values()]));
    expect(active.size).toBe(12);
    const first = await demo.deploy();
    expect(first.document.summary.unchanged).toBe(0);
    const before = await heldEverywhere();
    await expectAllAsShown();
    const channels = new Set(Array.from(before, ([at, { channel }]) => `${at.split('/')[0]} ${channel}`));
    expect([...channels].sort()).toEqual([
      ...['braze email', 'braze push', 'braze sms', 'iterable email', 'iterable push', 'iterable sms'],
      ...['postmark email', 'sendgrid email'],
    ]);

    demo.change();
    const changing = planned(await demo.plan()).sort();
    const second = await demo.deploy();
    const after = await heldEverywhere();
    const changed = [...after.keys()].filter((at) => after.get(at)?.fields.html !== before.get(at)?.fields.html);
    expect(changed.sort()).toEqual(changing);
    expect(changed.length).toBeLessThan(after.size);
    for (const vendor of vendors) {
      const here = changed.filter((at) => at.startsWith(`${vendor}/`));
      expect(here.length, vendor).toBeGreaterThan(10);
      expect(writesOf(second, vendor), vendor).toBe(here.length);
    }
    await expectAllAsShown();

    const third = await demo.deploy();
    expect(vendors.map((vendor) => third.asked.get(vendor))).toEqual(vendors.map(() => ({ requests: 0, writes: [] })));
    expect(third.document.summary).toMatchObject({ deployed: 0, unchanged: first.document.summary.deployed });
  });

  it('is seen not to be, where somebody has changed, added or removed a message', async () => {
    const braze = demo.accounts.find(({ vendor }) => vendor === 'braze');
    const keys = JSON.parse(braze?.keys() ?? '{}') as Record<string, string>;
    const ask = async (workspace: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${keys[workspace]}`, 'content-type': 'application/json' };
      const response = await fetch(`${braze?.emulator.url}${path}`, {
        headers,
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      });
      return (await response.json()) as { templates: { email_template_id: string; template_name: string }[] };
    };
    const { templates } = await ask('fresh', '/templates/email/list');
    const [first, second] = templates.map(({ email_template_id, template_name }) => ({
      email_template_id,
      template_name,
    }));
    await ask('fresh', '/templates/email/update', { ...first, subject: 'Changed by hand' });
    await ask('fresh', '/templates/email/update', { ...second, template_name: 'renamed.en by hand' });
    const { differences } = (await demo.compare()).get('braze')!;
    const nameOf = (template?: { template_name: string }) => template?.template_name.split(' ')[0];
    expect(differences).toContain(`braze/fresh/${nameOf(first)}, typical, subject`);
    expect(differences).toContain(`braze/fresh/${nameOf(second)} is missing`);
    expect(differences).toContain('braze/fresh/renamed.en is unexpected');
    expect(differences.every((one) => one.startsWith('braze/fresh/'))).toBe(true);
  });
});

interface Running {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  /** Resolves when this is on stdout; fails when the process ends before. */
  says(words: string): Promise<void>;
}

const running: ChildProcess[] = [];

function start({ args = [], env }: { args?: string[]; env?: NodeJS.ProcessEnv } = {}): Running {
  const child = spawn(process.execPath, [join(repositoryRoot, 'scripts/demo.ts'), ...args], {
    cwd: repositoryRoot,
    env: { ...bareEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const says = async (words: string) => {
    const ended = once(child, 'close').then(() => {
      throw new Error(`it ended before it said “${words}”:\n${output.stdout}${output.stderr}`);
    });
    ended.catch(() => {});
    while (!output.stdout.includes(words)) await Promise.race([once(child.stdout!, 'data'), ended]);
  };
  return { child, output, says };
}

/** The folder of the copy. */
function folderIn(stdout: string): string {
  return /a copy of this repository in (.+):\n/.exec(stdout)?.[1] ?? '';
}

describe('npm run demo', () => {
  // One that a test did not see through would go on for ever.
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'close');
    }
  });

  it('with --once tells what went where, and leaves nothing behind', async () => {
    const { child, output } = start({ args: ['--once'] });
    const [exitCode] = await once(child, 'close');
    expect({ exitCode, ...output }).toMatchObject({ exitCode: 0 });
    expect(output.stdout).toMatch(/2\. Deploy\. 124 pairs deployed, 0 unchanged; \d+ requests; [\d.]+ s\./);
    expect(output.stdout).toMatch(/4\. Deploy that\. 89 pairs deployed, 35 unchanged;/);
    expect(output.stdout).toMatch(/5\. Deploy again\. 0 pairs deployed, 124 unchanged; 0 requests;/);
    expect(output.stdout).toMatch(/6\. Read back\. 170 messages, .+: all [1-9],\d{3} texts match the preview\./);
    for (const vendor of vendors) expect(output.stdout).toMatch(new RegExp(`^ {2}${vendor} +\\d+ +\\d+ `, 'm'));
    expect(output.stdout + output.stderr).not.toContain('demo-key');
    expect(existsSync(folderIn(output.stdout))).toBe(false);
  });

  it('serves a page of each workspace, without scripts, until it is stopped', async () => {
    const { child, output, says } = start();
    await says('Stop it with Ctrl+C.');
    const folder = folderIn(output.stdout);
    expect(existsSync(folder)).toBe(true);
    const addresses = output.stdout.match(/http:\/\/127\.0\.0\.1:\d+\/\w+\/\S+/g) ?? [];
    expect(addresses).toHaveLength(17);
    for (const address of addresses) {
      const response = await fetch(address);
      expect(response.status, address).toBe(200);
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'unsafe-inline';/,
      );
      const page = await response.text();
      expect(page.match(/<section>/g)?.length, address).toBeGreaterThan(0);
      expect(page).not.toContain('<script');
      expect(page).not.toContain('demo-key');
    }
    const shop = await (await fetch(addresses.find((one) => one.endsWith('/braze/obrien-and-sons')) ?? '')).text();
    expect(shop).toContain('O&#39;Brien &#38; Sons');
    expect(shop).toContain('<iframe sandbox=""');
    expect((await fetch(new URL('/braze/nobody', addresses[0]))).status).toBe(404);
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'close');
    expect(exitCode).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('ends, and leaves nothing behind, where it cannot begin', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'no-git-'));
    const { child, output } = start({ args: ['--once'], env: { PATH: folder, TMPDIR: folder } });
    const [exitCode] = await once(child, 'close');
    expect({ exitCode, ...output }).toMatchObject({ exitCode: 1, stdout: '' });
    expect(output.stderr).toContain('git is not installed.\n  Install git, and run this again.');
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('teaches with --help, and refuses what it does not know', async () => {
    const asked = start({ args: ['--help'] });
    expect((await once(asked.child, 'close'))[0]).toBe(0);
    expect(asked.output.stdout).toContain('npm run demo -- --once');
    const wrong = start({ args: ['--twice'] });
    expect((await once(wrong.child, 'close'))[0]).toBe(3);
    expect(wrong.output.stderr).toContain("unknown option '--twice'");
  });
});
