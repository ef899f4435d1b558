import { expect, it } from 'vitest';
import { receipt } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import { Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

it('needs nobody’s approval for what a new engine makes of the files that are deployed', async () => {
  scene = await Scene.begin();
  scene.pretendEarlierEngine();
  const { exitCode, document, asked } = await scene.deploy();
  // About the commit that brought the policy: it is newer than what is deployed.
  expect([exitCode, document.summary.deployed, asked]).toEqual([0, 4, 1]);
});

it('needs approval for what is not in those files, whatever the engine', async () => {
  scene = await Scene.begin();
  scene.pretendEarlierEngine();
  scene.merge(scene.open({ 'templates/ping/body.hbs': 'Soon there' }));
  const { exitCode, pairs } = await scene.deploy();
  expect(pairs).toEqual({
    'acme/ping@acme': 'held',
    'acme/receipt@acme': 'deployed',
    'bolt/receipt@bolt': 'deployed',
    'cafe/receipt@cafe-eu': 'deployed',
  });
  expect(exitCode).toBe(5);
});

it('approves what a new engine makes of an approved change', async () => {
  scene = await Scene.begin();
  scene.land(receipt('1.1.0', 'Your slip'));
  scene.pretendEarlierEngine();
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('believes in a new engine only where the repository’s own has changed', async () => {
  scene = await Scene.begin('require', { 'action/dist/index.js': 'engine();' });
  scene.pretendEarlierEngine();
  expect((await scene.deploy()).exitCode).toBe(5);
  scene.direct({ 'action/dist/index.js': 'newEngine();' });
  expect((await scene.deploy()).exitCode).toBe(0);
});
