import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** The folders below a repository's root that messages are made from. */
const trees: readonly string[] = ['tenants', 'templates', '.github'];

/**
 * Milliseconds without a further change after which changes are reported: editors and git write several files at a
 * time.
 */
const quiet = 120;

/** Calls `changed` after files have changed, until it is closed. */
export function watchFiles(root: string, changed: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const notice = (): void => {
    clearTimeout(timer);
    timer = setTimeout(settle, quiet);
  };
  const watched = trees.map((name) => new TreeWatcher(join(root, name), notice));
  const top = watchFolder(root, (name) => {
    if (name === null || trees.includes(name)) notice();
  });
  // New folders are watched before anything is read, so that no change in them is missed.
  function settle(): void {
    for (const tree of watched) tree.look();
    changed();
  }
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of [top, ...watched]) watcher.close();
    },
  };
}

/**
 * Watches a folder and everything below it, with one watcher per folder. On Linux, Node's own recursive watching loses
 * a file as soon as another one takes its name, which is how many editors save.
 */
class TreeWatcher {
  readonly #root: string;
  readonly #notice: () => void;
  /** By path and inode: a folder that is created anew is a different one. */
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(root: string, notice: () => void) {
    this.#root = root;
    this.#notice = notice;
    this.look();
  }

  /** Starts watching new folders, and stops watching those that are gone. */
  look(): void {
    const folders = new Map(foldersBelow(this.#root).map((path) => [identityOf(path), path]));
    for (const [identity, watcher] of this.#watchers) {
      if (folders.has(identity)) continue;
      watcher.close();
      this.#watchers.delete(identity);
    }
    for (const [identity, path] of folders) {
      if (this.#watchers.has(identity)) continue;
      const watcher = unlessGone(() => watchFolder(path, this.#notice));
      if (watcher) this.#watchers.set(identity, watcher);
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
  }
}

function foldersBelow(root: string): string[] {
  const entries = unlessGone(() => readdirSync(root, { recursive: true, withFileTypes: true }));
  if (!entries) return [];
  const folders = entries.filter((entry) => entry.isDirectory());
  return [root, ...folders.map(({ parentPath, name }) => join(parentPath, name))];
}

function identityOf(path: string): string {
  return `${statSync(path, { throwIfNoEntry: false })?.ino} ${path}`;
}

/** Ignores that a folder is gone: folders come and go while they are looked at, and the folder above reports it. */
function unlessGone<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

function watchFolder(folder: string, changed: (name: string | null) => void): FSWatcher {
  const watcher = watch(folder, (_, name) => changed(name));
  // The folder was removed while it was watched: what is left is looked at again.
  watcher.on('error', () => changed(null));
  return watcher;
}
