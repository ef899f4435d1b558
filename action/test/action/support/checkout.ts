import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  commitAll,
  edit,
  type Files,
  gitRepository,
  type StoreName,
  smallRepository,
  temporaryFolder,
} from '../../deploy/small-repository.ts';

/** A clone in which a job runs, and its bare origin. */
export interface Checkout {
  readonly root: string;
  /** Changes files, and commits them. */
  change(files: Files): void;
  /** Runs git in the origin. */
  atOrigin(...args: string[]): string;
  remove(): void;
}

/** Three tenants, two templates, six messages; with other files in place of some, where given. */
export function checkout(store: StoreName, more: Files = {}): Checkout {
  const folder = temporaryFolder('checkout');
  const root = join(folder, 'messaging');
  const origin = join(folder, 'origin.git');
  for (const path of [root, origin]) mkdirSync(path);
  edit(root, { ...smallRepository(store), ...more });
  gitRepository(root, origin);
  execFileSync('git', ['-C', root, 'push', '-q', 'origin', 'main']);
  return {
    root,
    change(files) {
      edit(root, files);
      commitAll(root);
    },
    atOrigin: (...args) => execFileSync('git', ['-C', origin, ...args], { encoding: 'utf8' }).trimEnd(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
