import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** What messages are made from, below a repository's root; a folder, and which of its files when not all. */
const watched = [
  ['tenants', undefined],
  ['templates', undefined],
  ['.github', 'tenantry.yml'],
] as const;

/** Milliseconds without a change after which one is told: editors and git write several files at a time. */
const quiet = 120;

/** Calls `changed` after files were changed. Closing it ends that. */
export function watchFiles(root: string, changed: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const notice = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  };
  const watchers = watched
    .filter(([folder]) => existsSync(join(root, folder)))
    .map(([folder, only]) => watchFolder(join(root, folder), only, notice));
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function watchFolder(folder: string, only: string | undefined, notice: () => void): FSWatcher {
  const watcher = watch(folder, { recursive: only === undefined }, (_, name) => {
    if (only === undefined || name === only) notice();
  });
  // A folder that is taken away while it is watched: what is left of it is looked at anew.
  watcher.on('error', notice);
  return watcher;
}
