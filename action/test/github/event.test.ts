import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReviewEvent, readEvent } from '../../src/github/event.ts';
import { mergeGroupEvent, pullRequestEvent } from './support/events.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantry-event-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string, payload: unknown): ReviewEvent {
  const path = join(folder, 'event.json');
  writeFileSync(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path });
}

const head = 'a'.repeat(40);
const base = 'b'.repeat(64);
const pull = { number: 7, title: '$(rm -rf /)', author: 'mona', head, base: 'main', fork: true };

test.each(['opened', 'synchronize', 'reopened', 'edited'])('a pull request that was %s', (action) => {
  expect(read('pull_request_target', pullRequestEvent(pull, action).payload)).toEqual({
    kind: 'pull-request',
    number: 7,
    head,
    target: 'main',
    defaultBranch: 'main',
    author: 'mona',
  });
});

test('a merge group', () => {
  const ref = `refs/heads/gh-readonly-queue/main/pr-7-${base}`;
  expect(read('merge_group', mergeGroupEvent(head, base, ref))).toEqual({ kind: 'merge-group', head, base, ref });
});

describe('what GitHub does not send', () => {
  const { payload } = pullRequestEvent(pull, 'opened') as { payload: { pull_request: object; repository: object } };
  const over = (more: object): object => ({ ...payload, pull_request: { ...payload.pull_request, ...more } });
  test.each<[string, string, unknown, RegExp]>([
    [
      'an option for git in place of a commit',
      'pull_request_target',
      over({ head: { sha: '--upload-pack=x' } }),
      /head\.sha/,
    ],
    ['a short commit', 'pull_request_target', over({ head: { sha: 'abc' } }), /head\.sha/],
    ['a number that is a path', 'pull_request_target', over({ number: '7/../../x' }), /number/],
    ['number 0', 'pull_request_target', over({ number: 0 }), /number/],
    ['a branch that is none', 'pull_request_target', over({ base: { ref: null } }), /base\.ref/],
    ['nothing', 'pull_request_target', null, /event/],
    ['no pull request', 'pull_request_target', {}, /pull_request/],
    ['no JSON', 'pull_request_target', '{', /cannot be read/],
    ['a list', 'merge_group', [], /event/],
    ['a merge group without commits', 'merge_group', { merge_group: { head_sha: head } }, /base_sha/],
    ['the event that runs the code of pull requests', 'pull_request', payload, /do not run on pull_request$/],
    ['another event', 'push', payload, /do not run on “push”/],
  ])('%s', (_, name, event, message) => {
    expect(() => read(name, event)).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringMatching(message) }),
    );
  });

  test('somebody who has left GitHub', () => {
    expect(read('pull_request_target', over({ user: null }))).toMatchObject({ author: undefined });
  });

  test('outside a workflow', () => {
    expect(() => readEvent({})).toThrow(expect.objectContaining({ fix: expect.stringContaining('GitHub workflow') }));
  });
});
