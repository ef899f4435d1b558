import { expect, it } from 'vitest';
import { receipt } from '../deploy/small-repository.ts';
import { endScenes } from './support/end-scenes.ts';
import { Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

const slip = receipt('1.1.0', 'Your slip');

it('takes the approval of a head for what that head renders to, not for what was pushed after it', async () => {
  scene = await Scene.begin();
  const number = scene.open({ ...slip, 'templates/ping/body.hbs': 'Soon there' });
  scene.approve(number);
  scene.push(number, { 'templates/ping/body.hbs': 'Pwned' });
  scene.merge(number);
  const { exitCode, pairs, text } = await scene.deploy();
  expect(pairs).toEqual({
    'acme/ping@acme': 'held',
    'acme/receipt@acme': 'deployed',
    'bolt/receipt@bolt': 'deployed',
    'cafe/receipt@cafe-eu': 'deployed',
  });
  expect(text).toContain('renders to something else');
  expect(exitCode).toBe(5);
});

it('fetches an approved head that was pushed over, and says so when GitHub no longer has it', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.approve(number);
  const approved = scene.github.pulls.get(number)!.head;
  scene.push(number, slip, { instead: true });
  scene.merge(number);
  // The clone of the job has neither the branch nor the head that was pushed over.
  expect(() => scene.git(scene.job, 'cat-file', '-e', approved)).toThrow();
  expect((await scene.deploy()).exitCode).toBe(0);

  const other = scene.open(receipt('1.2.0', 'Your note'));
  scene.approve(other);
  scene.github.reviews.set(
    other,
    scene.github.reviews.get(other)!.map((review) => ({ ...review, commit: 'a'.repeat(40) })),
  );
  scene.merge(other);
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain(
    'what rita approved (aaaaaaa) is no longer on GitHub. Have somebody other than its author approve #2 at its current head',
  );
});

it('finds the head of a pull request from a fork, and of one whose branch is gone, by the ref that GitHub keeps', async () => {
  scene = await Scene.begin();
  scene.git(scene.origin, 'config', 'uploadpack.allowAnySHA1InWant', 'false');
  const number = scene.land(slip);
  const { head } = scene.github.pulls.get(number)!;
  expect(() => scene.git(scene.job, 'cat-file', '-e', head)).toThrow();
  expect((await scene.deploy()).exitCode).toBe(0);
  expect(scene.git(scene.job, 'for-each-ref', '--format=%(refname)')).not.toContain('pull');
});

it.each([
  ['a dismissed one', 'DISMISSED', 'the review of rita was dismissed'],
  ['a request for changes', 'CHANGES_REQUESTED', 'rita asked for changes'],
])('counts the latest stand of a reviewer: %s', async (_, state, why) => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.approve(number);
  scene.review(number, 'rita', state);
  scene.review(number, 'rita', 'COMMENTED');
  scene.merge(number);
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain(`it comes from #1: ${why}.`);
});

it('keeps an approval that a comment follows', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.review(number, 'rita', 'CHANGES_REQUESTED');
  scene.approve(number);
  scene.review(number, 'rita', 'COMMENTED');
  scene.review(number, 'ada', 'CHANGES_REQUESTED');
  scene.merge(number);
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('reads every page of the reviews', async () => {
  scene = await Scene.begin();
  scene.github.pageSize = 2;
  const number = scene.open(slip);
  for (let count = 0; count < 4; count++) scene.review(number, 'ada', 'COMMENTED');
  scene.approve(number);
  scene.merge(number);
  expect((await scene.deploy()).exitCode).toBe(0);
});

it('does not let authors approve their own', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.approve(number, 'mona');
  scene.merge(number);
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain('mona cannot approve a pull request of their own');
});

it('takes the approval of a person for the pull request of a bot, and of a bot for none', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip, { author: 'renovate[bot]' });
  scene.approve(number);
  scene.merge(number);
  expect((await scene.deploy()).exitCode).toBe(0);
  const other = scene.open(receipt('1.2.0', 'Your note'));
  scene.approve(other, 'renovate[bot]');
  scene.merge(other);
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain('renovate[bot] is a bot, and approvals by bots do not count');
});

it('takes no approval of somebody who may not write, or may no longer', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.approve(number, 'mallory');
  scene.approve(number, 'rita');
  scene.merge(number);
  scene.github.permissions.delete('rita');
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain('mallory approved it, but has no write access to this repository');
  expect(text).toContain('rita approved it, but has no write access to this repository');
});

it('takes no approval of somebody who has left GitHub, or whose login is somebody else’s now', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.review(number, undefined);
  scene.approve(number, 'rita');
  scene.merge(number);
  scene.github.identities.set('rita', 99);
  const { exitCode, text } = await scene.deploy();
  expect(exitCode).toBe(5);
  expect(text).toContain('a deleted GitHub account reviewed it');
});

it.each(['base_ref_changed', 'automatic_base_change_succeeded'])(
  'takes no approval from before a pull request was pointed at main (%s)',
  async (event) => {
    scene = await Scene.begin();
    scene.github.retargetedBy = event;
    const number = scene.open(slip);
    scene.approve(number);
    scene.wait(1);
    scene.github.retargeted.set(number, [scene.now]);
    scene.wait(1);
    scene.merge(number);
    const { exitCode, text } = await scene.deploy();
    expect(exitCode).toBe(5);
    expect(text).toContain('it was pointed at another branch after rita approved it');
    scene.approve(number);
    expect((await scene.deploy()).exitCode).toBe(0);
  },
);

it('takes no approval of a pull request that went elsewhere, or into a history that is not this one', async () => {
  scene = await Scene.begin();
  const elsewhere = scene.open(slip, { base: 'staging' });
  scene.approve(elsewhere);
  scene.merge(elsewhere);
  expect((await scene.deploy()).text).toContain('belongs to no pull request');
  scene.github.pulls.get(elsewhere)!.base = 'main';
  scene.github.pulls.get(elsewhere)!.mergeCommit = 'e'.repeat(40);
  expect((await scene.deploy()).text).toContain('belongs to no pull request');
});
