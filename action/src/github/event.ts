import { readFileSync } from 'node:fs';
import { InvalidInput } from '../diagnostics/errors.ts';

/** The event that started a workflow, as far as reviews need it. */
export type ReviewEvent = PullRequestEvent | MergeGroupEvent;

export interface PullRequestEvent {
  readonly kind: 'pull-request';
  readonly number: number;
  /** The tip of the pull request when the event happened. */
  readonly head: string;
  /** The name of the branch that it would be merged into. */
  readonly target: string;
  readonly defaultBranch: string;
  /** The login of who opened it; undefined where they have left GitHub. */
  readonly author: string | undefined;
}

export interface MergeGroupEvent {
  readonly kind: 'merge-group';
  /** What the queue would make the default branch, and the commit that it builds on. */
  readonly head: string;
  readonly base: string;
  /** The branch of the queue whose tip is `head`. */
  readonly ref: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the event that GitHub describes in `GITHUB_EVENT_PATH`. Takes only ids and names from it, and checks their
 * form: titles, texts and branches of pull requests are whatever somebody made them.
 * Source: docs.github.com, “Webhook events and payloads”, pull_request and merge_group.
 */
export function readEvent(env: Env): ReviewEvent {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = payloadOf(env);
  switch (name) {
    case 'pull_request_target':
      return pullRequest(payload);
    case 'merge_group':
      return mergeGroup(payload);
    case 'pull_request':
      throw new InvalidInput('reviews do not run on pull_request', {
        fix: 'Start the workflow with pull_request_target: it runs the default branch’s own code, and can comment.',
      });
    default:
      throw new InvalidInput(`reviews do not run on “${name}”`, {
        fix: 'Start the workflow with pull_request_target or merge_group.',
      });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function payloadOf({ GITHUB_EVENT_PATH: path }: Env): Fields {
  try {
    return fields(JSON.parse(readFileSync(path ?? '', 'utf8')), 'event');
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    throw new InvalidInput(`the event in GITHUB_EVENT_PATH cannot be read: ${error}`, {
      fix: 'The commands review and report run only in a GitHub workflow.',
    });
  }
}

function pullRequest(payload: Fields): ReviewEvent {
  const pull = fields(payload.pull_request, 'pull_request');
  const repository = fields(payload.repository, 'repository');
  const base = fields(pull.base, 'pull_request.base');
  const head = fields(pull.head, 'pull_request.head');
  const { login } = (pull.user ?? {}) as { login?: unknown };
  return {
    kind: 'pull-request',
    number: positive(pull.number, 'pull_request.number'),
    head: commitId(head.sha, 'pull_request.head.sha'),
    target: text(base.ref, 'pull_request.base.ref'),
    defaultBranch: text(repository.default_branch, 'repository.default_branch'),
    author: typeof login === 'string' ? login : undefined,
  };
}

function mergeGroup(payload: Fields): ReviewEvent {
  const group = fields(payload.merge_group, 'merge_group');
  return {
    kind: 'merge-group',
    head: commitId(group.head_sha, 'merge_group.head_sha'),
    base: commitId(group.base_sha, 'merge_group.base_sha'),
    ref: text(group.head_ref, 'merge_group.head_ref'),
  };
}

function fields(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw malformed(name);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw malformed(name);
}

function positive(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw malformed(name);
}

/** Asserts a SHA-1 or SHA-256. Anything else could be taken for an option by git. */
function commitId(value: unknown, name: string): string {
  if (typeof value === 'string' && /^(?:[\da-f]{40}|[\da-f]{64})$/.test(value)) return value;
  throw malformed(name);
}

function malformed(name: string): InvalidInput {
  return new InvalidInput(`the event’s ${name} is not what GitHub sends`, {
    fix: 'The commands review and report run only in a GitHub workflow.',
  });
}
