import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkTexts } from '../../src/github/comment/check.ts';
import { commentMarker, longestComment, reviewComment } from '../../src/github/comment/comment.ts';
import type { ReviewReport } from '../../src/github/comment/report.ts';
import { type ReportFile, writeReport } from '../../src/github/report-file.ts';
import { type Posted, type ReportOptions, report } from '../../src/github/report-step.ts';
import type { Review } from '../../src/review/review.ts';
import { pullRequestEvent } from './support/events.ts';
import { commentsOf, gitHubEnvironment, openPullRequest, seed } from './support/pull-request.ts';
import { type Fault, forbidden, type Json, type StandIn, startGitHub } from './support/stand-in.ts';

/** The step that posts, against GitHub in every kind of trouble: each ends in words that help, and none in green. */
let github: StandIn;
let number: number;
let out: string;
let file: ReportFile;
const head = 'a'.repeat(40);
const galleryUrl = 'https://github.com/larder/messaging/actions/runs/4711/artifacts/1';

beforeEach(async () => {
  github = await startGitHub(seed);
  number = await openPullRequest(github);
  github.amendments.pulls.set(number, { head: { sha: head } });
  out = mkdtempSync(join(tmpdir(), 'tenantry-report-'));
  file = reportFile();
});
afterEach(async () => {
  await github.close();
  rmSync(out, { recursive: true });
  expect(github.violations).toEqual([]);
  expect(github.unused()).toEqual([]);
});

const review: Review = {
  base: 'b'.repeat(40),
  head,
  now: '2026-11-23T05:00:00.000Z',
  counts: {
    messages: 1,
    pairs: 1,
    previews: 1,
    tenants: { changing: 1, held: 0, excluded: 0, unchanged: 2, total: 3 },
  },
  changes: [],
  risks: [],
  unexpected: [],
  unaffected: [],
  forecast: { writes: 1, archives: 0, calls: 2, seconds: 1, accounts: [] },
  pending: undefined,
  refusals: [],
};

function reportFile(): ReportFile {
  const texts: ReviewReport = {
    outcome: { kind: 'reviewed', review, diagnostics: [] },
    about: { base: review.base, head, seconds: 2, folder: '', links: {} },
  };
  return {
    version: 1,
    pullRequest: number,
    head,
    gallery: true,
    comment: reviewComment(texts),
    check: checkTexts(texts),
  };
}

async function post(more: Partial<ReportOptions> = {}): Promise<Posted> {
  const pull = { number, title: 'x', author: 'mona', head, base: 'main', fork: false };
  const event = join(out, 'event.json');
  writeFileSync(event, JSON.stringify(pullRequestEvent(pull, 'opened').payload));
  const env = {
    ...gitHubEnvironment(github.url),
    GITHUB_EVENT_NAME: 'pull_request_target',
    GITHUB_EVENT_PATH: event,
  };
  return await report({ env, token: 'job', out, galleryUrl, note: () => {}, ...more });
}
const checks = (): Json[] => [...github.amendments.checks.values()];
const soon = { 'retry-after': '0' };
const outOfOrder: Fault[] = Array.from({ length: 4 }, () => ({ status: 503, headers: soon, body: '<html>' }));
const tomorrow: Fault = {
  status: 403,
  headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' },
  body: { message: 'API rate limit exceeded for installation.' },
};

test('all is well: a comment with the way to the gallery, and a green check', async () => {
  writeReport(out, file);
  const posted = await post();
  expect(posted).toMatchObject({ conclusion: 'success', problems: [] });
  expect(posted.comment).toMatch(/#issuecomment-\d+$/);
  expect(checks()).toMatchObject([
    { conclusion: 'success', details_url: 'https://github.com/larder/messaging/actions/runs/4711' },
  ]);
});

describe('never green', () => {
  const cases: [name: string, operation: string, faults: Fault[], words: RegExp, fix: RegExp][] = [
    ['no right to comment', 'issues/create-comment', [forbidden], /may not write the comment/, /pull-requests: write/],
    [
      'no right to list comments',
      'issues/list-comments',
      [forbidden],
      /may not list the comments/,
      /pull-requests: write/,
    ],
    ['a rate limit', 'issues/create-comment', [tomorrow], /rate limit/, /2100-01-01T00:00:00/],
    ['out of order', 'issues/list-comments', outOfOrder, /did not list the comments.*503/, /githubstatus/],
    [
      'out of order at the pull request',
      'pulls/get',
      outOfOrder,
      /did not look at the pull request.*503/,
      /githubstatus/,
    ],
    [
      'gone',
      'issues/create-comment',
      [{ status: 404, body: { message: 'Not Found' } }],
      /found nothing/,
      /still exists/,
    ],
  ];
  test.each(cases)('%s: the check run says so', async (_, operation, faults, words, fix) => {
    writeReport(out, file);
    github.fail(operation, ...faults);
    const { conclusion, problems } = await post();
    expect(conclusion).toBe('failure');
    expect(problems).toMatchObject([{ message: expect.stringMatching(words), fix: expect.stringMatching(fix) }]);
    expect(checks()).toMatchObject([
      {
        status: 'completed',
        conclusion: 'failure',
        output: { title: expect.stringMatching(/^Only partly posted/) },
      },
    ]);
    const [check] = checks();
    expect(check.output.summary.replace(/&#\d+;|\u200b/g, '-')).toMatch(words);
  });

  test.each([
    ['no right to create checks', 'checks/create', [forbidden], 4],
    ['no right to see checks', 'checks/list-for-ref', [forbidden], 4],
    ['a token that has expired', 'checks/list-for-ref', [{ status: 401, body: { message: 'Bad credentials' } }], 4],
    ['a rate limit', 'checks/create', [tomorrow], 1],
  ])(
    '%s: the step fails, and there is no check run; the comment is posted all the same',
    async (_, operation, faults, exitCode) => {
      writeReport(out, file);
      github.fail(operation, ...(faults as Fault[]));
      const { conclusion, problems } = await post();
      expect(conclusion).toBe('failure');
      expect(problems).toMatchObject([{ exitCode, fix: expect.stringMatching(/./) }]);
      expect(checks()).toEqual([]);
      expect(await commentsOf(github, number)).toHaveLength(1);
    },
  );

  test('a check run that cannot be ended stays open', async () => {
    writeReport(out, file);
    github.fail('checks/update', forbidden);
    expect((await post()).conclusion).toBe('failure');
    expect(checks()).toMatchObject([{ status: 'in_progress', conclusion: null }]);
  });

  test('a comment that GitHub does not take: a short one says where the report is', async () => {
    writeReport(out, { ...file, comment: `${file.comment}${'x'.repeat(longestComment)}` });
    const { conclusion, problems } = await post();
    expect(conclusion).toBe('failure');
    expect(problems).toMatchObject([{ trouble: 'rejected' }]);
    const [comment, ...more] = await commentsOf(github, number);
    expect(more).toEqual([]);
    expect(comment?.body).toMatch(/It is in the check Tenantry and in the summary of the job/);
    expect(checks()).toMatchObject([{ conclusion: 'failure' }]);
  });

  test.each([
    ['was not uploaded', ''],
    ['has an invalid URL', 'javascript:alert(1)'],
  ])('a gallery that %s', async (words, url) => {
    writeReport(out, file);
    const { conclusion, problems } = await post({ galleryUrl: url });
    expect(conclusion).toBe('failure');
    expect(problems).toMatchObject([{ message: `the gallery ${words}`, fix: expect.stringContaining('uploads it') }]);
    const [comment] = await commentsOf(github, number);
    expect(comment?.body).toMatch(/There (is no gallery|are no previews) to look at/);
    expect(comment?.body).not.toContain('javascript:');
    expect(checks()).toMatchObject([{ conclusion: 'failure' }]);
  });

  test.each([
    ['left nothing', undefined],
    ['left what an earlier run found', 'c'.repeat(40)],
  ])('a review that %s', async (_, other) => {
    if (other) writeReport(out, { ...file, head: other });
    const { conclusion, problems } = await post({ galleryUrl: '' });
    expect(conclusion).toBe('failure');
    expect(problems).toMatchObject([{ message: expect.stringContaining('did not finish') }]);
    const [comment] = await commentsOf(github, number);
    expect(comment?.body).toMatch(/^<!-- tenantry:review -->\n\n## Not reviewed/);
  });

  test.each(['{', 'null', '{"version":2}', '[]'])('a report.json that is %s', async (text) => {
    writeFileSync(join(out, 'report.json'), text);
    await expect(post()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('not what the command review writes'),
    });
    expect(github.requests).toEqual([]);
  });
});

test('what failed is mended by running it again, in the same comment and check run', async () => {
  writeReport(out, file);
  await post({ galleryUrl: '' });
  const posted = await post();
  expect(posted).toMatchObject({ conclusion: 'success', problems: [] });
  expect(checks()).toMatchObject([{ conclusion: 'success' }]);
  expect(await commentsOf(github, number)).toMatchObject([{ body: expect.not.stringContaining('no previews') }]);
  expect((await commentsOf(github, number))[0]?.body.startsWith(commentMarker)).toBe(true);
});

test('one comment and one check run take seven requests, three of which write', async () => {
  writeReport(out, file);
  await post();
  const operations = github.requests.map(({ operation, method }) => `${method} ${operation}`);
  expect(operations).toEqual([
    'GET checks/list-for-ref',
    'POST checks/create',
    'GET pulls/get',
    'GET issues/list-comments',
    'POST issues/create-comment',
    'GET issues/list-comments',
    'PATCH checks/update',
  ]);
});
