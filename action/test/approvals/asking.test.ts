import { expect, it } from 'vitest';
import { receipt } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import type { Fault } from './support/github.ts';
import { Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

const slip = receipt('1.1.0', 'Your slip');
const forbidden: Fault = { status: 403, body: { message: 'Resource not accessible by integration' } };
const later = String(Math.ceil(Date.now() / 1000) + 3000);
const limited: Fault = {
  status: 403,
  headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': later },
  body: { message: 'API rate limit exceeded' },
};

it.each([
  ['the commit', '/commits/', forbidden, 'the token may not look up the pull request of a commit'],
  ['the reviews', '/reviews', limited, 'GitHub’s rate limit does not let this token look up the reviews of #1'],
  ['the timeline', '/timeline', forbidden, 'the token may not look up the history of #1'],
  ['the permission', '/permission', forbidden, 'the token may not look up the access of rita'],
])(
  'holds what is approved when GitHub does not answer about %s, and deploys it when it does',
  async (_, path, fault, why) => {
    scene = await Scene.begin();
    scene.land(slip);
    scene.github.faults.set(path, fault);
    const { exitCode, pairs, text } = await scene.deploy();
    expect([exitCode, pairs['acme/receipt@acme']]).toEqual([5, 'held']);
    expect(text).toContain(`not approved: GitHub could not be asked: ${why}`);
    if (fault === forbidden) expect(text).toContain('“permissions: { pull-requests: read }”');
    scene.github.faults.clear();
    expect((await scene.deploy()).exitCode).toBe(0);
  },
);

it('never takes nonsense for an approval', async () => {
  scene = await Scene.begin();
  scene.land(slip);
  scene.github.faults.set('/commits/', { status: 200, body: [{ number: 1, merged_at: '2026-11-23', user: null }] });
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain('it answered with something that its API never returns');
});

it('holds what is approved where there is nobody to ask', async () => {
  scene = await Scene.begin();
  scene.land(slip);
  const { exitCode, text, asked } = await scene.deploy({ token: '' });
  expect([exitCode, asked]).toEqual([5, 0]);
  expect(text).toContain('Deploy with the workflow, or set GITHUB_TOKEN to a token that may read pull requests');
});

it('asks only about commits that can have changed a message', async () => {
  scene = await Scene.begin();
  scene.land({ 'templates/ping/body.hbs': 'Soon there' });
  scene.land({ 'tenants/bolt/strings/de.yaml': 'receipt: {}\n' });
  scene.land(slip);
  scene.direct({ 'README.md': 'Hello' });
  await scene.deploy({ only: { templates: ['receipt'] } });
  expect(scene.github.requests.filter((one) => one.includes('/commits/'))).toHaveLength(1);
  expect(scene.github.requests.filter((one) => one.includes('/permission'))).toHaveLength(1);
});

it('deploys after a partial deployment what that left, and asks about no more than that', async () => {
  scene = await Scene.begin();
  scene.land(slip);
  const first = await scene.deploy({ only: { tenants: ['acme'] } });
  expect(first.pairs).toEqual({ 'acme/receipt@acme': 'deployed' });
  scene.land({ 'templates/ping/body.hbs': 'Soon there' });
  const { exitCode, pairs } = await scene.deploy();
  expect([exitCode, pairs]).toEqual([
    0,
    { 'acme/ping@acme': 'deployed', 'bolt/receipt@bolt': 'deployed', 'cafe/receipt@cafe-eu': 'deployed' },
  ]);
});

it('says that a clone without its history cannot tell', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.approve(number);
  scene.merge(number);
  scene.direct({ 'tenants/_defaults.yaml': 'timezone: UTC # here\n' });
  scene.github.commits.set(scene.git(scene.dev, 'rev-parse', 'HEAD'), [number]);
  const { exitCode, text } = await scene.deploy({ shallow: true });
  expect(exitCode).toBe(5);
  expect(text).toContain('in a workflow, check out with fetch-depth: 0');
});
