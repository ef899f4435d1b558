import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Checkout, checkout } from '../action/support/checkout.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { problemsOf } from './support/schemas.ts';
import { tenantry } from './support/terminal.ts';

let place: Checkout;
let empty: string;
beforeAll(() => {
  place = checkout('directory', { 'tenants/acme/strings/en.yaml': '{}\n' });
  empty = temporaryFolder('empty');
});
afterAll(() => {
  place.remove();
  rmSync(empty, { recursive: true, force: true });
});

/** What is typed, what is said of it, and what to do. */
const cases: [args: string[], message: string | RegExp, fix: string | RegExp][] = [
  [['valdate'], "unknown command 'valdate'", 'Did you mean validate?'],
  [['plan', '--tenent', 'acme'], "unknown option '--tenent'", 'Did you mean --tenant?'],
  [['ledger', 'rebuid'], "unknown command 'rebuid'", 'Did you mean rebuild?'],
  [['plan', 'acme'], /too many arguments/, 'See --help.'],
  [['explain'], /missing required argument 'tenant\[\/template\]'/, 'See --help.'],
  [['plan', '--label', 'gold'], /Write it as key=value/, 'See --help.'],
  [['plan', '--label', 'a=1', '--label', 'a=2'], /There is already a value for “a”/, 'See --help.'],
  [['plan', '--now', 'yesterday'], /Write it as 2026-11-25/, 'See --help.'],
  [['plan', '--now', '2026-13-45'], /Write it as 2026-11-25/, 'See --help.'],
  [['deploy', '--lock-timeout', 'long'], /Use a number of seconds/, 'See --help.'],
  [['plan', '--out', ''], /Name a folder/, 'See --help.'],
  [['plan', '--tenant', '--all'], /Name an id/, 'See --help.'],
  [['new', 'template', 'x', '--channel', 'fax'], /Allowed choices are email, push, sms/, 'See --help.'],
];

test.each(cases)('%j', async (args, message, fix) => {
  const ran = await tenantry([...args, '--json'], { cwd: place.root });
  expect(ran.exitCode).toBe(3);
  expect(problemsOf(ran.json(), 'error')).toEqual([]);
  expect(ran.json()).toMatchObject({ error: { message: like(message), fix: like(fix) } });
  expect(ran.stderr).toMatch(/^error: .*\n(\(Did you mean .*\?\)\n)?\(add --help to see the commands and options\)\n$/);
});

/** As above, said by commands that have looked at the repository. */
const known: [args: string[], message: string | RegExp, fix: string | RegExp][] = [
  [['plan', '--tenant', 'acmee'], 'there is no tenant “acmee”', 'Did you mean “acme”?'],
  [['deploy', '--template', 'reciept'], 'there is no template “reciept”', 'Did you mean “receipt”?'],
  [['status', '--tenant', 'zzzzzzzz'], 'there is no tenant “zzzzzzzz”', 'Known: “acme”, “bolt”, “cafe”.'],
  [['preview', '--label', 'tier=gold'], 'no tenant has a label “tier”', ''],
  [['explain', 'acme/pong'], 'there is no template “pong”', 'Did you mean “ping”?'],
  [['explain', 'acme/ping/en'], /neither a tenant nor a pair/, 'Write <tenant> or <tenant>/<template>.'],
  [['pin', 'acme', 'ping', '--until', 'soon'], '--until soon is not a date', 'Write it as 2027-01-31.'],
  [['new', 'tenant', 'Corner Shop'], /“Corner Shop” cannot be a tenant’s id/, /corner-shop/],
  [['new', 'tenant', 'acme'], 'there is already a tenant “acme”', 'Choose another id.'],
  [['deploy', '--plan', 'nowhere'], /there is no plan in/, /plan --out/],
  [['validate', '--root', 'nowhere'], /there is no folder .*nowhere$/, 'Give the folder of the repository.'],
];

test.each(known)('%j', async (args, message, fix) => {
  const ran = await tenantry([...args, '--json'], { cwd: place.root });
  expect(ran.exitCode).toBe(3);
  expect(problemsOf(ran.json(), 'error')).toEqual([]);
  const error = { message: like(message), ...(fix !== '' && { fix: like(fix) }) };
  expect(ran.json()).toMatchObject({ error });
  expect(ran.stderr).toMatch(/^tenantry: .*\.\n( {2}.*\n)?$/);
});

test('a folder without a repository is told from one with mistakes', async () => {
  const { exitCode, stderr } = await tenantry(['deploy', '--root', empty]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('there is no .github/tenantry.yml');
  expect(stderr).toContain('--root');
  expect(stderr).toMatch(/tenantry: the repository has \d errors\.\n$/);
});

test('mistakes in files are said with their lines, or as one document', async () => {
  mkdirSync(join(empty, 'more'));
  const { root, remove } = checkout('directory', { 'templates/ping/body.hbs': 'It is {{wya}}' });
  try {
    const [text, json] = await Promise.all([
      tenantry(['plan', '--root', root]),
      tenantry(['plan', '--root', root, '--json']),
    ]);
    expect(text).toMatchObject({ exitCode: 3, stdout: '' });
    expect(text.stderr).toContain('1 │ It is {{wya}}');
    expect(json.exitCode).toBe(3);
    expect(problemsOf(json.json(), 'validate')).toEqual([]);
    expect(json.json()).toMatchObject({
      summary: { errors: 1 },
      diagnostics: [{ file: 'templates/ping/body.hbs', line: 1 }],
    });
  } finally {
    remove();
  }
});

test('what the machine refuses is told from mistakes and from bugs', async () => {
  writeFileSync(join(empty, 'file'), '');
  const ran = await tenantry(['plan', '--out', join(empty, 'file/plan'), '--json'], { cwd: place.root });
  expect(ran.exitCode).toBe(1);
  expect(problemsOf(ran.json(), 'error')).toEqual([]);
  expect(ran.json()).toMatchObject({ error: { message: expect.stringContaining('ENOTDIR') } });
  expect(ran.stderr).toMatch(/^tenantry: the system refused it: .*\n {2}Check .*file\/plan\.\n$/);
});

function like(text: string | RegExp): unknown {
  return typeof text === 'string' ? text : expect.stringMatching(text);
}

test.runIf(process.platform === 'linux')(
  'a folder that cannot be made ends in words, not in an endless loop',
  async () => {
    const ran = await tenantry(['preview', '--out', '/proc/nowhere/deeper', '--json'], { cwd: place.root });
    expect(ran.exitCode).toBe(1);
    expect(ran.json()).toMatchObject({ error: { message: expect.stringContaining('/proc/nowhere') } });
  },
);

test('with the ledger on a branch, files that are not committed are refused before anything is begun', async () => {
  const shared = checkout('branch');
  try {
    writeFileSync(join(shared.root, 'templates/README.md'), 'Notes\n');
    const ran = await tenantry(['deploy', '--json'], { cwd: shared.root });
    expect(ran.exitCode).toBe(6);
    expect(ran.json()).toMatchObject({
      error: { message: expect.stringContaining('not committed'), fix: expect.stringContaining('Commit') },
    });
    expect(ran.stderr).not.toContain('Writing messages');
    expect(shared.atOrigin('for-each-ref', 'refs/tenantry', 'refs/heads/tenantry-ledger')).toBe('');
  } finally {
    shared.remove();
  }
});
