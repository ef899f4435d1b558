import { expect, it } from 'vitest';
import { receipt } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import { policy, Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

const slip = receipt('1.1.0', 'Your slip');

it('off: deploys what nobody approved, and asks nobody', async () => {
  scene = await Scene.begin('off');
  scene.merge(scene.open(slip));
  const { exitCode, pairs, asked, document } = await scene.deploy();
  expect([exitCode, asked, pairs['acme/receipt@acme'], document.unapproved]).toEqual([0, 0, 'deployed', undefined]);
});

it('warn: deploys what nobody approved, with a warning that says how to approve it', async () => {
  scene = await Scene.begin('warn');
  scene.merge(scene.open(slip));
  const { exitCode, pairs, text, document } = await scene.deploy();
  expect([exitCode, pairs['acme/receipt@acme']]).toEqual([0, 'deployed']);
  expect(text).toMatch(
    /warning +3 pairs not approved: it comes from #1: nobody has approved it\. Have somebody other than its author approve #1 at/,
  );
  expect(document.unapproved?.map((one) => [one.tenant, one.locales, one.policy])).toEqual([
    ['bolt', ['de', 'en'], 'warn'],
    ['acme', ['en'], 'warn'],
    ['cafe', ['en'], 'warn'],
  ]);
});

it('warn: warns when GitHub cannot be asked', async () => {
  scene = await Scene.begin('warn');
  scene.merge(scene.open(slip));
  const { exitCode, text } = await scene.deploy({ token: '' });
  expect(exitCode).toBe(0);
  expect(text).toContain('not approved: GitHub cannot be asked who approved it');
});

it('does not let a pull request loosen the policy for itself', async () => {
  scene = await Scene.begin();
  scene.merge(scene.open({ ...slip, ...policy('off') }));
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs['acme/receipt@acme']]).toEqual([5, 'held']);
  // Nor does it stop being in question when something else comes after it.
  scene.merge(scene.open({ 'templates/ping/body.hbs': 'Soon there' }));
  const after = await scene.deploy();
  expect([after.exitCode, after.pairs['acme/receipt@acme']]).toEqual([5, 'held']);
  // What is merged onto the looser policy is judged by that.
  expect(after.pairs['acme/ping@acme']).toBe('deployed');
});

it('does not look at policies from before what is deployed', async () => {
  scene = await Scene.begin();
  scene.land({ ...slip, ...policy('off') });
  expect((await scene.deploy()).exitCode).toBe(0);
  scene.merge(scene.open(receipt('1.2.0', 'Your note')));
  const { exitCode, asked } = await scene.deploy();
  expect([exitCode, asked]).toEqual([0, 0]);
});

it('tightens the policy for all that is not deployed yet, the same pull request included', async () => {
  scene = await Scene.begin('off');
  scene.merge(scene.open(slip));
  const tightened = scene.open({ ...policy('require'), 'templates/ping/body.hbs': 'Soon there' });
  scene.merge(tightened);
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs['acme/receipt@acme'], pairs['acme/ping@acme']]).toEqual([5, 'held', 'held']);
  scene.approve(tightened);
  expect((await scene.deploy()).pairs['acme/ping@acme']).toBe('deployed');
});

it('is switched on in a repository in use, by one deployment with warn', async () => {
  scene = await Scene.begin('off');
  scene.merge(scene.open(slip));
  scene.direct(policy('warn'));
  const first = await scene.deploy();
  expect([first.exitCode, first.document.unapproved?.length]).toEqual([0, 3]);
  const second = await scene.deploy();
  expect([second.exitCode, second.document.unapproved]).toEqual([0, undefined]);
  scene.direct(policy('require'));
  const { exitCode, asked } = await scene.deploy();
  expect([exitCode, asked]).toEqual([0, 0]);
});

it('keeps the policy when the configuration between cannot be read', async () => {
  scene = await Scene.begin();
  scene.direct({ '.github/tenantry.yml': 'policies: [' });
  scene.direct({ ...policy('off'), ...slip });
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs['acme/receipt@acme']]).toEqual([5, 'held']);
});

it('does not let files that are not committed loosen it', async () => {
  scene = await Scene.begin();
  scene.merge(scene.open(slip));
  const { exitCode } = await scene.deploy({ uncommitted: policy('off') });
  expect(exitCode).toBe(5);
});

it('says that files outside git can be approved by nobody', async () => {
  scene = await Scene.begin();
  scene.merge(scene.open(slip));
  const { exitCode, text } = await scene.deploy({ outsideGit: true });
  expect(exitCode).toBe(5);
  expect(text).toContain('these files are not in a git repository, so nobody can have approved them');
});
