import mergeGroup from '../events/merge_group.checks_requested.json' with { type: 'json' };
import opened from '../events/pull_request.opened.json' with { type: 'json' };
import synchronize from '../events/pull_request.synchronize.json' with { type: 'json' };
import { seed } from './pull-request.ts';

/**
 * Events as GitHub sends them: the examples of the npm package @octokit/webhooks-examples 7.6.1 (MIT, copyright Octokit
 * contributors), without most of their addresses, and with our commits and names in place of theirs.
 */
export interface PullRequestState {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  /** Full id. */
  readonly head: string;
  /** Name of a branch. */
  readonly base: string;
  readonly fork: boolean;
}

const names = { name: seed.repo, full_name: `${seed.owner}/${seed.repo}`, default_branch: 'main' };

export function pullRequestEvent(pull: PullRequestState, action: string): { payload: object } {
  const example = action === 'synchronize' ? synchronize : opened;
  const { pull_request: base } = example;
  const owner = pull.fork ? pull.author : seed.owner;
  const headRepo = { ...base.head.repo, ...names, full_name: `${owner}/${seed.repo}`, fork: pull.fork };
  return {
    payload: {
      ...example,
      action,
      number: pull.number,
      pull_request: {
        ...base,
        number: pull.number,
        title: pull.title,
        user: { ...base.user, login: pull.author },
        head: { ...base.head, ref: `topic-${pull.number}`, sha: pull.head, repo: headRepo },
        base: { ...base.base, ref: pull.base, repo: { ...base.base.repo, ...names } },
      },
      repository: { ...example.repository, ...names },
    },
  };
}

/** @param ref the queue's branch, `refs/heads/gh-readonly-queue/…` */
export function mergeGroupEvent(head: string, base: string, ref: string): object {
  return {
    ...mergeGroup,
    merge_group: { ...mergeGroup.merge_group, head_sha: head, head_ref: ref, base_sha: base },
    repository: { ...mergeGroup.repository, ...names },
  };
}
