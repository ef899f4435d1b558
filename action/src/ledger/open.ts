import type { LedgerConfig } from '../generated/index.ts';
import { openBranchLedger } from './branch.ts';
import { openDirectoryLedger } from './directory.ts';
import type { LedgerStore } from './ledger.ts';
import { type Surroundings, thisProcess } from './lock.ts';

/** The branch used when the configuration names none. */
export const usualBranch = 'tenantry-ledger';

export interface LedgerOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** The environment that git is run with. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tests provide a clock and a process of their own here. */
  readonly surroundings?: Surroundings;
}

/** Opens the ledger that the repository's configuration names, by default in a directory. Reads nothing yet. */
export function openLedger(config: LedgerConfig | undefined, { root, env, ...options }: LedgerOptions): LedgerStore {
  const surroundings = options.surroundings ?? thisProcess();
  if (config?.store !== 'branch') return openDirectoryLedger(root, surroundings);
  return openBranchLedger({ root, branch: config.branch ?? usualBranch, env, surroundings });
}
