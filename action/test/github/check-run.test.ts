import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beginCheck, checkName, finishCheck } from '../../src/github/check-run.ts';
import { GitHubClient } from '../../src/github/client.ts';
import { longestCheckText } from '../../src/github/comment/check.ts';
import type { CheckReport } from '../../src/github/report-file.ts';
import { gitHubEnvironment, seed } from './support/pull-request.ts';
import { forbidden, type Json, type StandIn, startGitHub } from './support/stand-in.ts';

const head = 'a'.repeat(40);
const bot = 'github-actions[bot]';

let github: StandIn;
beforeEach(async () => {
  github = await startGitHub(seed);
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

const client = (token = 'job'): GitHubClient => new GitHubClient({ token, env: gitHubEnvironment(github.url) });
const checks = (): Json[] => [...github.amendments.checks.values()];
const operations = (): string[] => github.requests.map(({ operation }) => operation);

const report: CheckReport = {
  conclusion: 'success',
  title: '7 previews to look at',
  summary: 'One change in 343 tenants.',
  text: '',
  annotations: [],
};

function remarks(many: number): CheckReport['annotations'] {
  return Array.from({ length: many }, (_, index) => ({
    path: 'tenants/acme/tenant.yaml',
    start_line: index + 1,
    end_line: index + 1,
    start_column: 3,
    end_column: 3,
    annotation_level: 'failure' as const,
    title: 'unknown-group',
    message: `there is no group number ${index}`,
  }));
}

async function post(texts: CheckReport, token?: string): Promise<void> {
  const { id } = await beginCheck(client(token), head, 'https://github.com/larder/messaging/actions/runs/4711');
  await finishCheck(client(token), id, texts);
}

describe('one check run', () => {
  test('has a name that branch protection can require, and is not green before all is said', async () => {
    const begun = await beginCheck(client(), head, undefined);
    expect(begun.login).toBe(bot);
    expect(checks()).toMatchObject([{ name: 'Tenantry', head_sha: head, status: 'in_progress', conclusion: null }]);
    const url = await finishCheck(client(), begun.id, report);
    expect(url).toContain(`/checks/${begun.id}`);
    expect(checks()).toMatchObject([
      { status: 'completed', conclusion: 'success', output: { title: report.title, summary: report.summary } },
    ]);
  });

  test('is taken again by the next run for the same commit', async () => {
    await post(report);
    await post({ ...report, conclusion: 'failure', title: 'worse' });
    expect(checks()).toMatchObject([{ conclusion: 'failure', output: { title: 'worse' } }]);
    expect(operations().filter((operation) => operation === 'checks/create')).toHaveLength(1);
  });

  test('one with remarks, which cannot be taken back, is replaced by a newer one of its name', async () => {
    await post({ ...report, conclusion: 'failure', annotations: remarks(2) });
    await post(report);
    expect(checks()).toMatchObject([
      { name: checkName, conclusion: 'failure', annotations: remarks(2) },
      { name: checkName, conclusion: 'success', annotations: [] },
    ]);
  });

  test('of somebody else with the same name is left alone', async () => {
    const path = `/repos/${seed.owner}/${seed.repo}/check-runs`;
    const foreign = { name: checkName, head_sha: head, status: 'completed', conclusion: 'success' };
    const made = await github.as('mallory', 'POST', path, foreign);
    github.amendments.checks.set(made.id, { ...made, app: { slug: 'mallory' } });
    await post({ ...report, conclusion: 'failure' });
    expect(checks()).toMatchObject([{ id: made.id, conclusion: 'success' }, { conclusion: 'failure' }]);
  });

  test('takes texts as long as we make them', async () => {
    const longest = 'x'.repeat(longestCheckText);
    await post({ ...report, summary: longest, text: longest });
    expect(checks()).toMatchObject([{ output: { summary: longest, text: longest } }]);
  });

  test('says as whom an App of one’s own writes', async () => {
    expect((await beginCheck(client('app'), head, undefined)).login).toBe('larder-previews[bot]');
  });

  test('is looked for when the answer to its creation was lost', async () => {
    github.fail('checks/create', { status: 503, body: '<html>', carriedOut: true });
    await post(report);
    expect(checks()).toHaveLength(1);
  });
});

describe('annotations', () => {
  test.each([
    [50, 1],
    [51, 2],
    [137, 3],
  ])('%d go in %d requests, the conclusion with the last', async (many, requests) => {
    await post({ ...report, conclusion: 'failure', annotations: remarks(many) });
    expect(checks()).toMatchObject([{ conclusion: 'failure', annotations: remarks(many) }]);
    const updates = github.requests.filter(({ operation }) => operation === 'checks/update');
    expect(updates).toHaveLength(requests);
    expect(updates.map(({ body }) => body.conclusion)).toEqual([...Array(requests - 1).fill(undefined), 'failure']);
  });
});

test('a right that is missing is named', async () => {
  github.fail('checks/create', forbidden);
  await expect(post(report)).rejects.toMatchObject({
    trouble: 'permission',
    message: 'the token may not create the check run: 403 Resource not accessible by integration',
    fix: expect.stringContaining('permissions: { checks: write }'),
  });
});
