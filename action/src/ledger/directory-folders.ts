import { join } from 'node:path';

/** The folders of a directory store, as absolute paths. */
export interface Folders {
  readonly root: string;
  /** The name of the root in messages. */
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
