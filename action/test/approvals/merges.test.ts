import { expect, it } from 'vitest';
import { receipt, tenant } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import { type MergeMethod, Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

it.each<MergeMethod>(['squash', 'rebase', 'merge'])(
  'deploys what was approved and then merged by %s',
  async (method) => {
    scene = await Scene.begin();
    scene.land([{ 'templates/receipt/subject.hbs': 'Paid: {{tenant.name}}' }, receipt('1.1.0', 'Your slip')], method);
    const { exitCode, pairs, document } = await scene.deploy();
    expect(pairs).toEqual({
      'acme/receipt@acme': 'deployed',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    expect(document.unapproved).toBeUndefined();
    expect(exitCode).toBe(0);
  },
);

it('holds what nobody approved, and deploys it once somebody has', async () => {
  scene = await Scene.begin();
  const number = scene.open(receipt('1.1.0', 'Your slip'));
  scene.merge(number);
  const { exitCode, pairs, text, document } = await scene.deploy();
  expect(new Set(Object.values(pairs))).toEqual(new Set(['held']));
  expect(exitCode).toBe(5);
  expect(text).toContain(
    'not approved: it comes from #1: nobody has approved it. Have somebody other than its author approve #1 at its current head',
  );
  expect(document.unapproved).toHaveLength(3);
  scene.approve(number);
  expect(Object.values((await scene.deploy()).pairs)).toEqual(['deployed', 'deployed', 'deployed']);
});

it('asks nobody about what changes nothing', async () => {
  scene = await Scene.begin();
  scene.direct({ 'README.md': 'Hello' });
  const { exitCode, asked } = await scene.deploy();
  expect([exitCode, asked]).toEqual([0, 0]);
});

it('deploys a revert only when somebody approved that too', async () => {
  scene = await Scene.begin();
  scene.land(receipt('1.1.0', 'Your slip'));
  await scene.deploy();
  const revert = scene.open(receipt('1.0.0', 'Your receipt'));
  scene.merge(revert);
  expect((await scene.deploy()).exitCode).toBe(5);
  scene.approve(revert);
  const { exitCode, pairs } = await scene.deploy();
  expect(exitCode).toBe(0);
  expect(pairs['acme/receipt@acme']).toBe('deployed');
});

it('needs nobody for a revert before anything of it is deployed', async () => {
  scene = await Scene.begin();
  scene.land(receipt('1.1.0', 'Your slip'));
  scene.merge(scene.open(receipt('1.0.0', 'Your receipt')));
  const { exitCode, pairs, asked } = await scene.deploy();
  expect([exitCode, pairs, asked]).toEqual([0, {}, 0]);
});

it('holds what two pull requests come to together, until the second is approved again', async () => {
  scene = await Scene.begin();
  const first = scene.open({ 'templates/receipt/subject.hbs': 'Paid: {{tenant.name}}' });
  const second = scene.open({ 'templates/receipt/strings/en.yaml': 'title: Cheers\n' });
  for (const number of [first, second]) scene.approve(number);
  for (const number of [first, second]) scene.merge(number);
  const { exitCode, pairs, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(new Set(Object.values(pairs))).toEqual(new Set(['held']));
  expect(text).toMatch(
    /it comes from #2: what rita approved \(\w{7}\) renders to something else\. Have somebody other than its author approve #2 at its/,
  );
  scene.approve(first);
  expect((await scene.deploy()).exitCode).toBe(5);
  scene.approve(second);
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('takes the approval of a second pull request for both, where it changes what the first has changed', async () => {
  scene = await Scene.begin();
  const first = scene.open({ 'templates/receipt/subject.hbs': 'Paid: {{tenant.name}}' });
  const second = scene.open({ 'templates/receipt/strings/en.yaml': 'title: Cheers\n' });
  scene.merge(first);
  scene.approve(second);
  scene.merge(second, 'merge');
  const { exitCode, pairs, document } = await scene.deploy();
  // The German message came of the first alone.
  expect(pairs).toEqual({
    'acme/receipt@acme': 'deployed',
    'bolt/receipt@bolt': 'held',
    'cafe/receipt@cafe-eu': 'deployed',
  });
  expect(document.unapproved?.map(({ tenant, locales }) => [tenant, locales])).toEqual([['bolt', ['de']]]);
  expect(exitCode).toBe(5);
});

it('finds the approval of a rebase whose last commit changes no message', async () => {
  scene = await Scene.begin();
  scene.land([receipt('1.1.0', 'Your slip'), { 'README.md': 'After it' }], 'rebase');
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('approves again what came by a rebase of several commits', async () => {
  scene = await Scene.begin();
  const number = scene.open([
    { 'templates/receipt/subject.hbs': 'Paid: {{tenant.name}}' },
    { 'README.md': 'Between' },
    { 'templates/receipt/strings/en.yaml': 'title: Cheers\n' },
  ]);
  scene.merge(number, 'rebase');
  scene.approve(number);
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('holds a push to main, and says what to do', async () => {
  scene = await Scene.begin();
  const commit = scene.direct({
    'tenants/cafe/tenant.yaml': tenant('Bar', { email: { account: 'demo-sendgrid', id: 'cafe-eu' } }),
  });
  const { exitCode, pairs, text } = await scene.deploy();
  expect([exitCode, pairs]).toEqual([5, { 'cafe/receipt@cafe-eu': 'held' }]);
  const id = commit.slice(0, 7);
  expect(text).toContain(`${id} belongs to no pull request. Revert ${id}, and reapply it in a pull request`);
});

it('approves what a pull request renders to on its base, whatever was pushed there', async () => {
  scene = await Scene.begin();
  const number = scene.open({ 'templates/receipt/strings/en.yaml': 'title: Cheers\n' });
  scene.approve(number);
  scene.direct({ 'templates/receipt/subject.hbs': 'Pwned: {{tenant.name}}' });
  scene.merge(number);
  const { exitCode, pairs } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(new Set(Object.values(pairs))).toEqual(new Set(['held']));
});
