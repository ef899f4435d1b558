import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/commands/deploy.ts';
import { observe } from '../../src/commands/observe.ts';
import { openSession } from '../../src/commands/session.ts';
import { deploy } from '../../src/deploy/deploy.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { everything } from '../../src/plan/scope.ts';
import { worldOf } from '../deploy/run.ts';
import { atVendor } from '../plan/support/world.ts';
import { cafe, configuration, grocers, receipt } from './support/grocers.ts';
import { daysOn, outcomes, Scene } from './support/scene.ts';

let scene: Scene;
const git = (...args: string[]): string => {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', ['-C', scene.root, ...identity, ...args], { encoding: 'utf8' }).trim();
};
const commit = (): string => {
  git('add', '-A');
  git('commit', '-q', '-m', 'Change');
  return git('rev-parse', 'HEAD');
};
const state = () => ({ vendor: scene.vendor(), ledger: scene.ledger() });

beforeEach(async () => {
  scene = new Scene({ ...grocers(), '.gitignore': '.tenantry/\n/plan/\n' });
  git('init', '-q', '-b', 'main');
  commit();
  expect((await scene.deploy()).exitCode).toBe(0);
});
afterEach(() => scene.discard());

describe('a plan that was made before', () => {
  const folder = () => join(scene.root, 'plan');

  it('is carried out as it is', async () => {
    scene.edit(receipt('New receipt'));
    commit();
    expect((await scene.plan({}, { out: folder() })).exitCode).toBe(0);
    const run = await scene.deploy({ plan: folder(), now: daysOn(1) });
    expect(run.exitCode).toBe(0);
    expect(Object.values(outcomes(run))).toEqual(Array(3).fill('deployed'));
    expect((await scene.deploy({ now: daysOn(1) })).document.pairs).toEqual([]);
  });

  it.each([
    ['another commit', receipt('Newer receipt'), true],
    ['files that were not committed', receipt('Newer receipt'), false],
    ['another file that was not committed', { 'templates/README.md': 'Notes' }, false],
  ])('is refused for %s', async (_, files, committed) => {
    scene.edit(receipt('New receipt'));
    commit();
    await scene.plan({}, { out: folder() });
    scene.edit(files);
    if (committed) commit();
    const before = state();
    const run = await scene.deploy({ plan: folder() });
    expect(run.exitCode).toBe(6);
    expect(run.text).toContain('the plan was made at');
    expect(state()).toEqual(before);
  });

  it('is refused for another repository', async () => {
    scene.edit(receipt('New receipt'));
    await scene.plan({}, { out: folder() });
    scene.edit({ '.github/tenantry.yml': scene.read('.github/tenantry.yml').replace('grocers', 'bakers') });
    const run = await scene.deploy({ plan: folder() });
    expect(run.exitCode).toBe(6);
    expect(run.text).toContain('the plan is for grocers, not for bakers');
  });

  it('is refused, message by message, where the files are no longer the same and no commit says so', async () => {
    rmSync(join(scene.root, '.git'), { recursive: true });
    scene.edit(receipt('New receipt'));
    await scene.plan({}, { out: folder() });
    scene.edit({ 'templates/receipt/strings/de.yaml': 'thanks: Vielen Dank\n' });
    const run = await scene.deploy({ plan: folder() });
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toEqual({
      'acme/receipt@acme': 'refused',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
  });

  it('is refused where something else was deployed meanwhile', async () => {
    scene.edit(receipt('New receipt'));
    await scene.plan({}, { out: folder() });
    const copy = scene.read('templates/receipt/subject.hbs');
    scene.edit({ 'templates/receipt/subject.hbs': 'Meanwhile' });
    await scene.deploy({ scope: { tenants: ['cafe'] } });
    scene.edit({ 'templates/receipt/subject.hbs': copy });
    const run = await scene.deploy({ plan: folder() });
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'cafe/receipt@cafe-eu': 'refused', 'acme/receipt@acme': 'deployed' });
  });

  it('is refused when it is damaged, or when it is to be narrowed', async () => {
    scene.edit(receipt('New receipt'));
    await scene.plan({}, { out: folder() });
    const before = state();
    const narrowed = await scene.deploy({ plan: folder(), scope: { tenants: ['acme'] } });
    expect(narrowed.exitCode).toBe(3);
    const path = join(folder(), 'plan.json');
    writeFileSync(path, scene.read('plan/plan.json').replace('"tenant": "cafe"', '"tenant": "acme"'));
    expect((await scene.deploy({ plan: folder() })).exitCode).toBe(3);
    rmSync(path);
    expect((await scene.deploy({ plan: folder() })).exitCode).toBe(3);
    expect(state()).toEqual(before);
  });
});

describe('a run that is older than what is deployed', () => {
  it('is refused, whatever it would do', async () => {
    const old = git('rev-parse', 'HEAD');
    scene.edit(receipt('New receipt'), { 'templates/points': undefined });
    const fresh = commit();
    expect((await scene.deploy()).exitCode).toBe(0);
    const before = state();
    git('checkout', '-q', old);
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(run.document.refusals).toMatchObject([
      { code: 'older-than-ledger', message: expect.stringContaining(fresh) },
    ]);
    expect(state()).toEqual(before);

    // The way to undo a change.
    git('checkout', '-q', 'main');
    git('revert', '--no-edit', fresh);
    const reverted = await scene.deploy();
    expect(reverted.exitCode).toBe(0);
    expect(outcomes(reverted)).toMatchObject({ 'bolt/receipt@bolt': 'deployed' });
  });
});

describe('a mistake anywhere', () => {
  it.each([
    ['in one tenant’s file', { 'tenants/cafe/tenant.yaml': `${Object.values(cafe())[0]}colour: red\n` }],
    [
      'in a value that one message needs',
      { 'tenants/cafe/tenant.yaml': Object.values(cafe())[0]?.replace('colour: "#0a7d33",', '') },
    ],
    ['in a partial of one tenant', { 'tenants/cafe/partials/foot.hbs': '{{nothing}}\n' }],
    ['in a template', { 'templates/points/html.hbs': '<p>{{#if}}</p>\n' }],
    ['in the configuration', configuration('maxArchive: 1')],
  ])('%s lets nothing be written, not even what is sound', async (_, files) => {
    const before = state();
    scene.edit(receipt('New receipt'), files);
    expect((await scene.deploy()).exitCode).toBe(3);
    expect((await scene.deploy({ scope: { tenants: ['cafe'] } })).exitCode).toBe(3);
    expect(state()).toEqual(before);
  });
});

describe('a vendor that makes no workspaces by itself', () => {
  it('has messages held until there is one, with exit code 5, and everything else deployed', async () => {
    const fresh = new Scene(grocers());
    // The one workspace that there is.
    fresh.edit({ '.tenantry/local/one/cafe-eu/workspace.json': '{"account":"one","workspace":"cafe-eu"}' });
    const world = worldOf(fresh.root);
    const session = openSession(world);
    const accounts = atVendor(session.accounts);
    const ledger = await openLedger(undefined, world).acquire(world.run, { timeout: 60 });
    const { observed, unreadable } = await observe(world, { ...session, accounts }, await ledger.read(), {
      scope: everything,
      refresh: true,
    });
    expect([...observed.keys()]).toEqual(['one/cafe-eu']);
    expect(unreadable).toEqual([]);
    const usual = { now: world.now, scope: everything, all: false, observed, newerOf: () => undefined };
    const { plan } = makePlan({ ...session, accounts, ledger: await ledger.read(), ...usual });
    expect(plan.summary).toEqual({ create: 2, update: 0, archive: 0, unchanged: 0, held: 4 });
    const rest = { ledger, now: world.now, allowArchives: false, concurrency: 4 };
    const result = await deploy(plan, { ...session, accounts, ...rest });
    await ledger.release();
    expect([...fresh.objects().keys()].sort()).toEqual(['one/cafe-eu/points.en', 'one/cafe-eu/receipt.en']);
    expect(new Set(result.pairs.map((pair) => pair.outcome))).toEqual(new Set(['held', 'deployed']));
    expect(exitCodeOf(plan, result)).toBe(5);
    expect(fresh.routes('acme').to).toEqual([]);
    fresh.discard();
  });
});
