import { type ApprovalSource, AskingFailed, type Person, type PullRequest, type Review } from '../approvals/source.ts';
import type { OpenApprovalSource } from '../commands/approvals.ts';
import type { World } from '../commands/world.ts';
import { GitHubClient } from './client.ts';
import { GitHubError } from './github-error.ts';

const readPulls = 'pull-requests: read';

/** Opens the connection to GitHub with a token; there is none without a token, or outside a repository of GitHub. */
export function approvalsWith(token: string, { env, signal, progress }: World): OpenApprovalSource {
  return async () => {
    if (token === '' || !env.GITHUB_REPOSITORY) return undefined;
    const note = (text: string): void => progress.note(text);
    return new GitHubApprovals(new GitHubClient({ token, env, note, ...(signal && { signal }) }));
  };
}

/**
 * Answers questions about approvals from GitHub's REST API. Whatever is missing from an answer, or unexpected in it,
 * approves nothing.
 */
export class GitHubApprovals implements ApprovalSource {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Lists the pull requests that a commit is associated with:
   * https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
   */
  async pullsOf(commit: string): Promise<PullRequest[]> {
    return await asking(() =>
      this.#client.list(
        {
          route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
          parameters: { commit_sha: commit },
          doing: 'look up the pull request of a commit',
          permission: readPulls,
        },
        (data) => listOf(data, pullOf),
      ),
    );
  }

  async pull(number: number): Promise<PullRequest> {
    return await asking(() =>
      this.#client.ask(
        {
          route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
          parameters: { pull_number: number },
          doing: `look up #${number}`,
          permission: readPulls,
        },
        pullOf,
      ),
    );
  }

  /**
   * Lists the reviews of a pull request:
   * https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request
   */
  async reviews(number: number): Promise<Review[]> {
    return await asking(() =>
      this.#client.list(
        {
          route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
          parameters: { pull_number: number },
          doing: `look up the reviews of #${number}`,
          permission: readPulls,
        },
        (data) => listOf(data, reviewOf),
      ),
    );
  }

  /**
   * The moments at which a pull request got another base. Reads the timeline, because that only takes the permission
   * for pull requests, while the list of events takes the one for issues.
   * https://docs.github.com/en/rest/issues/timeline
   * https://docs.github.com/en/rest/using-the-rest-api/issue-event-types#base_ref_changed
   */
  async retargeted(number: number): Promise<number[]> {
    const events = await asking(() =>
      this.#client.list(
        {
          route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline',
          parameters: { issue_number: number },
          doing: `look up the history of #${number}`,
          permission: readPulls,
        },
        (data) => listOf(data, fieldsOf),
      ),
    );
    return events
      .filter(({ event }) => baseChanges.has(event))
      .map(({ created_at }) => timeOf(created_at) ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Whether a person may write to the repository:
   * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
   */
  async mayWrite({ id, login }: Person): Promise<boolean> {
    try {
      const answer = await this.#client.ask(
        {
          route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
          parameters: { username: login },
          doing: `look up the access of ${login}`,
          permission: readPulls,
        },
        fieldsOf,
      );
      // A login can have become somebody else's.
      const isSame = fieldsOf(answer.user)?.id === id;
      return isSame && writers.has(answer.permission);
    } catch (error) {
      if (error instanceof GitHubError && error.trouble === 'not-found') return false;
      throw asAskingFailed(error);
    }
  }
}

/** The base was changed by somebody, or by GitHub when the former base branch was deleted. */
const baseChanges: ReadonlySet<unknown> = new Set(['base_ref_changed', 'automatic_base_change_succeeded']);

/** GitHub maps the role `maintain` to `write`. */
const writers: ReadonlySet<unknown> = new Set(['admin', 'maintain', 'write']);

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw asAskingFailed(error);
  }
}

function asAskingFailed(error: unknown): unknown {
  return error instanceof GitHubError ? new AskingFailed(error.message, error.fix ?? '') : error;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function listOf<T>(data: unknown, read: (value: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(data)) return undefined;
  const found = data.map(read);
  return found.every((one) => one !== undefined) ? found : undefined;
}

function pullOf(data: unknown): PullRequest | undefined {
  const pull = fieldsOf(data);
  const base = fieldsOf(pull?.base);
  const head = fieldsOf(pull?.head);
  const number = pull?.number;
  if (!pull || typeof number !== 'number' || typeof head?.sha !== 'string' || typeof base?.ref !== 'string') {
    return undefined;
  }
  const mergedAt = timeOf(pull.merged_at);
  return {
    number,
    author: personOf(pull.user),
    head: head.sha,
    intoDefault: base.ref === fieldsOf(base.repo)?.default_branch,
    mergeCommit:
      mergedAt !== undefined && typeof pull.merge_commit_sha === 'string' ? pull.merge_commit_sha : undefined,
    mergedAt,
  };
}

const states = { APPROVED: 'approved', CHANGES_REQUESTED: 'changes-requested', DISMISSED: 'dismissed' } as const;

function reviewOf(data: unknown): Review | undefined {
  const review = fieldsOf(data);
  if (!review || typeof review.id !== 'number' || typeof review.state !== 'string') return undefined;
  const at = timeOf(review.submitted_at);
  const state = Object.hasOwn(states, review.state) ? states[review.state as keyof typeof states] : 'other';
  // A review that is still being written has no time, and only its author can see it.
  if (at === undefined)
    return { id: review.id, reviewer: personOf(review.user), state: 'other', commit: undefined, at: 0 };
  const commit = typeof review.commit_id === 'string' && review.commit_id !== '' ? review.commit_id : undefined;
  return { id: review.id, reviewer: personOf(review.user), state, commit, at };
}

/** Undefined where there is no person. A deleted account is null, or the user `ghost`. */
function personOf(data: unknown): Person | undefined {
  const user = fieldsOf(data);
  if (!user || typeof user.id !== 'number' || typeof user.login !== 'string') return undefined;
  return { id: user.id, login: user.login, isUser: user.type === 'User' };
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
