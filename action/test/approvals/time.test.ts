import { expect, it } from 'vitest';
import { type Files, receipt, smallRepository, tenant } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import { Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

const slip = receipt('1.1.0', 'Your slip');
const places = { email: { account: 'demo-sendgrid', id: 'cafe-eu' } };

function cafe(more: string): Files {
  return { 'tenants/cafe/tenant.yaml': tenant('Café', places, [], more) };
}

/** The receipt as it is, frozen. */
function pinned(): Files {
  const files = smallRepository('directory');
  const of = Object.entries(files).filter(([path]) => path.startsWith('templates/receipt/'));
  return Object.fromEntries(of.map(([path, text]) => [path.replace('receipt/', 'receipt/pinned/1.0.0/'), text]));
}

const untilTomorrow = "until: '2026-11-24', reason: legal";

it.each([
  ['pin', 'pins: { receipt: { version: 1.0.0, until: 2026-11-24 } }'],
  ['opt-out', 'optOut: { receipt: { until: 2026-11-24 } }'],
])('does not look further back for a date that was pushed after the deployment: %s', async (_, dated) => {
  scene = await Scene.begin('require');
  const before = smallRepository('directory');
  const back = Object.fromEntries(Object.keys(slip).map((path) => [path, before[path]]));
  scene.land(slip);
  expect((await scene.deploy()).exitCode).toBe(0);
  scene.land(back);
  expect((await scene.deploy()).exitCode).toBe(0);
  // What was approved once, and is no longer wanted, comes back with a date that is past already.
  scene.wait(3);
  scene.direct({ ...pinned(), ...slip, ...cafe(dated.replace(/until: (\S+)/, "until: '$1', reason: legal")) });
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs['cafe/receipt@cafe-eu'], pairs['acme/receipt@acme']]).toEqual([5, 'held', 'held']);
});

it('does not look further back for what was pushed after the deployment, where a date was deployed', async () => {
  const dated = cafe(`pins: { receipt: { version: 1.0.0, ${untilTomorrow} } }`);
  scene = await Scene.begin('require', { ...pinned(), ...dated });
  const thanks = receipt('1.1.0', 'Thanks');
  scene.land(slip);
  scene.land(thanks);
  const tinted = dated['tenants/cafe/tenant.yaml']!.replace('#0a7d33', '#0a7d34');
  scene.land({ 'tenants/cafe/tenant.yaml': tinted });
  expect((await scene.deploy()).pairs['cafe/receipt@cafe-eu']).toBe('deployed');
  scene.wait(3);
  // Approved before the deployment, with the colour from then; but not what the date would have let through.
  scene.direct({ ...slip, ...dated });
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs['cafe/receipt@cafe-eu']]).toEqual([5, 'held']);
});

it('deploys when a pin runs out what was approved under it, and nothing else', async () => {
  scene = await Scene.begin('require', {
    ...pinned(),
    ...cafe(`pins: { receipt: { version: 1.0.0, ${untilTomorrow} } }`),
  });
  scene.land(slip);
  // A later change of the pinned message: what is deployed is newer than what the pin kept back.
  expect((await scene.deploy()).pairs).not.toHaveProperty('cafe/receipt@cafe-eu');
  const coloured = cafe(`pins: { receipt: { version: 1.0.0, ${untilTomorrow} } }`);
  scene.land({ 'tenants/cafe/tenant.yaml': coloured['tenants/cafe/tenant.yaml']!.replace('#0a7d33', '#0a7d34') });
  expect((await scene.deploy()).pairs).toEqual({ 'cafe/receipt@cafe-eu': 'deployed' });
  const { exitCode, pairs, text } = await scene.deploy({ later: 3 });
  // Both together were shown to the one who approved the colour only as the pinned version.
  expect([exitCode, pairs]).toEqual([0, { 'cafe/receipt@cafe-eu': 'deployed' }]);
  expect(text).not.toContain('not approved');
});

it('holds when a pin runs out what nobody approved under it', async () => {
  scene = await Scene.begin('require', {
    ...pinned(),
    ...cafe(`pins: { receipt: { version: 1.0.0, ${untilTomorrow} } }`),
  });
  const number = scene.open(slip);
  scene.merge(number);
  await scene.deploy();
  const { exitCode, pairs } = await scene.deploy({ later: 3 });
  expect([exitCode, pairs['cafe/receipt@cafe-eu']]).toEqual([5, 'held']);
  scene.approve(number);
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('creates when an opt-out runs out what was approved before', async () => {
  scene = await Scene.begin('require', cafe(`optOut: { receipt: { ${untilTomorrow} } }`));
  scene.land(slip);
  expect(Object.keys((await scene.deploy()).pairs)).not.toContain('cafe/receipt@cafe-eu');
  const { exitCode, pairs } = await scene.deploy({ later: 3 });
  expect([exitCode, pairs]).toEqual([0, { 'cafe/receipt@cafe-eu': 'deployed' }]);
});

it('writes when a freeze is over what was approved during it', async () => {
  scene = await Scene.begin('require', cafe("freeze: { sale: { from: '2026-11-20', until: '2026-11-24' } }"));
  scene.land(slip);
  expect((await scene.deploy()).pairs['cafe/receipt@cafe-eu']).toBe('held');
  const { exitCode, pairs } = await scene.deploy({ later: 3 });
  expect([exitCode, pairs]).toEqual([0, { 'cafe/receipt@cafe-eu': 'deployed' }]);
});

it('takes what a head rendered to when it was approved, where a date has passed since', async () => {
  scene = await Scene.begin('require', {
    ...pinned(),
    ...slip,
    ...cafe(`pins: { receipt: { version: 1.0.0, ${untilTomorrow} } }`),
  });
  scene.land(cafe(''));
  // Now the pin would have run out, so that removing it changes nothing any more.
  const { exitCode, pairs } = await scene.deploy({ later: 3 });
  expect([exitCode, pairs]).toEqual([0, { 'cafe/receipt@cafe-eu': 'deployed' }]);
});

it('asks for the approval of an archive when its grace time begins, and keeps the routes until then', async () => {
  scene = await Scene.begin('require, maxArchives: 1');
  const number = scene.open(cafe('optOut: { receipt: { reason: runs its own } }'));
  scene.merge(number);
  const held = await scene.deploy();
  expect([held.exitCode, held.pairs]).toEqual([5, { 'cafe/receipt@cafe-eu': 'held' }]);
  expect(scene.routes('cafe')).toEqual(['cafe-eu/receipt.en']);
  expect(scene.line('demo-sendgrid/cafe-eu', 'cafe/receipt/en')?.unwantedSince).toBeUndefined();
  scene.approve(number);
  expect((await scene.deploy()).exitCode).toBe(0);
  expect(scene.routes('cafe')).toEqual([]);
  const { exitCode, pairs, asked } = await scene.deploy({ later: 31, allowArchives: true });
  expect([exitCode, pairs, asked]).toEqual([0, { 'cafe/receipt@cafe-eu': 'archived' }, 0]);
});

it('keeps the routes of a tenant and of a template whose removal nobody approved', async () => {
  scene = await Scene.begin();
  scene.merge(scene.open({ 'tenants/cafe': undefined }));
  scene.merge(scene.open({ 'templates/ping': undefined }));
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs]).toEqual([5, { 'acme/ping@acme': 'held', 'cafe/receipt@cafe-eu': 'held' }]);
  expect(scene.routes('cafe')).toEqual(['cafe-eu/receipt.en']);
  expect(scene.routes('acme')).toEqual(['acme/ping.en', 'acme/receipt.en']);
});
