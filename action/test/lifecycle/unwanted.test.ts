import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../deploy/small-repository.ts';
import { acme, cafe, grocers, points } from './support/grocers.ts';
import { daysOn, outcomes, Scene, touched } from './support/scene.ts';

/** Deployed once, and copied for every test. */
let deployed: Scene;
let scene: Scene;
beforeAll(async () => {
  deployed = new Scene(grocers());
  expect((await deployed.deploy()).exitCode).toBe(0);
});
afterAll(() => deployed.discard());
afterEach(() => scene.discard());

const elsewhere = 'push: { account: one }';

/** Each way of being wanted no more: what changes in the files, the objects it is about, and where sends go instead. */
const ways: readonly { name: string; change: Files; gone: readonly string[]; instead?: readonly string[] }[] = [
  {
    name: 'the tenant is retired',
    change: acme({ status: 'retired' }),
    gone: ['ping.de', 'ping.en', 'points.de', 'points.en', 'receipt.de', 'receipt.en'],
  },
  {
    name: 'the tenant is removed',
    change: { 'tenants/acme': undefined },
    gone: ['ping.de', 'ping.en', 'points.de', 'points.en', 'receipt.de', 'receipt.en'],
  },
  {
    name: 'the template is removed',
    change: { 'templates/ping': undefined },
    gone: ['ping.de', 'ping.en'],
  },
  {
    name: 'the template’s targets leave the tenant out',
    change: points('tenants: [cafe]'),
    gone: ['points.de', 'points.en'],
  },
  {
    name: 'the tenant’s label is another one',
    change: acme({ labels: 'tier: silver' }),
    gone: ['points.de', 'points.en'],
  },
  {
    name: 'the tenant opts out',
    change: acme({ more: 'optOut: { receipt: { reason: runs its own } }\n' }),
    gone: ['receipt.de', 'receipt.en'],
  },
  {
    name: 'the tenant loses a feature',
    change: acme({ features: 'loyalty: false' }),
    gone: ['points.de', 'points.en'],
  },
  {
    name: 'the tenant loses a channel',
    change: acme({ workspaces: 'email: { account: one }' }),
    gone: ['ping.de', 'ping.en'],
  },
  {
    name: 'the tenant loses a locale',
    change: acme({ also: '' }),
    gone: ['ping.de', 'points.de', 'receipt.de'],
  },
  {
    name: 'a channel moves to another account',
    change: acme({ workspaces: `email: { account: two }, ${elsewhere}` }),
    gone: ['points.de', 'points.en', 'receipt.de', 'receipt.en'],
    instead: ['two/acme/points.de', 'two/acme/points.en', 'two/acme/receipt.de', 'two/acme/receipt.en'],
  },
  {
    name: 'a channel moves to another workspace',
    change: acme({ workspaces: `email: { account: one, id: acme-2 }, ${elsewhere}` }),
    gone: ['points.de', 'points.en', 'receipt.de', 'receipt.en'],
    instead: ['one/acme-2/points.de', 'one/acme-2/points.en', 'one/acme-2/receipt.de', 'one/acme-2/receipt.en'],
  },
  {
    name: 'the tenant is renamed, and its workspace is called like it',
    change: { 'tenants/acme': undefined, ...acme({ more: 'formerly: [acme]\n' }, 'acme-market') },
    gone: ['ping.de', 'ping.en', 'points.de', 'points.en', 'receipt.de', 'receipt.en'],
    instead: ['ping.de', 'ping.en', 'points.de', 'points.en', 'receipt.de', 'receipt.en'].map(
      (name) => `one/acme-market/${name}`,
    ),
  },
];

/** What must go on all the while. */
const unrelated: Files = { 'tenants/bolt/partials/foot.hbs': '<p>Bolt</p>\n' };

describe.each(ways)('when $name', ({ change, gone, instead = [] }) => {
  const objects = gone.map((name) => `one/acme/${name}`);
  const routeNow = () => [...scene.routes('acme').to, ...scene.routes('acme-market').to].sort();

  it('what is deployed loses its route at once, and is archived after its grace time with leave', async () => {
    scene = new Scene(deployed);
    const before = scene.objects();
    const kept = scene.routes('acme').to.filter((place) => !objects.includes(place));

    scene.edit(change);
    const noted = await scene.deploy({ now: daysOn(1) });
    expect(noted.exitCode).toBe(0);
    expect(touched(before, scene.objects())).toEqual([...instead].sort());
    for (const name of objects) expect(scene.lines().get(name), name).toMatchObject({ unwantedSince: daysOn(1) });
    expect([...scene.lines().values()].filter((line) => line.unwantedSince !== undefined)).toHaveLength(objects.length);
    expect(routeNow()).toEqual([...kept, ...instead].sort());

    const noting = { objects: scene.objects(), ledger: scene.ledger() };
    expect((await scene.deploy({ now: daysOn(31, -1), allowArchives: true })).exitCode).toBe(0);
    expect({ objects: scene.objects(), ledger: scene.ledger() }).toEqual(noting);

    scene.edit(unrelated);
    const refused = await scene.deploy({ now: daysOn(31) });
    expect(refused.exitCode).toBe(6);
    expect(touched(noting.objects, scene.objects())).toEqual(['two/bolt/receipt.en']);
    expect(outcomes(refused)['bolt/receipt@bolt']).toBe('deployed');
    expect(refused.text).toContain('--allow-archives');

    const last = scene.objects();
    const archived = await scene.deploy({ now: daysOn(31), allowArchives: true });
    expect(archived.exitCode).toBe(0);
    expect(touched(last, scene.objects())).toEqual([...objects].sort());
    for (const name of objects) expect(scene.objects().has(name), name).toBe(false);
    expect([...scene.lines().keys()].sort()).toEqual([...scene.objects().keys()].sort());
    expect(routeNow()).toEqual([...kept, ...instead].sort());

    const end = { vendor: scene.vendor(), ledger: scene.ledger() };
    expect(await scene.deploy({ now: daysOn(32), allowArchives: true })).toMatchObject({
      exitCode: 0,
      document: { pairs: [] },
    });
    expect({ vendor: scene.vendor(), ledger: scene.ledger() }).toEqual(end);
  });

  it('nothing is written when it is wanted again within the grace time', async () => {
    scene = new Scene(deployed);
    const before = { vendor: scene.vendor(), ledger: scene.ledger() };
    scene.edit(change);
    await scene.deploy({ now: daysOn(1) });
    const noted = scene.vendor();

    scene.edit({ tenants: undefined, templates: undefined }, grocers());
    const again = await scene.deploy({ now: daysOn(20) });
    // What was written elsewhere meanwhile is unwanted now.
    expect(again.exitCode).toBe(0);
    expect(scene.vendor()).toEqual(noted);
    for (const name of objects) expect(scene.lines().get(name)).not.toHaveProperty('unwantedSince');
    const texts = (files: ReturnType<Scene['ledger']>) =>
      [...files].filter(([path]) => path.startsWith('routes/')).map(([path, { text }]) => [path, text]);
    expect(texts(scene.ledger())).toEqual(texts(before.ledger));
  });
});

describe('archives', () => {
  const gone = { 'templates/ping': undefined };

  it('that are too many stop a run that may archive, and no other', async () => {
    scene = new Scene(deployed);
    scene.edit(gone, {
      '.github/tenantry.yml': scene.read('.github/tenantry.yml').replace('maxArchives: 1', 'maxArchives: 0.05'),
    });
    expect((await scene.deploy({ now: daysOn(1) })).exitCode).toBe(0);
    scene.edit(unrelated);
    const objects = scene.objects();

    const allowed = await scene.deploy({ now: daysOn(31), allowArchives: true });
    expect(allowed.exitCode).toBe(6);
    expect(allowed.document.refusals).toMatchObject([{ code: 'too-many-archives' }]);
    expect(touched(objects, scene.objects())).toEqual([]);

    const usual = await scene.deploy({ now: daysOn(31) });
    expect(usual.exitCode).toBe(6);
    expect(touched(objects, scene.objects())).toEqual(['two/bolt/receipt.en']);
  });

  it('wait for nothing where there is no grace time', async () => {
    scene = new Scene(deployed);
    scene.edit(gone, { '.github/tenantry.yml': scene.read('.github/tenantry.yml').replace('30d', '0d') });
    expect((await scene.deploy()).exitCode).toBe(6);
    expect((await scene.deploy({ allowArchives: true })).exitCode).toBe(0);
    expect([...scene.objects().keys()].filter((name) => name.includes('/ping.'))).toEqual([]);
  });

  it('of one tenant leave the others’ messages alone', async () => {
    scene = new Scene(deployed);
    scene.edit(cafe({ status: 'retired' }), acme({ status: 'retired' }));
    await scene.deploy({ now: daysOn(1) });
    const objects = scene.objects();
    const run = await scene.deploy({ now: daysOn(40), allowArchives: true, scope: { tenants: ['cafe'] } });
    expect(run.exitCode).toBe(0);
    expect(touched(objects, scene.objects())).toEqual(['one/cafe-eu/points.en', 'one/cafe-eu/receipt.en']);
  });
});
