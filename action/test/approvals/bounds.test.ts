import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explain } from '../../src/approvals/explain.ts';
import { History } from '../../src/approvals/history.ts';
import { type JudgeInput, judge } from '../../src/approvals/judge.ts';
import type { Question } from '../../src/approvals/question.ts';
import type { ApprovalSource, PullRequest } from '../../src/approvals/source.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';

/** Ten commits that change a template, each but the oldest after one that changes something else. */
const root = temporaryFolder('bounds');
function git(...args: string[]): string {
  const who = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.com'];
  const { status, stdout, stderr } = spawnSync('git', ['-C', root, ...who, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}
beforeAll(() => {
  git('init', '-q', '-b', 'main');
  mkdirSync(join(root, 'templates/receipt'), { recursive: true });
  for (let count = 0; count < 10; count++) {
    if (count > 0) git('commit', '-q', '--allow-empty', '-m', 'Nothing');
    writeFileSync(join(root, 'templates/receipt/subject.hbs'), `${count}`);
    git('add', '-A');
    git('commit', '-q', '-m', 'Something');
  }
});
afterAll(() => rmSync(root, { recursive: true }));

const place = { tenant: 'acme', template: 'receipt', account: 'one', workspace: 'acme' };
const message = { locale: 'en', action: 'create', before: null, after: 'a'.repeat(64), class: null } as const;
const pair = { ...place, action: 'create' as const, reasons: [], messages: [message] };
const question: Question = { pair, message, line: undefined, end: Number.POSITIVE_INFINITY, deployedFrom: undefined };

/** Of the commits that change the template, only the oldest but one came with an approval of the message. */
function inputOf(history: History, mostAsked: number): JudgeInput & { readonly asked: string[] } {
  const asked: string[] = [];
  const approved = git('rev-parse', 'HEAD~16');
  const pullOf = (commit: string): PullRequest => {
    const number = 1 + history.indexOf(commit)!;
    return { number, author: undefined, head: commit, intoDefault: true, mergeCommit: commit, mergedAt: 2e15 };
  };
  const rita = { id: 1, login: 'rita', isUser: true };
  const source: ApprovalSource = {
    pullsOf: async (commit) => {
      asked.push(commit);
      return [pullOf(commit)];
    },
    pull: async (number) => pullOf(history.commits[number - 1]!.id),
    reviews: async (number) => {
      const { id: commit } = history.commits[number - 1]!;
      return [{ id: 1, reviewer: rita, state: 'approved', commit, at: 1e15 }];
    },
    retargeted: async () => [],
    mayWrite: async () => true,
  };
  return {
    asked,
    source,
    history,
    mostAsked,
    now: new Date(),
    reigns: [{ policy: 'require', oldest: Number.POSITIVE_INFINITY }],
    heads: { have: async () => true },
    renderings: {
      approvedBy: (_, head) => new Set(head === approved ? [question] : []),
      cameAfter: () => false,
      alreadyIn: () => new Set(),
    },
  };
}

it('looks as far back as it has to, at commits that can have changed the message', async () => {
  const input = inputOf(new History(root, 'HEAD', 100), 9);
  const { unapproved } = await judge([question], input);
  expect([unapproved.length, input.asked.length]).toEqual([0, 9]);
  expect(new Set(input.asked).size).toBe(9);
});

it('asks about no more commits than it may, and says so', async () => {
  const input = inputOf(new History(root, 'HEAD', 100), 8);
  const judgement = await judge([question], input);
  expect([judgement.unapproved.length, judgement.ranOut, input.asked.length]).toEqual([1, true, 8]);
  const explanation = (await explain(judgement, input)).get(question);
  expect(explanation?.why).toBe('its approval is further back in the history than the search goes');
});

it('looks at no more commits than it may, and says so', async () => {
  const history = new History(root, 'HEAD', 7);
  expect([history.commits.length, history.isCutOff, history.isShallow]).toEqual([7, true, false]);
  const input = inputOf(history, 100);
  const judgement = await judge([question], input);
  expect(judgement.unapproved).toHaveLength(1);
  expect((await explain(judgement, input)).get(question)?.why).toBe(
    'its approval is further back in the history than the search goes',
  );
});

it('finds where a commit that is not of the first-parent history joins it', () => {
  git('checkout', '-q', '-b', 'side', 'HEAD~3');
  git('commit', '-q', '--allow-empty', '-m', 'Beside');
  const side = git('rev-parse', 'HEAD');
  git('checkout', '-q', 'main');
  const history = new History(root, 'HEAD', 100);
  expect(history.firstIn(side)).toBe(3);
  expect(history.firstIn(history.commits[5]!.id)).toBe(5);
  expect(history.firstIn('f'.repeat(40))).toBe(Number.POSITIVE_INFINITY);
  expect(history.firstIn('none')).toBe(Number.POSITIVE_INFINITY);
  expect(history.timeOf(side)).toBeGreaterThan(0);
  expect(history.timeOf('--all')).toBe(0);
});

it('knows every version of a file as far as it looks', () => {
  const path = 'templates/receipt/subject.hbs';
  const versions = [...new History(root, 'HEAD', 7).versionsOf(path)];
  expect(versions).toEqual([
    { oldest: 0, text: '9' },
    { oldest: 2, text: '8' },
    { oldest: 4, text: '7' },
    { oldest: 6, text: '6' },
  ]);
  expect([...new History(root, 'HEAD', 100).versionsOf(path)].at(-1)).toEqual({ oldest: 18, text: '0' });
  expect([...new History(root, 'HEAD', 100).versionsOf('README.md')]).toEqual([{ oldest: 18, text: undefined }]);
});
