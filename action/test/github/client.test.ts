import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GitHubClient } from '../../src/github/client.ts';
import { type GitHubTrouble, gitHubError, type Refusal } from '../../src/github/github-error.ts';
import { gitHubEnvironment, openPullRequest, seed } from './support/pull-request.ts';
import { type Fault, forbidden, type StandIn, startGitHub } from './support/stand-in.ts';

let github: StandIn;
let number: number;
beforeAll(async () => {
  github = await startGitHub(seed);
  number = await openPullRequest(github);
});
afterAll(() => github.close());
afterEach(() => {
  expect(github.violations).toEqual([]);
  expect(github.unused()).toEqual([]);
});

const notes: string[] = [];
const client = (token = 'job', env: object = {}): GitHubClient =>
  new GitHubClient({ token, env: { ...gitHubEnvironment(github.url), ...env }, note: (text) => notes.push(text) });
const look = (): Promise<string> =>
  client().ask(
    {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
      parameters: { pull_number: number },
      doing: 'look at the pull request',
      permission: 'pull-requests: read',
    },
    (data) => (data as { title?: string }).title,
  );
const write = (): Promise<boolean> =>
  client().ask(
    {
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { issue_number: number, body: 'hello' },
      doing: 'write the comment',
      permission: 'pull-requests: write',
    },
    () => true,
  );
const soon = { 'retry-after': '0' };

describe('what passes', () => {
  const cases: [name: string, faults: Fault[]][] = [
    ['a server that is out of order', [{ status: 502, body: '<html>' }]],
    ['a broken connection', [{ reset: true }]],
    ['a page of a proxy', [{ status: 200, body: '<html>Sign in</html>' }]],
    ['a rate limit that is over in a moment', [{ status: 429, headers: soon }]],
    ['a secondary rate limit, with 403', [{ status: 403, headers: soon, body: { message: 'slow down' } }]],
    [
      'a primary rate limit that has just been reset',
      [{ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' } }],
    ],
    [
      'three times',
      [
        { status: 500, headers: soon },
        { status: 503, headers: soon },
        { status: 504, headers: soon },
      ],
    ],
  ];
  test.each(cases)('%s', async (_, faults) => {
    github.fail('pulls/get', ...faults);
    expect(await look()).toBe('Shorten the receipt');
    expect(notes.at(-1)).toMatch(/Trying again in \d+ s\.$/);
  });

  test('a refusal for the rate limit is no creation, so that it is tried again', async () => {
    github.fail('issues/create-comment', { status: 429, headers: soon });
    expect(await write()).toBe(true);
  });
});

describe('what does not', () => {
  const reset = Math.round(Date.parse('2099-01-01T00:00:00Z') / 1000);
  const cases: [name: string, faults: Fault[], trouble: GitHubTrouble, words: RegExp][] = [
    [
      'a token that is not known',
      [{ status: 401, body: { message: 'Bad credentials' } }],
      'credentials',
      /token.*Bad credentials/,
    ],
    ['a right that is missing', [forbidden], 'permission', /may not look at the pull request/],
    ['what is not there', [{ status: 404, body: { message: 'Not Found' } }], 'not-found', /found nothing/],
    [
      'what GitHub does not take',
      [{ status: 422, body: { message: 'Validation Failed', errors: [{ message: 'too odd' }] } }],
      'rejected',
      /Validation Failed; too odd/,
    ],
    [
      'a rate limit until next year',
      [{ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } }],
      'rate-limited',
      /rate limit/,
    ],
    [
      'four times out of order',
      Array.from({ length: 4 }, () => ({ status: 500, headers: soon, body: '<html>' })),
      'unavailable',
      /did not look at the pull request: 500$/,
    ],
  ];
  test.each(cases)('%s', async (_, faults, trouble, words) => {
    github.fail('pulls/get', ...faults);
    await expect(look()).rejects.toMatchObject({
      trouble,
      message: expect.stringMatching(words),
      fix: expect.stringMatching(/./),
    });
  });

  test('a creation that may have happened is not tried again', async () => {
    github.fail('issues/create-comment', { status: 502, headers: soon });
    await expect(write()).rejects.toMatchObject({ trouble: 'unavailable' });
  });

  test('no token, no repository', () => {
    expect(() => client('')).toThrow('the input “token” is empty');
    expect(() => client('job', { GITHUB_REPOSITORY: 'a/b/../c' })).toThrow('GITHUB_REPOSITORY is “a/b/../c”');
    expect(() => client('job', { GITHUB_REPOSITORY: undefined })).toThrow('GITHUB_REPOSITORY is “”');
  });
});

describe('how long to wait', () => {
  const now = Date.parse('2026-11-23T05:00:00Z');
  const call = { route: 'GET /', doing: 'look', permission: 'checks: write' };
  test.each<[Refusal['headers'], number | undefined]>([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Mon, 23 Nov 2026 05:00:30 GMT' }, 30],
    [{ 'retry-after': 'soon' }, 60],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 12) }, 12],
    [{}, 60],
  ])('%j', (headers, seconds) => {
    expect(gitHubError(call, { status: 429, headers, words: '' }, now).retryAfter).toBe(seconds);
  });

  test('the time of the next try is named', () => {
    const { fix } = gitHubError(call, { status: 429, headers: { 'retry-after': '3600' }, words: '' }, now);
    expect(fix).toContain('Run the job again after 2026-11-23T06:00:00Z');
  });
});
