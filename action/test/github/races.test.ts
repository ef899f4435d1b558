import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GitHubClient } from '../../src/github/client.ts';
import { commentMarker } from '../../src/github/comment/comment.ts';
import { GitHubError } from '../../src/github/github-error.ts';
import { putComment } from '../../src/github/sticky-comment.ts';
import { commentOf, commentsOf, gitHubEnvironment, openPullRequest, seed } from './support/pull-request.ts';
import { type Fault, type StandIn, startGitHub } from './support/stand-in.ts';

const bot = 'github-actions[bot]';
const soon = { 'retry-after': '0' };
const faults: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { status: 502, headers: soon, body: '<html>' },
  { status: 502, headers: soon, body: '<html>', carriedOut: true },
  { status: 429, headers: soon },
  { status: 403, body: { message: 'Resource not accessible by integration' } },
  { meanwhile: () => new Promise((resolve) => setImmediate(resolve)) },
);
const operations = ['issues/list-comments', 'issues/create-comment', 'issues/update-comment', 'issues/delete-comment'];

async function put(github: StandIn, pullRequest: number, text: string): Promise<void> {
  const client = new GitHubClient({ token: 'job', env: gitHubEnvironment(github.url) });
  await putComment(client, { pullRequest, login: bot, body: `${commentMarker}\n${text}` });
}

test('however many runs race, and whatever GitHub answers them, the next run leaves one comment, its own', async () => {
  const github = await startGitHub(seed);
  const race = fc.record({
    runs: fc.integer({ min: 1, max: 5 }),
    trouble: fc.array(fc.tuple(fc.constantFrom(...operations), faults), { maxLength: 6 }),
    chatter: fc.array(fc.constantFrom('mallory', 'app'), { maxLength: 3 }),
  });
  try {
    await fc.assert(
      fc.asyncProperty(race, async ({ runs, trouble, chatter }) => {
        const number = await openPullRequest(github);
        const others = [];
        for (const token of chatter) others.push(await commentOf(github, token, number, `${commentMarker}\nfaked`));
        for (const [operation, fault] of trouble) github.fail(operation, fault);
        const ended = await Promise.allSettled(
          Array.from({ length: runs }, (_, run) => put(github, number, `run ${run}`)),
        );
        for (const end of ended) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(GitHubError);
        github.forget();
        await put(github, number, 'the last');
        const left = await commentsOf(github, number);
        expect(left.filter(({ author }) => author === bot)).toMatchObject([{ body: `${commentMarker}\nthe last` }]);
        expect(left.filter(({ author }) => author !== bot).map(({ id }) => id)).toEqual(others.map(({ id }) => id));
      }),
      { numRuns: 40, seed: 3, endOnFailure: true },
    );
  } finally {
    await github.close();
  }
  expect(github.violations).toEqual([]);
});
