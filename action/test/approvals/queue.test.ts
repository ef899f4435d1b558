import { expect, it } from 'vitest';
import { approvedInQueue, type QueueVerdict } from '../../src/commands/approved-in-queue.ts';
import { approvalsWith } from '../../src/github/approval-source.ts';
import { worldOf } from '../deploy/run.ts';
import { endScenes } from './support/end-scenes.ts';
import { policy, Scene } from './support/scene.ts';

let scene: Scene;
endScenes(() => scene);

const subject = { 'templates/receipt/subject.hbs': 'Paid: {{tenant.name}}' };
const title = { 'templates/receipt/strings/en.yaml': 'title: Cheers\n' };

/** What the check says of the entry of a pull request in the queue. */
async function check(group: { base: string; head: string; ref: string }): Promise<QueueVerdict> {
  scene.git(scene.job, 'fetch', '-q', 'origin', 'main', group.head);
  const env = { ...process.env, GITHUB_API_URL: scene.github.url, GITHUB_REPOSITORY: 'larder/messaging' };
  const world = { ...worldOf(scene.job, { now: scene.now }), env };
  return await approvedInQueue(world, group, approvalsWith('secret', world));
}

it('passes what was approved, and asks about the pull request of the entry', async () => {
  scene = await Scene.begin();
  const number = scene.open(subject);
  scene.approve(number);
  const verdict = await check(scene.enqueue(number));
  expect(verdict).toEqual({ policy: 'require', messages: 4, unapproved: [] });
  expect(scene.github.requests.filter((one) => one.includes('/commits/'))).toEqual([]);
});

it('names what nobody approved', async () => {
  scene = await Scene.begin();
  const { unapproved, policy: inForce } = await check(scene.enqueue(scene.open(subject)));
  expect(inForce).toBe('require');
  expect(unapproved.map(({ tenant, template, locales }) => [tenant, template, locales])).toEqual([
    ['bolt', 'receipt', ['de', 'en']],
    ['acme', 'receipt', ['en']],
    ['cafe', 'receipt', ['en']],
  ]);
  expect(unapproved[0]?.why).toBe('it comes from #1: nobody has approved it');
});

it('fails where two entries come to something that nobody approved, until the second is approved as it is in the queue', async () => {
  scene = await Scene.begin();
  const [first, second] = [scene.open(subject), scene.open(title)];
  for (const number of [first, second]) scene.approve(number);
  const ahead = scene.enqueue(first);
  const behind = scene.enqueue(second, ahead.head);
  expect((await check(ahead)).unapproved).toEqual([]);
  const { unapproved } = await check(behind);
  expect(unapproved.map(({ tenant, locales }) => [tenant, locales])).toEqual([
    ['bolt', ['en']],
    ['acme', ['en']],
    ['cafe', ['en']],
  ]);
  scene.approve(second);
  expect((await check(behind)).unapproved).toEqual([]);
});

it('unites the approvals of several entries that are merged together', async () => {
  scene = await Scene.begin();
  const [first, second] = [scene.open(subject), scene.open({ 'templates/ping/body.hbs': 'Soon there' })];
  for (const number of [first, second]) scene.approve(number);
  const ahead = scene.enqueue(first);
  const behind = scene.enqueue(second, ahead.head);
  const both = await check({ ...behind, base: ahead.base });
  expect(both).toEqual({ policy: 'require', messages: 5, unapproved: [] });
});

it('does not let a group loosen the policy for itself, and leaves it off where it is off', async () => {
  scene = await Scene.begin();
  expect((await check(scene.enqueue(scene.open({ ...subject, ...policy('off') })))).unapproved).toHaveLength(3);
  await scene.end();
  scene = await Scene.begin('off');
  const verdict = await check(scene.enqueue(scene.open(subject)));
  expect(verdict).toEqual({ policy: 'off', messages: 4, unapproved: [] });
  expect(scene.github.requests).toEqual([]);
});

it('refuses a group that is none', async () => {
  scene = await Scene.begin();
  const group = scene.enqueue(scene.open(subject));
  await expect(check({ ...group, ref: 'refs/heads/main' })).rejects.toThrow('is not a merge queue branch for');
});
