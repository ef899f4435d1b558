import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { emulators } from '../../src/emulators/registry.ts';
import { copyOfShipped, replaceIn } from '../emulators/shipped.ts';
import { repositoryRoot, tenantry } from './support/terminal.ts';

/** A workspace as each vendor calls one. */
const workspaces: Readonly<Record<keyof typeof emulators, string>> = {
  sendgrid: 'sunnyside',
  postmark: 'Sunnyside',
  iterable: '8575',
  braze: 'sunnyside',
};

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** What a guide says in blocks of a language. */
function blocksOf(guide: string, language: string): string[] {
  const pattern = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  return [...guide.matchAll(pattern)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** The shipped repository with one tenant, whose emails go to the account that the guide has as its example. */
function repositoryOf(guide: string, id: string, host: string): string {
  const root = copyOfShipped('guide');
  for (const { name } of readdirSync(join(root, 'tenants'), { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  )) {
    if (!name.startsWith('_') && name !== 'sunnyside') rmSync(join(root, 'tenants', name), { recursive: true });
  }
  const [example = ''] = blocksOf(guide, 'yaml').filter((block) => block.startsWith('accounts:\n'));
  const { accounts } = parse(example) as { accounts: Record<string, { options?: object }> };
  const [[name = '', account] = []] = Object.entries(accounts);
  const entry = JSON.stringify({ ...account, options: { ...account?.options, host } });
  replaceIn(root, '.github/tenantry.yml', /^accounts:\n/m, `accounts:\n  ${name}: ${entry}\n`);
  replaceIn(root, 'tenants/sunnyside/tenant.yaml', /email: .*/, `email: { account: ${name}, id: "${id}" }`);
  return root;
}

describe.each(Object.entries(workspaces))('the guide to %s', (vendor, id) => {
  const guide = readFileSync(join(repositoryRoot, `action/docs/vendors/${vendor}.md`), 'utf8');
  const [start = '', calls = ''] = blocksOf(guide, 'sh');

  it('has an example and commands that work', async () => {
    const [, command = ''] = /^npm run tenantry -- (.*)$/.exec(start.trim()) ?? [];
    const [, port = ''] = /--port (\d+)/.exec(command) ?? [];
    const host = `http://127.0.0.1:${port}`;
    expect(guide.split(host).length, 'the same port everywhere').toBeGreaterThan(3);
    const root = repositoryOf(guide, id, host);
    const outcomes: Promise<string>[] = [];
    // A port of its own, as other tests run beside this one.
    const ran = await tenantry(command.replace(port, '0').split(' '), {
      cwd: root,
      onStderr: (text, kill) => {
        const [, url = ''] = /listens on (\S+) with 1 workspace/.exec(text) ?? [];
        const [, variable = '', keys = ''] =
          /^Deploy to it: (\w+)='(.*)' npm run tenantry -- deploy$/m.exec(text) ?? [];
        if (!text.includes('Stop it') || outcomes.length > 0) return;
        replaceIn(root, '.github/tenantry.yml', host, url);
        const outcome = tenantry(['deploy'], { cwd: root, env: { [variable]: keys } }).then(
          ({ exitCode, stdout, stderr }) => {
            const called = hasCurl ? call(calls.replaceAll(host, url)) : 'no curl';
            return `deploy: ${exitCode}${exitCode === 0 ? '' : stdout + stderr}, ${called}`;
          },
        );
        outcomes.push(outcome.finally(() => kill('SIGTERM')));
      },
    });
    expect(ran.exitCode).toBe(0);
    expect(await Promise.all(outcomes)).toEqual([hasCurl ? 'deploy: 0, calls: 0' : 'deploy: 0, no curl']);
  });
});

/** Runs a block of calls as it would be pasted; one that is refused ends it. */
function call(block: string): string {
  const { status, stderr } = spawnSync('sh', ['-ec', block.replaceAll('curl ', 'curl -sSf ')], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return `calls: ${status}${stderr}`;
}
