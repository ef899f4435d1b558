import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newIdentity, sealedPath, unseal } from '../../src/providers/sealed.ts';
import { filesBelow } from '../deploy/run.ts';
import { edit, smallRepository, temporaryFolder } from '../deploy/small-repository.ts';
import { problemsOf } from '../terminal/support/schemas.ts';
import { type Ran, type RunOptions, tenantry } from '../terminal/support/terminal.ts';

const folder = temporaryFolder('credentials');
const root = join(folder, 'repository');
const canary = 'key-canary-of-a-command';
let own: Awaited<ReturnType<typeof newIdentity>>;
let next: typeof own;

/** Says where the account of acme keeps its keys. */
function configure(credentials: string): void {
  const file = join(root, '.github/tenantry.yml');
  const text = readFileSync(file, 'utf8').replace(/^ +credentials: .*\n/gm, '');
  writeFileSync(file, text.replace(/( +)provider: local\n/, `$&$1credentials: ${credentials}\n`));
}

async function run(command: string, options: RunOptions = {}): Promise<Ran> {
  const ran = await tenantry(['credentials', ...command.split(' '), '--root', root], options);
  for (const secret of [canary, own.identity, next.identity]) expect(ran.stdout + ran.stderr).not.toContain(secret);
  return ran;
}

const at = (workspace: string) => ({ account: 'demo-sendgrid', workspace });
const open = (workspace: string, identity: string) =>
  unseal(root, at(workspace), { name: 'TENANTRY_AGE_KEY', value: identity });

beforeAll(async () => {
  edit(root, {
    ...smallRepository('directory'),
    '.github/tenantry.yml': `repository: larder-messaging
accounts:
  demo-sendgrid:
    provider: local
    options: { dialect: sendgrid }
  demo-braze:
    provider: local
    options: { dialect: braze }
`,
  });
  [own, next] = await Promise.all([newIdentity(), newIdentity()]);
  configure(`{ identity: { env: TENANTRY_AGE_KEY }, recipients: [${own.recipient}] }`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('credentials', () => {
  it('are added from stdin and from a variable, without a secret but the key, and replaced', async () => {
    const first = await run('add demo-sendgrid acme', { input: 'former\n' });
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    expect(first.stdout).toContain(sealedPath(at('acme')));
    expect(await open('acme', own.identity)).toBe('former');
    const second = await run('add demo-sendgrid acme --json', { input: `${canary}\n` });
    expect(problemsOf(second.json(), 'written')).toEqual([]);
    expect(await open('acme', own.identity)).toBe(canary);
    const third = await run('add demo-sendgrid lost --from TENANTRY_NEW', { env: { TENANTRY_NEW: canary } });
    expect(third.stderr).toContain('No tenant has the workspace demo-sendgrid/lost yet.');
    expect(await open('lost', own.identity)).toBe(canary);
    expect([...filesBelow(root).keys()].filter((path) => path.includes('partial'))).toEqual([]);
    for (const [path, text] of filesBelow(root)) expect(text, path).not.toContain(canary);
  });

  it('are listed by name: there, missing, of nobody', async () => {
    const ran = await run('list --json');
    expect(ran, ran.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(problemsOf(ran.json(), 'credentials')).toEqual([]);
    const { keys } = ran.json() as { keys: { workspace: string; state: string }[] };
    expect(keys.map(({ workspace, state }) => [workspace, state])).toEqual(
      [
        ['cafe-eu', 'missing'],
        ['acme', 'present'],
        ['lost', 'unused'],
      ].sort(),
    );
  });

  it('are written again for other recipients: all of them, or none', async () => {
    const before = filesBelow(join(root, '.github/credentials'));
    configure(`{ identity: { env: TENANTRY_AGE_KEY }, recipients: [${next.recipient}] }`);
    for (const env of [{}, { TENANTRY_AGE_KEY: next.identity }]) {
      const refused = await run('rotate demo-sendgrid', { env });
      expect(refused.exitCode).toBe(4);
      for (const workspace of ['acme', 'lost'])
        expect(refused.stderr).toContain(`no key for demo-sendgrid/${workspace}: `);
    }
    writeFileSync(join(root, sealedPath(at('lost'))), 'nonsense');
    const damaged = await run('rotate demo-sendgrid', { env: { TENANTRY_AGE_KEY: own.identity } });
    expect(damaged).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining(`${sealedPath(at('lost'))} is damaged`),
    });
    rmSync(join(root, sealedPath(at('lost'))));
    expect(readFileSync(join(root, sealedPath(at('acme'))), 'utf8')).toBe(before.get('demo-sendgrid/acme.age'));

    const ran = await run('rotate demo-sendgrid --json', { env: { TENANTRY_AGE_KEY: own.identity } });
    expect(ran.json()).toEqual({ written: [sealedPath(at('acme'))] });
    expect(await open('acme', next.identity)).toBe(canary);
    await expect(open('acme', own.identity)).rejects.toThrow('was not encrypted for the identity');
  });

  it.each([
    ['there is no account “demo-sendgird”', 'add demo-sendgird acme', canary],
    ['demo-braze does not keep its credentials in encrypted files', 'add demo-braze bolt', canary],
    ['cannot be a key', 'add demo-sendgrid acme', ''],
    ['cannot be a key', 'add demo-sendgrid acme', `${canary} and more`],
    ['the variable TENANTRY_NEW is not set', 'add demo-sendgrid acme --from TENANTRY_NEW', ''],
    ['Its name has to begin with TENANTRY_', `add demo-sendgrid acme --from PATH`, ''],
  ])('a mistake is told: %s', async (words, command, input) => {
    const ran = await run(command, { input });
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain(words);
  });

  it('need recipients that are some', async () => {
    configure('{ identity: { env: TENANTRY_AGE_KEY }, recipients: [age1short] }');
    const ran = await tenantry(['validate', '--root', root]);
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr + ran.stdout).toContain('recipients');
  });
});

describe('keygen', () => {
  it('writes an identity that only its owner reads, and tells the public key', async () => {
    const file = join(folder, 'tenantry.key');
    const ran = await run(`keygen ${file} --json`);
    expect(problemsOf(ran.json(), 'keygen')).toEqual([]);
    const { recipient } = ran.json() as { recipient: string };
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^# created: .*\n# public key: age1\w{58}\nAGE-SECRET-KEY-1[0-9A-Z]{58}\n$/);
    expect(ran.stdout + ran.stderr).not.toContain('AGE-SECRET-KEY');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    configure(`{ identity: { env: TENANTRY_AGE_KEY }, recipients: [${recipient}] }`);
    await run('add demo-sendgrid acme', { input: canary });
    expect(await open('acme', text)).toBe(canary);

    const again = await run(`keygen ${file}`);
    expect(again).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('already exists') });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('writes nothing into the repository', async () => {
    const file = join(root, 'tenantry.key');
    expect(await run(`keygen ${file}`)).toMatchObject({ exitCode: 3 });
    expect(existsSync(file)).toBe(false);
  });
});

it.each(['add', 'list', 'rotate', 'keygen'])('the help of %s teaches by examples', async (name) => {
  const { exitCode, stdout } = await tenantry(['credentials', name, '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Examples:\n  npm run tenantry -- credentials ${name}`);
});
