import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commentMarker } from '../../src/github/comment/comment.ts';
import { type InstalledAction, installAction } from '../action/support/job.ts';
import { config } from '../deploy/small-repository.ts';
import { freshBundle } from '../support/fresh-bundle.ts';
import { commentOf } from './support/pull-request.ts';
import { filesIn, git, Scene } from './support/scene.ts';
import { forbidden } from './support/stand-in.ts';

/** The way of a pull request, with the bundle in processes of its own, and fresh clones. */
let action: InstalledAction;
let scene: Scene;
beforeAll(async () => {
  const bundle = await freshBundle();
  action = installAction(bundle);
  rmSync(bundle, { recursive: true });
});
afterAll(() => action.remove());
beforeEach(async () => {
  scene = await Scene.start(action);
});
afterEach(async () => {
  await scene.end();
  expect(scene.github.violations).toEqual([]);
  expect(scene.github.unused()).toEqual([]);
});

const bot = 'github-actions[bot]';
const shorter = { 'templates/receipt/subject.hbs': 'Receipt from {{tenant.name}}' };
const shortest = { 'templates/receipt/subject.hbs': 'Receipt' };
const wrong = { 'templates/receipt/subject.hbs': '{{tenant.name' };

test('opened, pushed to, approved, merged, deployed', async () => {
  const number = await scene.open(shorter);
  const first = await scene.job(number);
  expect(first.review).toMatchObject({
    exitCode: 0,
    outputs: { changed: 'true', preview: '.tenantry/out/index.html' },
  });
  expect(first.report).toMatchObject({ exitCode: 0, outputs: { 'exit-code': '0' } });
  expect(readFileSync(join(first.workspace, first.review.outputs.preview!), 'utf8')).toContain('Receipt from');
  const [comment, ...more] = await scene.comments(number);
  expect(more).toEqual([]);
  expect(comment).toMatchObject({ author: bot, body: expect.stringContaining(`${commentMarker}\n\n## `) });
  expect(comment?.body).toContain(first.galleryUrl);
  expect(first.review.summary).toContain('Your receipt');
  expect(scene.checks(scene.pull(number).head)).toMatchObject([{ name: 'Tenantry', conclusion: 'success' }]);

  const head = scene.push(number, shortest);
  const second = await scene.job(number, { action: 'synchronize' });
  const [updated, ...others] = await scene.comments(number);
  expect(others).toEqual([]);
  expect(updated?.body).toContain(second.galleryUrl);
  expect(updated?.body).not.toContain(first.galleryUrl);
  expect(scene.checks(head)).toMatchObject([{ conclusion: 'success' }]);

  await scene.approve(number);
  scene.merge(number);
  const deployed = await scene.deploy();
  expect(deployed.exitCode).toBe(0);
  expect(JSON.parse(deployed.outputs.summary!)).toMatchObject({ deployed: 4, failed: 0 });
});

test('the pull request is never checked out, and its token is in no file, no log and no command line', async () => {
  const number = await scene.open({ ...shorter, 'action/dist/index.js': 'throw new Error("ran")\n' });
  const { workspace, review, report } = await scene.job(number);
  expect([review.exitCode, report.exitCode]).toEqual([0, 0]);
  expect(filesIn(workspace).filter((path) => path.startsWith('action'))).toEqual([]);
  expect(readFileSync(join(workspace, 'templates/receipt/subject.hbs'), 'utf8')).toContain('Your receipt');
  expect(readFileSync(join(workspace, '.git/config'), 'utf8')).not.toMatch(/extraheader|x-access-token/i);
  const secret = Buffer.from('x-access-token:job').toString('base64');
  for (const step of [review, report]) expect(step.everything).not.toContain(secret);
  expect(review.commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message)).toContain(secret);
});

test('a checkout that left a token of its own behind, as others than ours may', async () => {
  const number = await scene.open(shorter);
  const { review } = await scene.job(number, {
    beforeReview: (workspace) => {
      const server = new URL(git(workspace, 'remote', 'get-url', 'origin')).origin;
      git(workspace, 'config', `http.${server}/.extraheader`, 'AUTHORIZATION: basic b2xk');
    },
  });
  expect(review.exitCode).toBe(0);
});

test.each([
  ['comment', 'issues/create-comment', 'pull-requests: write'],
  ['check run', 'checks/create', 'checks: write'],
])('a token that may not write the %s: the step fails, and says which right it lacks', async (_, operation, right) => {
  const number = await scene.open(shorter);
  scene.github.fail(operation, forbidden);
  const { report } = await scene.job(number);
  expect(report).toMatchObject({ exitCode: 4, outputs: { 'exit-code': '4' } });
  expect(report.commands.at(-1)).toMatchObject({ name: 'error', message: expect.stringContaining(`{ ${right} }`) });
  expect(scene.checks(scene.pull(number).head).filter(({ conclusion }) => conclusion === 'success')).toEqual([]);
});

test('a page that could not be uploaded: the step fails, and the comment says so', async () => {
  const number = await scene.open(shorter);
  const { report } = await scene.job(number, { galleryUrl: '' });
  expect(report.exitCode).toBe(1);
  expect(report.commands.at(-1)?.message).toContain('the gallery was not uploaded');
  expect(await scene.comments(number)).toMatchObject([{ body: expect.stringContaining('The page was not uploaded') }]);
  expect(scene.checks(scene.pull(number).head)).toMatchObject([{ conclusion: 'failure' }]);
});

describe('what cannot be reviewed is never “nothing changes”', () => {
  test('invalid files: every diagnostic at its line, and no page', async () => {
    const number = await scene.open(wrong);
    const { review, report } = await scene.job(number);
    expect(review).toMatchObject({ exitCode: 3, outputs: { preview: '' } });
    expect(review.commands.at(-1)?.message).toContain('1 error to fix');
    expect(report.exitCode).toBe(0);
    const [check] = scene.checks(scene.pull(number).head);
    expect(check).toMatchObject({ conclusion: 'failure', output: { title: expect.stringContaining('1 error') } });
    expect(check.annotations).toMatchObject([{ path: 'templates/receipt/subject.hbs', start_line: 1 }]);
    const [comment] = await scene.comments(number);
    expect(comment?.body).toContain('templates/receipt/subject.hbs:1');
    expect(comment?.body).not.toMatch(/no message changes/i);
  });

  test('then mended: the same comment is right again', async () => {
    const number = await scene.open(wrong);
    await scene.job(number);
    const head = scene.push(number, shorter);
    await scene.job(number, { action: 'synchronize' });
    expect(await scene.comments(number)).toMatchObject([{ body: expect.stringContaining('to look at') }]);
    expect(scene.checks(head)).toMatchObject([{ conclusion: 'success' }]);
  });

  test('a conflict with a base that moved on', async () => {
    const number = await scene.open(shorter);
    scene.pushMain(shortest);
    const { review } = await scene.job(number);
    expect(review).toMatchObject({ exitCode: 3, outputs: { preview: '' } });
    const [comment] = await scene.comments(number);
    expect(comment?.body).toContain('this conflicts with its base');
    expect(comment?.body).toContain('templates/receipt/subject.hbs');
    expect(scene.checks(scene.pull(number).head)).toMatchObject([{ conclusion: 'failure' }]);
  });

  test('a workflow that checks out the pull request, or comes after its merge', async () => {
    const number = await scene.open(shorter);
    scene.merge(number);
    const { review } = await scene.job(number);
    expect(review).toMatchObject({ exitCode: 1, outputs: { preview: '' } });
    expect(review.commands.at(-1)?.message).toContain('already in the checkout');
    expect(scene.checks(scene.pull(number).head)).toMatchObject([{ conclusion: 'failure' }]);
  });

  test('a token that may not read: it says which right is missing', async () => {
    const number = await scene.open(shorter);
    const { review, report } = await scene.job(number, { inputs: { token: 'rita' } });
    expect(review.exitCode).toBe(1);
    expect(review.commands.at(-1)?.message).toMatch(/could not fetch the branches of the merge queue.*contents: read/);
    expect(report.everything).not.toMatch(/No message changes/);
  });

  test('a review that was stopped', async () => {
    const number = await scene.open(shorter);
    const { report } = await scene.job(number, {
      beforeReport: (workspace) => rmSync(join(workspace, '.tenantry/out/report.json')),
    });
    expect(report.exitCode).toBe(1);
    expect(report.commands.at(-1)?.message).toContain('the review did not finish');
    expect(await scene.comments(number)).toMatchObject([{ body: expect.stringContaining('planning failed') }]);
    expect(scene.checks(scene.pull(number).head)).toMatchObject([{ conclusion: 'failure' }]);
  });
});

describe('moves', () => {
  test('a base that moved on is what is compared with', async () => {
    const number = await scene.open(shorter);
    scene.pushMain({ 'templates/ping/body.hbs': 'At your door' });
    const { review } = await scene.job(number);
    expect(JSON.parse(review.outputs.summary!)).toMatchObject({ messages: 4, pairs: 3 });
  });

  test('a pull request that moved on before its review: the newer run reports', async () => {
    const number = await scene.open(shorter);
    const old = scene.pull(number).head;
    const { review, report } = await scene.job(number, { beforeReview: () => scene.push(number, shortest) });
    expect([review.exitCode, report.exitCode]).toEqual([5, 0]);
    expect(review.commands.at(-1)?.message).toContain('There is a newer commit');
    expect(scene.checks(old)).toMatchObject([{ conclusion: 'cancelled' }]);
    expect(await scene.comments(number)).toEqual([]);
  });

  test('one that moved on after its review: the comment of the newer run stays', async () => {
    const number = await scene.open(shorter);
    const old = scene.pull(number).head;
    let newer = '';
    const { report } = await scene.job(number, {
      beforeReport: async () => {
        scene.push(number, shortest);
        newer = (await scene.job(number, { action: 'synchronize' })).galleryUrl;
      },
    });
    expect(report.exitCode).toBe(5);
    expect(scene.checks(old)).toMatchObject([{ conclusion: 'cancelled' }]);
    expect(await scene.comments(number)).toMatchObject([{ body: expect.stringContaining(newer) }]);
  });

  test('one that was closed meanwhile still gets its report', async () => {
    const number = await scene.open(shorter);
    const close = () =>
      scene.github.as('mona', 'PATCH', `/repos/larder/messaging/pulls/${number}`, { state: 'closed' });
    const { report } = await scene.job(number, { beforeReport: close });
    expect(report.exitCode).toBe(0);
    expect(await scene.comments(number)).toHaveLength(1);
  });

  test('one to another branch changes nothing that is deployed', async () => {
    const number = await scene.open(shorter, { base: 'feature' });
    const { review, report } = await scene.job(number);
    expect([review.exitCode, report.exitCode]).toEqual([0, 0]);
    expect(scene.checks(scene.pull(number).head)).toMatchObject([{ conclusion: 'neutral' }]);
    expect(await scene.comments(number)).toEqual([]);
  });

  test('one to another branch leaves the check of one with the same head as it is', async () => {
    const number = await scene.open({ 'templates/receipt/subject.hbs': '{{{' });
    await scene.job(number);
    scene.retarget(number, 'feature');
    await scene.job(number, { action: 'edited' });
    expect(scene.checks(scene.pull(number).head)).toMatchObject([
      { name: 'Tenantry', conclusion: 'failure' },
      { name: 'Tenantry, another branch', conclusion: 'neutral' },
    ]);
  });

  test('one that is pointed at another branch: its comment no longer says that something changes', async () => {
    const number = await scene.open(shorter);
    await scene.job(number);
    scene.retarget(number, 'feature');
    const { report } = await scene.job(number, { action: 'edited' });
    expect(report.exitCode).toBe(0);
    expect(await scene.comments(number)).toMatchObject([
      { body: expect.stringContaining('Not for the default branch') },
    ]);
    expect(scene.checks(scene.pull(number).head).at(-1)).toMatchObject({ conclusion: 'neutral' });
    scene.retarget(number, 'main');
    await scene.job(number, { action: 'edited' });
    expect(await scene.comments(number)).toMatchObject([{ body: expect.stringContaining('to look at') }]);
  });

  test('two runs for the same commit leave one comment', async () => {
    const number = await scene.open(shorter);
    await Promise.all([scene.job(number), scene.job(number)]);
    const comments = await scene.comments(number);
    expect(comments.length).toBeGreaterThan(0);
    await scene.job(number);
    expect(await scene.comments(number)).toHaveLength(1);
  });
});

test('from a fork, by a stranger with a name for every trick: nobody is mentioned, and no marker is believed', async () => {
  const title = '@larder/everyone ](https://evil.example) ::error::x';
  const number = await scene.open(
    {
      'tenants/acme/tenant.yaml': `${readFileSync(join(scene.desk, 'tenants/acme/tenant.yaml'), 'utf8').replace('Acme Market', '"@octocat | [click](https://evil.example) <img src=x> #1"')}`,
    },
    { fork: true, author: 'mallory', title },
  );
  const faked = `${commentMarker}\n\n## No message changes`;
  await commentOf(scene.github, 'mallory', number, faked);
  const { review, report } = await scene.job(number);
  expect([review.exitCode, report.exitCode]).toEqual([0, 0]);
  const [first, own, ...more] = await scene.comments(number);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ author: 'mallory', body: faked });
  expect(own?.author).toBe(bot);
  for (const text of [own?.body ?? '', review.summary]) {
    expect(text).not.toMatch(/@octocat|@larder|\[click\]|<img|(?<![\w&])#1\b/);
  }
  for (const step of [review, report]) expect(step.commands.filter(({ name }) => name === 'error')).toEqual([]);
});

describe('a merge queue', () => {
  test('is checked on the commit that it makes, and not commented on', async () => {
    const number = await scene.open(shorter);
    const { review, report, head } = await scene.queue(number);
    expect([review.exitCode, report.exitCode]).toEqual([0, 0]);
    expect(scene.checks(head)).toMatchObject([{ name: 'Tenantry', conclusion: 'success' }]);
    expect(await scene.comments(number)).toEqual([]);
  });

  test('lets nothing through that nobody approved, and what was approved', async () => {
    scene.pushMain({ '.github/tenantry.yml': config('directory', 'approval: require') });
    const number = await scene.open(shorter);
    const refused = await scene.queue(number);
    expect(refused.review.exitCode).toBe(5);
    const [check] = scene.checks(refused.head);
    expect(check).toMatchObject({ conclusion: 'failure', output: { title: expect.stringMatching(/^Not approved/) } });
    expect(check.output.text).toContain('`acme/receipt`');
    await scene.approve(number);
    const { review, report, head } = await scene.queue(number);
    expect(review.commands.filter(({ name }) => name === 'error')).toEqual([]);
    expect([review.exitCode, report.exitCode]).toEqual([0, 0]);
    expect(scene.checks(head)).toMatchObject([{ conclusion: 'success' }]);
  });

  test('a pull request of the commit that it tries does not speak for it, neither before nor after its own check', async () => {
    scene.pushMain({ '.github/tenantry.yml': config('directory', 'approval: require') });
    const [number, other] = [await scene.open(shorter), await scene.open(shortest)];
    const { head, ref } = scene.enqueue(number);
    scene.pushHead(other, head);
    const { review, report } = await scene.job(other);
    expect([review.exitCode, report.exitCode]).toEqual([5, 0]);
    expect(review.commands.at(-1)?.message).toContain('a commit of the merge queue');
    const beside = { name: 'Tenantry, commit of a merge queue', conclusion: 'failure' };
    expect(scene.checks(head)).toMatchObject([beside]);
    expect(await scene.comments(other)).toMatchObject([{ body: expect.stringContaining('checked there') }]);

    const second = await scene.queue(number);
    scene.pushHead(other, second.head);
    await scene.job(other, { action: 'synchronize' });
    const checks = scene.checks(second.head).toSorted((a, b) => a.name.length - b.name.length);
    expect(checks).toMatchObject([{ name: 'Tenantry', conclusion: 'failure' }, beside]);

    // When the queue is done with it, it is a commit like any other.
    git(scene.desk, 'push', '-q', 'origin', `:${ref}`);
    const done = await scene.job(other, { action: 'reopened' });
    expect(done.review.exitCode).toBe(0);
    expect(await scene.comments(other)).toMatchObject([{ body: expect.stringContaining('to look at') }]);
  });
});

test('with the policy require, a deployment holds what nobody approved, and deploys what somebody did', async () => {
  await scene.end();
  scene = await Scene.start(action, {}, 'branch');
  expect((await scene.deploy()).exitCode).toBe(0);
  const more = { 'templates/ping/body.hbs': 'Nearly there' };
  scene.pushMain({ '.github/tenantry.yml': config('branch', 'approval: require'), ...more });
  const number = await scene.open(shorter);
  const { review } = await scene.job(number);
  expect(review.exitCode).toBe(0);
  const [comment] = await scene.comments(number);
  expect(comment?.body).toMatch(
    /Needs an approving review of `[\da-f]+` by somebody with write access other than mona/,
  );
  await scene.approve(number);
  await scene.job(number);
  expect((await scene.comments(number))[0]?.body).toMatch(/Approved at `[\da-f]+` by rita/);
  scene.merge(number);
  const other = await scene.open({ 'templates/ping/body.hbs': 'At your door' });
  scene.merge(other);
  const deployed = await scene.deploy();
  expect(deployed.exitCode).toBe(5);
  expect(JSON.parse(deployed.outputs.summary!)).toMatchObject({ deployed: 3, held: 1, failed: 0 });
  expect(deployed.summary).toContain('`acme/ping`');
});
