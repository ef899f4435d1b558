import type { History } from './history.ts';
import type { ApprovalSource, Person, PullRequest, Review } from './source.ts';

/** A pull request in a merge queue, and the commit that would become the tip of its branch. */
export interface QueueEntry {
  readonly pull: number;
  readonly commit: string;
}

/**
 * The number of the pull request in the name of a merge queue's branch; undefined for any other ref. Only GitHub can
 * push to such branches:
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 * @param ref such as `refs/heads/gh-readonly-queue/main/pr-12-0123…`
 */
export function pullInQueue(ref: string): number | undefined {
  const [, number] = /^(?:refs\/heads\/)?gh-readonly-queue\/.+\/pr-(\d{1,15})-[0-9a-f]{40,64}$/.exec(ref) ?? [];
  return number === undefined ? undefined : Number(number);
}

/**
 * A source for what a merge queue is about to merge. GitHub cannot tell yet which pull requests its commits came with,
 * but the queue's entries can. For the rules, each pull request counts as merged at the time the queue made its commit.
 */
export class QueueSource implements ApprovalSource {
  readonly #source: ApprovalSource;
  readonly #entries: readonly { readonly entry: QueueEntry; readonly index: number }[];
  readonly #history: History;
  readonly #end: number;

  /** @param end the index of the commit that the queue starts from */
  constructor(source: ApprovalSource, history: History, entries: readonly QueueEntry[], end: number) {
    this.#source = source;
    this.#history = history;
    this.#end = end;
    this.#entries = entries
      .flatMap((entry) => {
        const index = history.indexOf(entry.commit);
        return index === undefined || index >= end ? [] : [{ entry, index }];
      })
      .toSorted((a, b) => b.index - a.index);
  }

  async pullsOf(commit: string): Promise<PullRequest[]> {
    const at = this.#history.indexOf(commit) ?? this.#end;
    if (at >= this.#end) return [];
    // Entries are sorted oldest first: a commit belongs to the first whose tip is that commit or a newer one.
    const found = this.#entries.find(({ index }) => index <= at);
    if (!found) return [];
    const pull = await this.#source.pull(found.entry.pull);
    return [{ ...pull, mergeCommit: found.entry.commit, mergedAt: this.#history.commits[found.index]!.at }];
  }

  pull(number: number): Promise<PullRequest> {
    return this.#source.pull(number);
  }

  reviews(number: number): Promise<readonly Review[]> {
    return this.#source.reviews(number);
  }

  retargeted(number: number): Promise<readonly number[]> {
    return this.#source.retargeted(number);
  }

  mayWrite(person: Person): Promise<boolean> {
    return this.#source.mayWrite(person);
  }
}
