import { BranchLock, type BranchPlace } from './branch-lock.ts';
import { BranchReader, loadState } from './branch-state.ts';
import { BranchWriter } from './branch-writer.ts';
import { Git } from './git.ts';
import { checkRun } from './journal.ts';
import type { LedgerStore } from './ledger.ts';
import { type Surroundings, waitForLock } from './lock.ts';
import { Remote } from './remote.ts';

/** Milliseconds between attempts to take the lock. */
const attemptEvery = 3_000;

export interface BranchOptions {
  /** Absolute path of a clone. */
  readonly root: string;
  /** The branch of its remote `origin` that holds the ledger. */
  readonly branch: string;
  /** The environment that git is run with. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly surroundings: Surroundings;
}

/**
 * Opens the ledger on an orphan branch of the clone's remote, with the lock and the journals in refs below
 * `refs/tenantry/`. Changes nothing in the clone except its object database.
 */
export function openBranchLedger({ root, branch, env, surroundings }: BranchOptions): LedgerStore {
  const git = new Git(root, env);
  const place: BranchPlace = { git, remote: new Remote(git, branch, surroundings), surroundings };
  return {
    async read() {
      return new BranchReader(await loadState(place), branch);
    },
    async acquire(run, options) {
      checkRun(run);
      const lock = await waitForLock(() => BranchLock.take(place, run), options, surroundings, attemptEvery);
      return await BranchWriter.open(run, place, lock);
    },
  };
}
