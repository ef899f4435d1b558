import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { commitAll, edit, type Files, gitRepository, temporaryFolder } from '../../deploy/small-repository.ts';
import type { RepositoryFiles } from '../../support/memory.ts';

export interface Checkout {
  readonly root: string;
  edit(files: Files): void;
  /** Commits everything, and returns the commit's id. */
  commit(): string;
  remove(): void;
}

/** A git repository with files in one commit, on a disk. */
export function checkedOut(files: RepositoryFiles): Checkout {
  const [root, origin] = [temporaryFolder('review'), temporaryFolder('review-origin')];
  edit(root, { ...Object.fromEntries(files), '.gitignore': '.tenantry/\n' });
  gitRepository(root, origin);
  return {
    root,
    edit: (changed) => edit(root, changed),
    commit: () => {
      commitAll(root);
      return execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    },
    remove: () => {
      for (const folder of [root, origin]) rmSync(folder, { recursive: true });
    },
  };
}
