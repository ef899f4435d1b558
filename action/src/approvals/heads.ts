import { Git } from '../ledger/git.ts';
import { isCommitId } from './history.ts';
import type { Heads } from './judge.ts';

/** Milliseconds after which a connection counts as dead. */
const patience = 120_000;

/**
 * Finds the commits of pull requests in the clone, or fetches them from its origin: first by the ref that GitHub keeps
 * for each pull request (which exists for forks too, and outlives the branch), then by id, which finds a head that has
 * since been pushed over, for as long as GitHub keeps it. Changes no ref of the clone.
 * https://docs.github.com/en/pull-requests/how-tos/review-changes/review-code-locally
 */
export class FetchedHeads implements Heads {
  readonly #git: Git;
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(root: string, env: Readonly<Record<string, string | undefined>>) {
    this.#git = new Git(root, env);
  }

  have(pull: number, commit: string): Promise<boolean> {
    const found = this.#known.get(commit) ?? this.#find(pull, commit);
    this.#known.set(commit, found);
    return found;
  }

  async #find(pull: number, commit: string): Promise<boolean> {
    if (!isCommitId(commit)) return false;
    for (const fetched of [undefined, `refs/pull/${pull}/head`, commit]) {
      if (fetched !== undefined) await this.#fetch(fetched);
      if (await this.#has(commit)) return true;
    }
    return false;
  }

  async #has(commit: string): Promise<boolean> {
    const { code } = await this.#git.run(['cat-file', '-e', `${commit}^{commit}`]);
    return code === 0;
  }

  async #fetch(what: string): Promise<void> {
    const options = ['--quiet', '--no-write-fetch-head', '--no-tags', '--no-recurse-submodules', '--refmap='];
    await this.#git.run(['fetch', ...options, 'origin', what], { timeout: patience });
  }
}
