import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preview } from '../../src/commands/preview.ts';
import { validate } from '../../src/commands/validate.ts';
import { everything } from '../../src/plan/scope.ts';
import { acme, bolt, cafe, grocers, receipt } from './support/grocers.ts';
import { daysOn, outcomes, Scene, start, touched } from './support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = new Scene(grocers());
  expect((await scene.deploy()).exitCode).toBe(0);
});
afterEach(() => scene.discard());

const receipts = ['one/acme/receipt.de', 'one/acme/receipt.en', 'one/cafe-eu/receipt.en', 'two/bolt/receipt.en'];

describe('an active tenant', () => {
  it('has everything created, with routes', () => {
    expect([...scene.objects().keys()].sort()).toEqual(
      [
        ...receipts,
        ...['ping', 'points'].flatMap((name) => [`one/acme/${name}.de`, `one/acme/${name}.en`]),
        'one/cafe-eu/points.en',
      ].sort(),
    );
    expect([...scene.lines().keys()].sort()).toEqual([...scene.objects().keys()].sort());
    const routed = ['acme', 'bolt', 'cafe'].flatMap((tenant) => scene.routes(tenant).to);
    expect(routed.sort()).toEqual([...scene.objects().keys()].sort());
  });

  it('has updated what changes, and nothing else', async () => {
    const before = scene.objects();
    scene.edit(receipt('New receipt'));
    expect((await scene.deploy()).document.summary).toMatchObject({ deployed: 3, unchanged: 3 });
    expect(touched(before, scene.objects())).toEqual(receipts);
  });

  it('has no file touched by a second deployment', async () => {
    const before = { vendor: scene.vendor(), ledger: scene.ledger() };
    const again = await scene.deploy({ now: daysOn(1) });
    expect(again).toMatchObject({ exitCode: 0, document: { pairs: [], summary: { unchanged: 6 } } });
    expect({ vendor: scene.vendor(), ledger: scene.ledger() }).toEqual(before);
  });
});

describe('a draft', () => {
  const diner = { 'tenants/diner/tenant.yaml': Object.values(bolt({ status: 'draft' }))[0]?.replace('Bolt', 'Diner') };

  it('is validated and previewed, and not deployed', async () => {
    scene.edit(diner);
    const before = { vendor: scene.vendor(), ledger: scene.ledger() };
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, document: { pairs: [] } });
    expect({ vendor: scene.vendor(), ledger: scene.ledger() }).toEqual(before);

    const options = { scope: { ...everything, tenants: ['diner'] }, all: true, out: `${scene.root}/preview` };
    expect((await scene.run(start, (world) => preview(world, options))).exitCode).toBe(0);
    expect(scene.read('preview/messages.ndjson')).toContain('"tenant":"diner"');

    scene.edit({ 'tenants/diner/partials/foot.hbs': '{{colours}}\n' });
    expect((await scene.run(start, (world) => validate(world, { scope: everything }))).exitCode).toBe(3);
  });

  it('keeps what is deployed, without routes, and gets it back untouched', async () => {
    const before = { vendor: scene.vendor(), lines: scene.lines(), routes: scene.routes('bolt') };
    scene.edit(bolt({ status: 'draft', more: 'optOut: { receipt: {} }\n' }), receipt('New receipt'));
    const run = await scene.deploy({ now: daysOn(1) });
    expect(run.exitCode).toBe(0);
    expect(Object.keys(outcomes(run))).toEqual(['acme/receipt@acme', 'cafe/receipt@cafe-eu']);
    expect(scene.vendor().get('two/bolt/receipt.en.json')).toEqual(before.vendor.get('two/bolt/receipt.en.json'));
    expect(scene.lines().get('two/bolt/receipt.en')).toEqual(before.lines.get('two/bolt/receipt.en'));
    expect(scene.routes('bolt').to).toEqual([]);

    scene.edit(bolt(), receipt('Your receipt'));
    await scene.deploy({ now: daysOn(60) });
    expect(scene.vendor().get('two/bolt/receipt.en.json')).toEqual(before.vendor.get('two/bolt/receipt.en.json'));
    expect(scene.routes('bolt')).toEqual(before.routes);
  });
});

describe.each([
  ['suspended', { status: 'suspended' }, 'suspended'],
  ['frozen', { more: 'freeze: { sale: { from: 2026-11-23, until: 2026-11-25 } }\n' }, 'freeze'],
] as const)('a tenant that is %s', (_, values, hold) => {
  it('has changes held, and keeps its messages and routes, marked', async () => {
    const before = {
      objects: scene.objects(),
      routes: scene.routes('bolt'),
      line: scene.lines().get('two/bolt/receipt.en'),
    };
    scene.edit(bolt(values), receipt('New receipt'));
    const run = await scene.deploy();
    expect(run.exitCode).toBe(0);
    expect(run.document.summary).toMatchObject({ deployed: 2, held: 1, unchanged: 3 });
    expect(outcomes(run)['bolt/receipt@bolt']).toBe('held');
    expect(run.text).toMatch(/held\s+bolt\/receipt/);
    expect(touched(before.objects, scene.objects())).toEqual(receipts.filter((name) => !name.includes('bolt')));
    expect(scene.routes('bolt')).toEqual({ ...before.routes, hold });
    expect(scene.lines().get('two/bolt/receipt.en')).toEqual(before.line);

    scene.edit(bolt());
    const released = await scene.deploy();
    expect(outcomes(released)).toEqual({ 'bolt/receipt@bolt': 'deployed' });
    expect(scene.routes('bolt')).toEqual(before.routes);
  });

  it('has nothing new created', async () => {
    scene.edit({ 'tenants/bolt/tenant.yaml': undefined });
    const diner = Object.values(bolt(values))[0]?.replace('Bolt', 'Diner');
    scene.edit({ 'tenants/diner/tenant.yaml': diner });
    const before = scene.objects();
    const run = await scene.deploy();
    expect(run.exitCode).toBe(0);
    expect(outcomes(run)['diner/receipt@diner']).toBe('held');
    expect(scene.objects()).toEqual(before);
    expect(scene.routes('diner').to).toEqual([]);
  });

  it('has nothing archived or noted, whatever is no longer wanted', async () => {
    scene.edit({ '.github/tenantry.yml': scene.read('.github/tenantry.yml').replace('30d', '1d') });
    const before = { objects: scene.objects(), lines: scene.lines(), routes: scene.routes('acme') };
    const frozen = 'more' in values ? values.more.replace('2026-11-25', '2027-12-31') : '';
    const more = `${frozen}optOut: { points: {} }\n`;
    scene.edit(acme({ ...values, also: '', more }), { 'templates/ping': undefined });
    for (const now of [daysOn(0), daysOn(10)]) {
      const run = await scene.deploy({ now, allowArchives: true });
      expect(run.exitCode).toBe(0);
      expect(outcomes(run)).toEqual({
        'acme/ping@acme': 'held',
        'acme/points@acme': 'held',
        'acme/receipt@acme': 'held',
      });
      expect(scene.objects()).toEqual(before.objects);
      for (const line of scene.lines().values()) expect(line).not.toHaveProperty('unwantedSince');
      expect(scene.lines().size).toBe(before.lines.size);
      expect(scene.routes('acme')).toEqual({ ...before.routes, hold });
    }

    // Only now does the grace time begin.
    scene.edit(acme({ also: '', more: 'optOut: { points: {} }\n' }));
    const released = await scene.deploy({ now: daysOn(11), allowArchives: true });
    expect(released.exitCode).toBe(0);
    expect(scene.objects()).toEqual(before.objects);
    expect(scene.lines().get('one/acme/ping.de')).toMatchObject({ unwantedSince: daysOn(11) });
    expect(scene.routes('acme').to).toEqual(['one/acme/receipt.en']);
  });
});

describe('a freeze', () => {
  // Auckland is 13 hours ahead in November: the 24th is from 11:00 on the 23rd to 11:00 on the 24th.
  const freeze = 'timezone: Pacific/Auckland\nfreeze: { sale: { from: 2026-11-24, until: 2026-11-25 } }\n';

  it.each([
    ['2026-11-23T10:59:59Z', 'deployed'],
    ['2026-11-23T11:00:00Z', 'held'],
    ['2026-11-25T10:59:59Z', 'held'],
    ['2026-11-25T11:00:00Z', 'deployed'],
  ])('holds both its days, in the tenant’s time zone: at %s a change is %s', async (now, outcome) => {
    scene.edit(bolt({ more: freeze }), receipt('New receipt'));
    expect(outcomes(await scene.deploy({ now }))['bolt/receipt@bolt']).toBe(outcome);
  });
});

describe('an opt-out that has run out', () => {
  it('is warned of where it is written, and the message is deployed again', async () => {
    scene.edit(cafe({ more: 'optOut: { receipt: { until: 2026-11-24 } }\n' }));
    expect(outcomes(await scene.deploy())).toEqual({ 'cafe/receipt@cafe-eu': 'held' });
    scene.edit(receipt('New receipt'));
    const run = await scene.deploy({ now: daysOn(2) });
    expect(run.exitCode).toBe(0);
    expect(outcomes(run)['cafe/receipt@cafe-eu']).toBe('deployed');
    expect(run.text).toMatch(
      /tenants\/cafe\/tenant.yaml\n +8:29 warning the opt-out from receipt expired after 2026-11-24/,
    );
    expect(scene.lines().get('one/cafe-eu/receipt.en')).not.toHaveProperty('unwantedSince');
  });
});
