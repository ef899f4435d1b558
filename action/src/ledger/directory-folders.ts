import { join } from 'node:path';

/** Where a directory store has what, as absolute paths. */
export interface Folders {
  readonly root: string;
  /** What messages call the root. */
  readonly label: string;
  readonly journal: string;
  readonly lock: string;
  readonly routes: string;
  readonly temporary: string;
}

export function foldersBelow(repository: string): Folders {
  const label = '.tenantry/ledger';
  const root = join(repository, label);
  return {
    root,
    label,
    journal: join(root, 'journal'),
    lock: join(root, 'lock'),
    routes: join(root, 'routes'),
    temporary: join(root, '.tmp'),
  };
}
