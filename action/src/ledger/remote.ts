import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import type { Git } from './git.ts';
import { lockLife, type Surroundings } from './lock.ts';

/** The remote that holds the ledger. */
const remote = 'origin';

export const lockRef = 'refs/tenantry/lock';
const journalPrefix = 'refs/tenantry/journal/';

/** A change of one ref from its expected value; undefined stands for a ref that does not exist. */
export interface RefUpdate {
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The ledger's refs at the remote: full names to object ids. */
export type Refs = ReadonlyMap<string, string>;

/**
 * A dead connection must not hold up a deployment for ever, and an answer that takes longer than the lock lasts is too
 * late.
 */
const network = { timeout: lockLife };

/** How many times a command is tried that the network may have spoilt. */
const attempts = 3;

/** The ledger's refs at the remote. */
export class Remote {
  readonly #git: Git;
  readonly #surroundings: Surroundings;
  readonly branch: string;

  constructor(git: Git, branch: string, surroundings: Surroundings) {
    this.#git = git;
    this.#surroundings = surroundings;
    this.branch = branch;
  }

  get branchRef(): string {
    return `refs/heads/${this.branch}`;
  }

  journalRef(run: string, shard: string): string {
    return `${journalPrefix}${run}/${shard}`;
  }

  /** Asks the remote for the refs. Throws UserError when there is no remote, or it cannot be reached. */
  async list(): Promise<Refs> {
    const result = await this.#persist(['ls-remote', remote, this.branchRef, 'refs/tenantry/*']);
    const refs = new Map<string, string>();
    for (const line of result.toString('utf8').split('\n')) {
      const [id, ref] = line.split('\t');
      if (id && ref && (ref === this.branchRef || ref.startsWith('refs/tenantry/'))) refs.set(ref, id);
    }
    return refs;
  }

  /** Asks the remote for the refs and fetches missing objects, without touching any ref of this repository. */
  async fetch(): Promise<Refs> {
    for (let attempt = 1; ; attempt++) {
      const refs = await this.list();
      const missing = await this.#missing(refs);
      if (missing.length === 0) return refs;
      const options = ['--no-write-fetch-head', '--no-tags', '--no-recurse-submodules', '--refmap='];
      const { code, stderr } = await this.#git.run(['fetch', '--quiet', ...options, remote, ...missing], network);
      // This also fails for a ref that was removed since it was listed; the next list is then without it.
      if (code !== 0 && attempt >= attempts) throw unreachable(stderr);
    }
  }

  /** Changes refs at the remote, all or none, and each only if it has the expected value. */
  async push(updates: readonly RefUpdate[]): Promise<{ readonly done: boolean; readonly stderr: string }> {
    const leases = updates.map(({ ref, from }) => `--force-with-lease=${ref}:${from ?? ''}`);
    const refspecs = updates.map(({ ref, to }) => `${to ?? ''}:${ref}`);
    const options = ['--quiet', '--porcelain', '--atomic', '--no-verify', '--no-signed', '--no-follow-tags'];
    const { code, stderr } = await this.#git.run(['push', ...options, ...leases, remote, ...refspecs], network);
    return { done: code === 0, stderr };
  }

  /** The error for pushes that are refused although every ref has the expected value. */
  refused(stderr: string): UserError {
    return new UserError(
      exitCodes.unexpected,
      `git could not push to ${remote}: ${stderr}`,
      `Check that this account may push to ${this.branchRef} and refs/tenantry/*; on GitHub a job needs "permissions: { contents: write }".`,
    );
  }

  /** The refs whose objects are missing here. */
  async #missing(refs: Refs): Promise<string[]> {
    if (refs.size === 0) return [];
    const input = [[...refs.values()].map((id) => `${id}\n`).join('')];
    const answer = (await this.#git.output(['cat-file', '--batch-check=%(objectname)'], { input })).toString('utf8');
    const absent = new Set(
      answer.split('\n').flatMap((line) => (line.endsWith(' missing') ? [line.slice(0, -8)] : [])),
    );
    return [...refs].flatMap(([ref, id]) => (absent.has(id) ? [ref] : []));
  }

  /** Runs a command that only reads, and repeats it if it fails. */
  async #persist(args: readonly string[]): Promise<Buffer> {
    for (let attempt = 1; ; attempt++) {
      const { code, stdout, stderr } = await this.#git.run(args, network);
      if (code === 0) return stdout;
      await this.#checkConfigured();
      if (attempt >= attempts) throw unreachable(stderr);
      await this.#surroundings.pause(1000 * attempt);
    }
  }

  async #checkConfigured(): Promise<void> {
    if ((await this.#git.run(['rev-parse', '--git-dir'])).code !== 0) {
      throw new InvalidInput(`the ledger is kept on the branch ${this.branch}, but this is not a git repository`, {
        fix: 'Run it in a clone, or set "ledger: { store: directory }" in .github/tenantry.yml.',
      });
    }
    if ((await this.#git.run(['remote', 'get-url', remote])).code !== 0) {
      throw new InvalidInput(
        `the ledger is kept on the branch ${this.branch} of the git remote "${remote}", but there is no such remote`,
        {
          fix: `Run \`git remote add ${remote} <url>\`, or set "ledger: { store: directory }" in .github/tenantry.yml.`,
        },
      );
    }
  }
}

/** The refs that hold the journals of runs. */
export function journalRefs(refs: Refs): [ref: string, id: string][] {
  return [...refs].filter(([ref]) => ref.startsWith(journalPrefix));
}

function unreachable(stderr: string): UserError {
  return new UserError(
    exitCodes.unexpected,
    `git could not read from ${remote}: ${stderr}`,
    'Check the network, the URL of the remote and your access to it, then try again.',
  );
}
