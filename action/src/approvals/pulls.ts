import { type Approval, approvalsAmong, type VoidReview } from './accept.ts';
import type { History } from './history.ts';
import type { ApprovalSource, Person, PullRequest } from './source.ts';

/** A pull request that was merged into the history at hand. */
export interface Merged {
  readonly pull: PullRequest;
  /** The index of the commit that the merge produced. */
  readonly index: number;
}

/** What GitHub says about pull requests, with each question asked only once. */
export class Pulls {
  readonly #source: ApprovalSource;
  readonly #history: History;
  readonly #pullsOf = new Map<string, Promise<readonly PullRequest[]>>();
  readonly #reviewed = new Map<number, Promise<{ approvals: Approval[]; voids: VoidReview[] }>>();
  readonly #writers = new Map<number, Promise<boolean>>();

  constructor(source: ApprovalSource, history: History) {
    this.#source = source;
    this.#history = history;
  }

  /**
   * The pull requests that brought a commit: those merged into the default branch by this commit or a newer one of its
   * history. A commit pushed to the branch directly has none.
   */
  async mergedAt(index: number): Promise<Merged[]> {
    const pulls = await this.#at(index);
    return pulls.flatMap((pull) => {
      if (!pull.intoDefault || pull.mergedAt === undefined || pull.mergeCommit === undefined) return [];
      const merged = this.#history.indexOf(pull.mergeCommit);
      return merged !== undefined && merged <= index ? [{ pull, index: merged }] : [];
    });
  }

  /**
   * The index of the commit that a pull request was merged onto. A rebase leaves several commits, and GitHub attributes
   * each of them to the pull request; every other kind of merge leaves one.
   */
  async ontoOf({ pull, index }: Merged): Promise<number> {
    const { commits } = this.#history;
    let oldest = index;
    if ((commits[index]?.parents.length ?? 0) > 1) return index + 1;
    for (let next = index + 1; next < commits.length && next <= index + longestRebase; next++) {
      // A commit that changes no data file makes no difference as a base, so GitHub is not asked about it.
      if (!this.#history.touched(next)) continue;
      if (!(await this.#at(next)).some(({ number }) => number === pull.number)) break;
      oldest = next;
    }
    return oldest + 1;
  }

  /** The approvals of a pull request that count, and why its other reviews do not. */
  reviewed(pull: PullRequest): Promise<{ approvals: Approval[]; voids: VoidReview[] }> {
    return remembered(this.#reviewed, pull.number, () => this.#review(pull));
  }

  async #review(pull: PullRequest): Promise<{ approvals: Approval[]; voids: VoidReview[] }> {
    const reviews = await this.#source.reviews(pull.number);
    // Most pull requests without an approval need no further questions.
    if (approvalsAmong(pull, reviews, []).approvals.length === 0) return approvalsAmong(pull, reviews, []);
    const { approvals, voids } = approvalsAmong(pull, reviews, await this.#source.retargeted(pull.number));
    const found: { approvals: Approval[]; voids: VoidReview[] } = { approvals: [], voids };
    for (const approval of approvals) {
      if (await this.#mayWrite(approval.by)) found.approvals.push(approval);
      else voids.push({ why: `${approval.by.login} approved it, but has no write access to this repository` });
    }
    return found;
  }

  #mayWrite(person: Person): Promise<boolean> {
    return remembered(this.#writers, person.id, () => this.#source.mayWrite(person));
  }

  #at(index: number): Promise<readonly PullRequest[]> {
    const { id } = this.#history.commits[index]!;
    return remembered(this.#pullsOf, id, () => this.#source.pullsOf(id));
  }
}

/** The most commits that GitHub rebases. https://docs.github.com/en/pull-requests/reference/pull-request-merges */
const longestRebase = 250;

function remembered<Key, Value>(known: Map<Key, Promise<Value>>, key: Key, ask: () => Promise<Value>): Promise<Value> {
  const found = known.get(key) ?? ask();
  known.set(key, found);
  return found;
}
