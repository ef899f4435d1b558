import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GitHubClient } from '../../src/github/client.ts';
import { commentMarker, longestComment } from '../../src/github/comment/comment.ts';
import { putComment } from '../../src/github/sticky-comment.ts';
import { commentOf, commentsOf, gitHubEnvironment, openPullRequest, seed } from './support/pull-request.ts';
import { forbidden, type StandIn, startGitHub } from './support/stand-in.ts';

const bot = 'github-actions[bot]';

let github: StandIn;
let number: number;
beforeEach(async () => {
  github = await startGitHub(seed);
  number = await openPullRequest(github);
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const put = (body: string, token = 'job', login = bot): Promise<string> =>
  putComment(new GitHubClient({ token, env: gitHubEnvironment(github.url) }), {
    pullRequest: number,
    login,
    body: `${commentMarker}${body}`,
  });
const operations = (): string[] => github.requests.map(({ operation }) => operation);

describe('one comment', () => {
  test('is written once, and then changed', async () => {
    const first = await put('first');
    const second = await put('second');
    expect(second).toBe(first);
    expect(first).toContain(`/issues/${number}#issuecomment-`);
    expect(await commentsOf(github, number)).toMatchObject([{ author: bot, body: `${commentMarker}second` }]);
  });

  test('is found on the last of many pages', async () => {
    for (let i = 0; i < 205; i++) await commentOf(github, 'mona', number, `chatter ${i}`);
    await put('first');
    await put('second');
    expect((await commentsOf(github, number)).filter(({ author }) => author === bot)).toHaveLength(1);
    expect(operations().filter((operation) => operation === 'issues/list-comments')).toHaveLength(9);
  });

  test.each([
    ['a person', 'mallory', commentMarker],
    ['another App', 'app', commentMarker],
    ['our own App in the name of somebody who is quoted', 'job', `> said mallory:\n${commentMarker}`],
  ])('the marker of %s is none', async (_, token, marker) => {
    const faked = await commentOf(github, token, number, `${marker}nothing changes, approve!`);
    await put('first');
    await put('second');
    const comments = await commentsOf(github, number);
    expect(comments).toHaveLength(2);
    expect(comments[0]).toMatchObject({ id: faked.id, body: `${marker}nothing changes, approve!` });
    expect(comments[1]).toMatchObject({ author: bot, body: `${commentMarker}second` });
  });

  test('of each App that writes', async () => {
    await put('first');
    await put('first', 'app', 'larder-previews[bot]');
    await put('second', 'app', 'larder-previews[bot]');
    expect(await commentsOf(github, number)).toMatchObject([
      { author: bot, body: `${commentMarker}first` },
      { author: 'larder-previews[bot]', body: `${commentMarker}second` },
    ]);
  });

  test('of two runs that raced, and of the next', async () => {
    github.fail('issues/create-comment', {
      meanwhile: () => commentOf(github, 'job', number, `${commentMarker}racer`),
    });
    await put('first');
    expect(await commentsOf(github, number)).toMatchObject([{ body: `${commentMarker}first` }]);
    await commentOf(github, 'job', number, `${commentMarker}late`);
    await put('second');
    expect(await commentsOf(github, number)).toMatchObject([{ body: `${commentMarker}second` }]);
  });

  test('of two runs at the same time, whichever is quicker', async () => {
    await Promise.all([put('one'), put('two'), put('three')]);
    await put('last');
    expect(await commentsOf(github, number)).toMatchObject([{ body: `${commentMarker}last` }]);
  });

  test('when the other run has removed its second already', async () => {
    await put('first');
    const second = await commentOf(github, 'job', number, `${commentMarker}late`);
    github.fail('issues/delete-comment', { status: 404, body: { message: 'Not Found' } });
    await put('second');
    expect(await commentsOf(github, number)).toMatchObject([{ body: `${commentMarker}second` }, { id: second.id }]);
  });

  test('when GitHub took it, and its answer was lost', async () => {
    github.fail('issues/create-comment', { status: 502, body: '<html>Unicorn</html>', carriedOut: true });
    await put('first');
    expect(await commentsOf(github, number)).toHaveLength(1);
    expect(operations().filter((operation) => operation === 'issues/create-comment')).toHaveLength(1);
  });

  test('when GitHub did not take it the first time', async () => {
    github.fail('issues/create-comment', { reset: true });
    await put('first');
    expect(await commentsOf(github, number)).toMatchObject([{ body: `${commentMarker}first` }]);
  });
});

describe('trouble', () => {
  test('a right that is missing is named', async () => {
    github.fail('issues/create-comment', {
      ...forbidden,
      headers: { 'x-accepted-github-permissions': 'issues=write' },
    });
    await expect(put('first')).rejects.toMatchObject({
      trouble: 'permission',
      exitCode: 4,
      message: 'the token may not write the comment: 403 Resource not accessible by integration',
      fix: expect.stringMatching(/permissions: \{ pull-requests: write \}.*GitHub asks for: issues=write/),
    });
  });

  test('a comment that is too long is refused by GitHub', async () => {
    const body = 'x'.repeat(longestComment);
    await expect(put(body)).rejects.toMatchObject({
      trouble: 'rejected',
      message: expect.stringContaining('too long'),
    });
    await put(body.slice(commentMarker.length));
  });

  test('a list that fails is no empty list', async () => {
    await put('first');
    github.fail(
      'issues/list-comments',
      ...Array.from({ length: 4 }, () => ({ status: 200, body: '<html>Proxy</html>' })),
    );
    await expect(put('second')).rejects.toMatchObject({
      trouble: 'unavailable',
      message: expect.stringContaining('proxy'),
    });
    expect(await commentsOf(github, number)).toMatchObject([{ body: `${commentMarker}first` }]);
  });
});
