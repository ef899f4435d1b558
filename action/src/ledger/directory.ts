import { rmSync } from 'node:fs';
import { foldersBelow } from './directory-folders.ts';
import { DirectoryLock } from './directory-lock.ts';
import { DirectoryReader } from './directory-reader.ts';
import { DirectoryWriter } from './directory-writer.ts';
import { checkRun } from './journal.ts';
import type { LedgerStore } from './ledger.ts';
import { type Surroundings, waitForLock } from './lock.ts';

/** Milliseconds between attempts to take the lock. */
const attemptEvery = 250;

/** Opens the ledger in files below `.tenantry/ledger/` of the repository. Reading creates nothing. */
export function openDirectoryLedger(root: string, surroundings: Surroundings): LedgerStore {
  const folders = foldersBelow(root);
  return {
    async read() {
      return new DirectoryReader(folders, surroundings);
    },
    async acquire(run, options) {
      checkRun(run);
      const attempt = async () => DirectoryLock.take(folders.lock, run, surroundings);
      const lock = await waitForLock(attempt, options, surroundings, attemptEvery);
      rmSync(folders.temporary, { recursive: true, force: true });
      return new DirectoryWriter(run, folders, lock, surroundings);
    },
  };
}
