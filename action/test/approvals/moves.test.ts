import { expect, it } from 'vitest';
import { tenant } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import { Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

const places = { email: { account: 'demo-sendgrid', id: 'cafe-eu' } };

it('approves a rename with what it changes', async () => {
  scene = await Scene.begin();
  const number = scene.open({
    'tenants/cafe': undefined,
    'tenants/coffee/tenant.yaml': tenant('Coffee', places, [], 'formerly: [cafe]'),
  });
  scene.merge(number);
  const held = await scene.deploy();
  expect([held.exitCode, held.pairs]).toEqual([5, { 'coffee/receipt@cafe-eu': 'held' }]);
  expect(scene.routes('coffee')).toEqual(['cafe-eu/receipt.en']);
  scene.approve(number);
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs]).toEqual([0, { 'coffee/receipt@cafe-eu': 'deployed' }]);
});

it('approves a move: what is written there, and what goes here', async () => {
  scene = await Scene.begin();
  const number = scene.open({
    'tenants/cafe/tenant.yaml': tenant('Café', { email: { account: 'demo-sendgrid', id: 'cafe-us' } }),
  });
  scene.merge(number);
  const held = await scene.deploy();
  expect([held.exitCode, held.pairs]).toEqual([5, { 'cafe/receipt@cafe-eu': 'held', 'cafe/receipt@cafe-us': 'held' }]);
  expect(scene.routes('cafe')).toEqual(['cafe-eu/receipt.en']);
  scene.approve(number);
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs['cafe/receipt@cafe-us']]).toEqual([0, 'deployed']);
  expect(scene.routes('cafe')).toEqual(['cafe-us/receipt.en']);
});

it('does not take the approval of a draft for that of taking its messages away', async () => {
  scene = await Scene.begin('require, archiveGrace: 0d, maxArchives: 1');
  scene.land({ 'tenants/cafe/tenant.yaml': tenant('Café', places).replace('active', 'draft') });
  scene.merge(scene.open({ 'tenants/cafe': undefined }));
  const { exitCode, pairs } = await scene.deploy({ allowArchives: true });
  expect([exitCode, pairs]).toEqual([5, { 'cafe/receipt@cafe-eu': 'held' }]);
});

it('does not take an unsound head for the removal of what is wrong in it', async () => {
  scene = await Scene.begin('require, archiveGrace: 0d, maxArchives: 1');
  const number = scene.open({ 'tenants/cafe/tenant.yaml': 'status: [' });
  scene.approve(number);
  scene.push(number, { 'tenants/cafe': undefined });
  scene.merge(number);
  const { exitCode, pairs, text } = await scene.deploy({ allowArchives: true });
  expect([exitCode, pairs]).toEqual([5, { 'cafe/receipt@cafe-eu': 'held' }]);
  expect(text).toMatch(/what rita approved \(\w{7}\) has errors/);
});

it('does not take a head that conflicts with its base for anything', async () => {
  scene = await Scene.begin();
  const number = scene.open({ 'templates/receipt/subject.hbs': 'Paid: {{tenant.name}}' });
  scene.direct({ 'templates/receipt/subject.hbs': 'Settled: {{tenant.name}}' });
  scene.approve(number);
  const { head } = scene.github.pulls.get(number)!;
  scene.push(number, { 'templates/receipt/subject.hbs': 'Paid off: {{tenant.name}}' }, { instead: true });
  scene.merge(number);
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain(`what rita approved (${head.slice(0, 7)}) does not merge into`);
});
