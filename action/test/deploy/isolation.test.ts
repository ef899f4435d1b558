import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../src/commands/deploy.ts';
import { plan } from '../../src/commands/plan.ts';
import type { Plan } from '../../src/generated/index.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { digestOfPairs } from '../../src/plan/content.ts';
import { everything } from '../../src/plan/scope.ts';
import { filesBelow, outcomes, runDeploy, stampsBelow, worldOf } from './run.ts';
import { edit, ping, receipt, smallRepository, temporaryFolder } from './small-repository.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder('isolation');
  edit(root, smallRepository('directory'));
});
afterEach(() => rmSync(root, { recursive: true }));

const at = (path: string) => join(root, '.tenantry', path);
const acme = 'local/demo-sendgrid/acme';

describe('a workspace that cannot be written', () => {
  it('fails alone, and the next run picks up exactly what failed', async () => {
    edit(root, { '.tenantry/local/demo-sendgrid/acme': 'a file where the folder should be' });
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(5);
    expect(outcomes(run)).toEqual({
      'acme/receipt@acme': 'failed',
      'acme/ping@acme': 'failed',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    const errors = run.document.pairs.flatMap(({ error }) => (error === undefined ? [] : [error]));
    expect(new Set(errors)).toEqual(
      new Set(['.tenantry/local/demo-sendgrid/acme is not a folder. Move it away and deploy again.']),
    );
    expect(() => readFileSync(at('ledger/routes/acme.json'))).toThrow('ENOENT');

    rmSync(at(acme));
    const others = stampsBelow(at('local'));
    const next = await runDeploy(root);
    expect(next.exitCode).toBe(0);
    expect(outcomes(next)).toEqual({ 'acme/receipt@acme': 'deployed', 'acme/ping@acme': 'deployed' });
    const after = stampsBelow(at('local'));
    for (const [path, stamp] of others) expect(after.get(path), path).toEqual(stamp);
  });

  it('keeps the routes and the data contract of what is deployed there', async () => {
    await runDeploy(root);
    const before = JSON.parse(readFileSync(at('ledger/routes/acme.json'), 'utf8'));
    edit(root, receipt('2.0.0', 'Your bill', ', currency: { type: string }'));
    rmSync(at(acme), { recursive: true });
    writeFileSync(at(acme), '');
    const run = await runDeploy(root);
    expect(outcomes(run)).toMatchObject({ 'acme/receipt@acme': 'failed', 'bolt/receipt@bolt': 'deployed' });
    const after = JSON.parse(readFileSync(at('ledger/routes/acme.json'), 'utf8'));
    expect(after).toEqual(before);
    const bolt = JSON.parse(readFileSync(at('ledger/routes/bolt.json'), 'utf8'));
    expect(bolt.templates.receipt.contract).not.toBe(before.templates.receipt.contract);
  });

  it('with an object that is not ours loses only that message', async () => {
    edit(root, { '.tenantry/local/demo-sendgrid/acme/ping.en.json': '{"mine": true}' });
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(5);
    expect(outcomes(run)).toMatchObject({ 'acme/ping@acme': 'failed', 'acme/receipt@acme': 'deployed' });
    expect(readFileSync(at(`${acme}/ping.en.json`), 'utf8')).toBe('{"mine": true}');
  });
});

it('what a dead run has written is recorded even where only the end of the next run finds it', async () => {
  const bolt = { account: 'demo-braze', workspace: 'bolt' };
  const store = openLedger(undefined, { root, env: {} });
  const lines = async () => [...((await store.read()).lines(bolt)?.values() ?? [])];
  await runDeploy(root);
  const old = readFileSync(at('ledger/demo-braze/bolt.ndjson'));
  edit(root, receipt('1.1.0', 'Second'));
  await runDeploy(root);
  const second = await lines();
  writeFileSync(at('ledger/demo-braze/bolt.ndjson'), old);
  const dead = await store.acquire('dead', { timeout: 0 });
  await dead.append(second.map((line) => ({ op: 'intend', destination: bolt, line })));
  await dead.release();

  const folder = at('local/demo-braze/bolt');
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, 'not a folder');
  const there = (): void => {
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
  };
  const world = worldOf(root);
  const progress = { ...world.progress, step: (text: string) => text.startsWith('Comparing') && there() };
  const options = { scope: { ...everything, tenants: ['acme'] }, allowArchives: false, lockTimeout: 60 };
  expect(await deploy({ ...world, progress }, options)).toMatchObject({ exitCode: 0 });
  expect((await store.read()).journals()).toEqual([]);
  expect(await lines()).toEqual(second);
});

describe('a guard refuses one workspace and lets the others go on', () => {
  beforeEach(async () => {
    await runDeploy(root);
  });

  it('when its ledger was rewound', async () => {
    const old = readFileSync(at('ledger/demo-sendgrid/acme.ndjson'));
    edit(root, receipt('1.1.0', 'Second'));
    await runDeploy(root);
    writeFileSync(at('ledger/demo-sendgrid/acme.ndjson'), old);
    edit(root, receipt('1.2.0', 'Third'));
    const files = filesBelow(at(acme));
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toEqual({
      'acme/receipt@acme': 'refused',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    expect(run.document.pairs.find(({ tenant }) => tenant === 'acme')?.error).toContain('ledger rebuild');
    expect(filesBelow(at(acme))).toEqual(files);
  });

  it('when it is empty although the ledger is not', async () => {
    rmSync(at(acme), { recursive: true });
    edit(root, receipt('1.1.0', 'Second'));
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'acme/receipt@acme': 'refused', 'bolt/receipt@bolt': 'deployed' });
  });

  it('when it is another workspace', async () => {
    writeFileSync(at(`${acme}/workspace.json`), '{"account":"demo-sendgrid","workspace":"cafe-eu"}');
    edit(root, receipt('1.1.0', 'Second'));
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'acme/receipt@acme': 'refused', 'cafe/receipt@cafe-eu': 'deployed' });
  });
});

describe('a deployment of a plan', () => {
  const options = { scope: everything, all: false, refresh: false, detailedExitcode: false };

  it('refuses what was deployed otherwise since', async () => {
    await runDeploy(root);
    edit(root, receipt('1.1.0', 'Second'));
    const out = join(root, '.tenantry/plan');
    await plan(worldOf(root), { ...options, out });
    const ledger = readFileSync(at('ledger/demo-braze/bolt.ndjson'), 'utf8');
    const other = ledger.replace(/"digest":"[0-9a-f]{64}"/g, `"digest":"${'0'.repeat(64)}"`);
    writeFileSync(at('ledger/demo-braze/bolt.ndjson'), other);
    const run = await runDeploy(root, { plan: out });
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'bolt/receipt@bolt': 'refused', 'acme/receipt@acme': 'deployed' });
  });

  it('refuses a message that does not come out as it was planned', async () => {
    const out = join(root, '.tenantry/plan');
    await plan(worldOf(root), { ...options, out });
    const made = JSON.parse(readFileSync(join(out, 'plan.json'), 'utf8')) as Plan;
    const ping = made.pairs.find(({ template }) => template === 'ping');
    if (ping?.messages[0]) ping.messages[0].after = '0'.repeat(64);
    writeFileSync(join(out, 'plan.json'), JSON.stringify({ ...made, digest: digestOfPairs(made.pairs) }));
    const run = await runDeploy(root, { plan: out });
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'acme/ping@acme': 'refused', 'acme/receipt@acme': 'deployed' });
  });

  it('finds done what another run did in the meantime', async () => {
    const out = join(root, '.tenantry/plan');
    await plan(worldOf(root), { ...options, out });
    await runDeploy(root);
    const before = stampsBelow(at('local'));
    const run = await runDeploy(root, { plan: out });
    expect(run.exitCode).toBe(0);
    expect(new Set(Object.values(outcomes(run)))).toEqual(new Set(['unchanged']));
    expect(stampsBelow(at('local'))).toEqual(before);
  });
});

describe('a deployment that is called off', () => {
  it('begins no further write, records what it did, and is finished by the next', async () => {
    const more = Array.from({ length: 20 }, (_, index) => Object.entries(ping('all: true', `ping-${index}`)));
    edit(root, Object.fromEntries(more.flat()));
    const stop = new AbortController();
    const world = worldOf(root, { signal: stop.signal });
    const progress = { ...world.progress, update: () => stop.abort(new Error('stopped by SIGTERM')) };
    const { exitCode, document } = await deploy(
      { ...world, progress },
      { scope: everything, allowArchives: false, lockTimeout: 5 },
    );
    expect(exitCode).toBe(5);
    expect(document).toMatchObject({ summary: { skipped: expect.any(Number) } });
    const before = stampsBelow(at('local'));
    const written = [...before.keys()].filter((path) => /\.\w\w\.json$/.test(path));
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(25);

    const next = await runDeploy(root);
    expect(next.exitCode).toBe(0);
    const after = stampsBelow(at('local'));
    for (const [path, stamp] of before) expect(after.get(path), path).toEqual(stamp);
    expect([...after.keys()].filter((path) => /\.\w\w\.json$/.test(path))).toHaveLength(25);
  });
});
