import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acme, cafe, grocers } from './support/grocers.ts';
import { daysOn, outcomes, Scene, touched } from './support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = new Scene(grocers());
  expect((await scene.deploy()).exitCode).toBe(0);
});
afterEach(() => scene.discard());

const renamed = (more = 'formerly: [cafe]\n', status = 'active') => ({
  'tenants/cafe': undefined,
  ...cafe({ more, status }, 'kaffee'),
});

describe('a tenant renamed in its workspace', () => {
  it('keeps its messages: nothing is written, the ledger and the routes follow', async () => {
    const before = { vendor: scene.vendor(), routes: scene.routes('cafe'), lines: scene.lines() };
    scene.edit(renamed());
    const run = await scene.deploy({ now: daysOn(1) });
    expect(run).toMatchObject({ exitCode: 0, document: { pairs: [], summary: { unchanged: 6 } } });
    expect(scene.vendor()).toEqual(before.vendor);
    expect(scene.routes('kaffee')).toEqual(before.routes);
    expect(scene.routes('cafe').to).toEqual([]);
    const { key: _, ...line } = before.lines.get('one/cafe-eu/receipt.en')!;
    expect(scene.lines().get('one/cafe-eu/receipt.en')).toMatchObject({ ...line, tenant: 'kaffee' });
    expect(scene.lines().size).toBe(before.lines.size);

    const after = { vendor: scene.vendor(), ledger: scene.ledger() };
    expect(await scene.deploy({ now: daysOn(2) })).toMatchObject({ exitCode: 0, document: { pairs: [] } });
    expect({ vendor: scene.vendor(), ledger: scene.ledger() }).toEqual(after);
  });

  it('has what changes with it updated in place', async () => {
    const before = scene.objects();
    scene.edit(renamed(), { 'templates/points/subject.hbs': 'Points of {{tenant.id}}' });
    const run = await scene.deploy();
    expect(outcomes(run)).toEqual({ 'acme/points@acme': 'deployed', 'kaffee/points@cafe-eu': 'deployed' });
    expect(touched(before, scene.objects())).toEqual([
      'one/acme/points.de',
      'one/acme/points.en',
      'one/cafe-eu/points.en',
    ]);
    expect([...scene.lines().values()].map((line) => line.tenant)).not.toContain('cafe');
  });

  it('is renamed in the ledger even while it is suspended', async () => {
    const before = scene.vendor();
    scene.edit(renamed('formerly: [cafe]\n', 'suspended'));
    expect((await scene.deploy()).exitCode).toBe(0);
    expect(scene.vendor()).toEqual(before);
    expect(scene.routes('kaffee')).toMatchObject({
      hold: 'suspended',
      to: ['one/cafe-eu/points.en', 'one/cafe-eu/receipt.en'],
    });
  });

  it('is refused without formerly, and nothing is written at all', async () => {
    const before = { vendor: scene.vendor(), ledger: scene.ledger() };
    scene.edit(renamed(''), { 'templates/receipt/subject.hbs': 'New receipt' });
    const run = await scene.deploy();
    expect(run.exitCode).toBe(6);
    expect(run.document.refusals).toMatchObject([{ code: 'workspace-changed-hands' }]);
    expect(run.text).toContain('formerly: [cafe]');
    expect({ vendor: scene.vendor(), ledger: scene.ledger() }).toEqual(before);
  });

  it('may have been renamed more than once between two deployments', async () => {
    const before = scene.vendor();
    scene.edit(renamed('formerly: [coffee, cafe]\n'));
    expect(await scene.deploy()).toMatchObject({ exitCode: 0, document: { pairs: [] } });
    expect(scene.vendor()).toEqual(before);
  });
});

describe('a tenant that moves', () => {
  const moved = acme({ workspaces: 'email: { account: two, id: acme-two }, push: { account: one }' });

  it('is created there and routed there in the run that leaves here', async () => {
    scene.edit(moved);
    const run = await scene.deploy();
    expect(outcomes(run)).toEqual({
      'acme/points@acme': 'held',
      'acme/points@acme-two': 'deployed',
      'acme/receipt@acme': 'held',
      'acme/receipt@acme-two': 'deployed',
    });
    expect(scene.routes('acme').to).toEqual([
      'one/acme/ping.de',
      'one/acme/ping.en',
      'two/acme-two/points.de',
      'two/acme-two/points.en',
      'two/acme-two/receipt.de',
      'two/acme-two/receipt.en',
    ]);
  });

  it('stays routed here, with nothing archived, while it is suspended', async () => {
    const before = { objects: scene.objects(), routes: scene.routes('acme') };
    const workspaces = 'email: { account: two, id: acme-two }, push: { account: one }';
    scene.edit(acme({ workspaces, status: 'suspended' }));
    const run = await scene.deploy({ now: daysOn(100), allowArchives: true });
    expect(run.exitCode).toBe(0);
    expect(scene.objects()).toEqual(before.objects);
    expect(scene.routes('acme')).toEqual({ ...before.routes, hold: 'suspended' });
    for (const line of scene.lines().values()) expect(line).not.toHaveProperty('unwantedSince');
  });
});
