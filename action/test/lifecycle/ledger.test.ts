import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unresolved } from '../../src/ledger/fold.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { acme, bolt, grocers, receipt } from './support/grocers.ts';
import { daysOn, outcomes, Scene, touched } from './support/scene.ts';

let scene: Scene;
const ledger = () => join(scene.root, '.tenantry/ledger');
beforeEach(async () => {
  scene = new Scene(grocers());
  expect((await scene.deploy()).exitCode).toBe(0);
});
afterEach(() => scene.discard());

/** Lines without what a new run or key makes of them. */
const facts = () =>
  [...scene.lines()].map(([name, { tenant, template, locale, digest, id, remote }]) => [
    name,
    tenant,
    template,
    locale,
    digest,
    id,
    remote,
  ]);

describe('a ledger that was deleted', () => {
  it('is noticed before anything is written', async () => {
    const vendor = scene.vendor();
    rmSync(ledger(), { recursive: true });
    scene.edit(receipt('New receipt'));
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(run.document.refusals?.map(({ code, message }) => `${code} ${message.split(' ')[0]}`)).toEqual([
      'ledger-lost one/acme',
      'ledger-lost one/cafe-eu',
      'ledger-lost two/bolt',
    ]);
    expect(run.text).toContain('ledger rebuild');
    expect(scene.vendor()).toEqual(vendor);
    expect([...scene.ledger().keys()]).toEqual([]);
    expect((await scene.plan()).exitCode).toBe(6);
  });

  it('for one workspace alone keeps the others from nothing, and routes as they are', async () => {
    const routes = scene.routes('acme');
    const vendor = scene.objects();
    rmSync(join(ledger(), 'one/acme.ndjson'));
    scene.edit(receipt('New receipt'));
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({
      'acme/receipt@acme': 'refused',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    expect(run.document.refusals?.map(({ code }) => code)).toEqual(['ledger-lost']);
    expect(touched(vendor, scene.objects()).filter((name) => name.startsWith('one/acme/'))).toEqual([]);
    expect(scene.routes('acme')).toEqual(routes);
  });

  it('gets no routes of what little could be written meanwhile: whoever reads them would take all else for gone', async () => {
    const routes = scene.routes('acme');
    rmSync(ledger(), { recursive: true });
    scene.edit({ 'tenants/dune/tenant.yaml': bolt()['tenants/bolt/tenant.yaml'] });
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'dune/receipt@dune': 'deployed', 'acme/receipt@acme': 'refused' });
    expect([...scene.ledger().keys()]).toEqual(['two/dune.ndjson']);
    expect(run.text).toMatch(/ledger rebuild[\s\S]*^Next: .*, then npm run tenantry -- deploy /m);

    const rebuilt = await scene.rebuild();
    expect(rebuilt.text).toMatch(/^Next: .*npm run tenantry -- deploy/m);
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, document: { pairs: [] } });
    expect(scene.routes('acme')).toEqual(routes);
    expect(scene.routes('dune').to).toEqual(['two/dune/receipt.en']);
  });

  it('is rebuilt from the workspaces, and then nothing is left to do', async () => {
    const before = { vendor: scene.vendor(), facts: facts(), routes: scene.routes('acme') };
    rmSync(ledger(), { recursive: true });
    const rebuilt = await scene.rebuild();
    expect(rebuilt).toMatchObject({
      exitCode: 0,
      document: { summary: { workspaces: 3, kept: 0, current: 9, earlier: 0 } },
    });
    expect(facts()).toEqual(before.facts);
    const run = await scene.deploy();
    expect(run).toMatchObject({ exitCode: 0, document: { pairs: [], summary: { unchanged: 6 } } });
    expect(scene.vendor()).toEqual(before.vendor);
    expect(scene.routes('acme')).toEqual(before.routes);
  });

  it('is rebuilt around what has changed since, which the next deployment writes alone', async () => {
    const objects = scene.objects();
    rmSync(ledger(), { recursive: true });
    scene.edit({ 'templates/receipt/strings/de.yaml': 'thanks: Vielen Dank\n' });
    expect((await scene.rebuild()).document.summary).toMatchObject({ current: 8, earlier: 1, unattributed: 0 });
    const run = await scene.deploy();
    expect(run.exitCode).toBe(0);
    expect(touched(objects, scene.objects())).toEqual(['one/acme/receipt.de']);
  });

  it('is rebuilt with what is no longer wanted, so that it still goes after its grace time', async () => {
    rmSync(ledger(), { recursive: true });
    scene.edit({ 'templates/ping': undefined }, acme({ also: '', more: 'optOut: { points: {} }\n' }));
    expect((await scene.rebuild()).document).toMatchObject({ unattributed: [], summary: { current: 4, earlier: 5 } });
    scene.edit(receipt('New receipt'));
    expect((await scene.deploy({ now: daysOn(1) })).exitCode).toBe(0);
    expect((await scene.deploy({ now: daysOn(31), allowArchives: true })).exitCode).toBe(0);
    expect([...scene.objects().keys()].filter((name) => name.startsWith('one/acme/'))).toEqual(['one/acme/receipt.en']);
  });
});

describe('a ledger that was rewound', () => {
  /** Deploys another receipt, and puts the ledger of before in place again. */
  async function rewind(): Promise<void> {
    const copy = join(scene.root, 'old-ledger');
    cpSync(ledger(), copy, { recursive: true });
    scene.edit(receipt('Newer receipt'));
    await scene.deploy();
    rmSync(ledger(), { recursive: true });
    cpSync(copy, ledger(), { recursive: true });
    rmSync(copy, { recursive: true });
  }

  it('is noticed in each workspace that it is wrong about', async () => {
    await rewind();
    const vendor = scene.vendor();
    scene.edit(receipt('Newest receipt'));
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(new Set(Object.values(outcomes(run)))).toEqual(new Set(['refused']));
    expect(run.text).toContain('the ledger was lost or rewound');
    expect(scene.vendor()).toEqual(vendor);

    expect((await scene.rebuild()).document.summary).toMatchObject({
      kept: 5,
      current: 0,
      earlier: 4,
      gone: 0,
      unattributed: 0,
    });
    const objects = scene.objects();
    const mended = await scene.deploy();
    expect(mended.exitCode).toBe(0);
    expect(touched(objects, scene.objects())).toEqual(
      [...objects.keys()].filter((name) => name.includes('receipt')).sort(),
    );
  });

  it('is put right without a write where the workspaces hold what is wanted', async () => {
    await rewind();
    const vendor = scene.vendor();
    const run = await scene.deploy();
    expect(run.exitCode).toBe(0);
    expect(new Set(Object.values(outcomes(run)))).toEqual(new Set(['unchanged']));
    expect(scene.vendor()).toEqual(vendor);
    expect(await scene.deploy()).toMatchObject({ document: { pairs: [] } });
  });

  it('is found out by a plan that looks into the workspaces, even where nothing is to be done', async () => {
    await rewind();
    scene.edit(receipt('Your receipt'));
    expect((await scene.plan()).exitCode).toBe(0);
    const run = await scene.plan({}, { refresh: true });
    expect(run.exitCode).toBe(6);
    expect(run.document.refusals.map((refusal) => refusal.code)).toEqual(Array(3).fill('ledger-lost'));
  });
});

describe('a workspace that was emptied', () => {
  it('is not filled again until its ledger was rebuilt; all others go on', async () => {
    rmSync(join(scene.root, '.tenantry/local/one/acme'), { recursive: true });
    scene.edit(receipt('New receipt'));
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toEqual({
      'acme/receipt@acme': 'refused',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    expect([...scene.objects().keys()].filter((name) => name.startsWith('one/acme/'))).toEqual([]);

    const rebuilt = await scene.rebuild();
    expect(rebuilt.document.summary).toMatchObject({ kept: 3, current: 0, earlier: 0, gone: 6 });
    expect(rebuilt.text).toContain('6 messages on record are no longer there: the next deployment creates them again');
    const objects = scene.objects();
    expect((await scene.deploy()).exitCode).toBe(0);
    expect(touched(objects, scene.objects())).toHaveLength(6);
    expect([...scene.lines().keys()].sort()).toEqual([...scene.objects().keys()].sort());
  });

  it('can be one that nobody is in any more', async () => {
    scene.edit({ 'tenants/acme': undefined });
    await scene.deploy({ now: daysOn(1) });
    rmSync(join(scene.root, '.tenantry/local/one/acme'), { recursive: true });
    expect((await scene.deploy({ now: daysOn(31), allowArchives: true })).exitCode).toBe(6);
    expect((await scene.rebuild({ now: daysOn(31) })).exitCode).toBe(0);
    expect(await scene.deploy({ now: daysOn(31), allowArchives: true })).toMatchObject({
      exitCode: 0,
      document: { pairs: [] },
    });
  });
});

describe('a rebuild', () => {
  it('counts a message that was deleted by hand as gone, and not one whose marker somebody took away', async () => {
    const folder = join(scene.root, '.tenantry/local/one/cafe-eu');
    rmSync(join(folder, 'points.en.json'));
    writeFileSync(join(folder, 'receipt.en.json'), '{}');
    const planned = await scene.plan({}, { refresh: true });
    const gone = { account: 'one', workspace: 'cafe-eu', tenant: 'cafe', template: 'points', locale: 'en' };
    expect(planned).toMatchObject({ exitCode: 0, document: { missing: [{ ...gone, name: 'points.en' }] } });
    const rebuilt = await scene.rebuild();
    expect(rebuilt.document).toMatchObject({ unattributed: [], summary: { kept: 7, gone: 1 } });
    expect(rebuilt.text).toContain('1 message on record is no longer there: the next deployment creates it again');
    expect((await scene.plan({}, { refresh: true })).document.missing).toEqual([]);
  });

  it('changes nothing in a ledger that is right, not even notes of what is unwanted', async () => {
    scene.edit({ 'templates/ping': undefined });
    await scene.deploy({ now: daysOn(1) });
    const before = scene.ledger();
    expect((await scene.rebuild({ now: daysOn(2) })).document.summary).toMatchObject({
      kept: 9,
      current: 0,
      earlier: 0,
    });
    expect(scene.ledger()).toEqual(before);
  });

  it('replaces a damaged file, which every other command refuses', async () => {
    const file = join(ledger(), 'one/acme.ndjson');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"tenant":"acme"', '"tenant":'));
    const run = await scene.deploy();
    expect(run.exitCode).toBe(3);
    expect(run.text).toContain('acme.ndjson:2 is damaged');
    expect((await scene.rebuild()).document.summary).toMatchObject({ kept: 3, current: 6 });
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, document: { pairs: [] } });
  });

  it('of some tenants leaves the others’ ledgers alone', async () => {
    rmSync(join(ledger(), 'one'), { recursive: true });
    expect((await scene.rebuild({ scope: { tenants: ['cafe'] } })).document.summary.workspaces).toBe(1);
    expect([...scene.lines().keys()].sort()).toEqual([
      'one/cafe-eu/points.en',
      'one/cafe-eu/receipt.en',
      'two/bolt/receipt.en',
    ]);
  });

  it('of some tenants leaves on record what a dead run may have written elsewhere', async () => {
    const store = openLedger(undefined, { root: scene.root, env: {} });
    const open = { account: 'two', workspace: 'bolt' };
    const left = (await store.read()).lines(open)?.values().next().value;
    const dead = await store.acquire('dead', { timeout: 0 });
    const gone = { account: 'two', workspace: 'nobodys' };
    for (const destination of [open, gone]) await dead.append([{ op: 'intend', destination, line: left! }]);
    await dead.release();
    await scene.rebuild({ scope: { tenants: ['cafe'] } });
    expect(unresolved((await store.read()).journals())).toEqual([{ destination: open, line: left }]);
    await scene.rebuild();
    expect((await store.read()).journals()).toEqual([]);
  });

  it('puts nothing on record that was changed at the vendor, and says what to do', async () => {
    const file = join(scene.root, '.tenantry/local/one/cafe-eu/receipt.en.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('Thank you', 'Thanks a lot'));
    rmSync(ledger(), { recursive: true });
    scene.edit(receipt('New receipt'));
    const rebuilt = await scene.rebuild();
    expect(rebuilt.document.unattributed).toEqual([
      { account: 'one', workspace: 'cafe-eu', name: 'receipt.en', reason: 'it was changed at the vendor' },
    ]);
    expect(rebuilt.text).toContain('removed at the vendor');
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(outcomes(run)).toMatchObject({ 'cafe/receipt@cafe-eu': 'refused', 'bolt/receipt@bolt': 'deployed' });

    rmSync(file);
    expect((await scene.deploy()).exitCode).toBe(0);
  });

  it('of a ledger that has lost its last line is not needed', async () => {
    const file = join(ledger(), 'one/acme.ndjson');
    const vendor = scene.vendor();
    const before = facts();
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, -2).join('\n'));
    expect((await scene.deploy()).exitCode).toBe(0);
    expect(scene.vendor()).toEqual(vendor);
    expect(facts()).toEqual(before);
  });
});
