import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The content of a file; undefined when there is none. */
export function readIfThere(path: string): Buffer | undefined {
  return ifThere(() => readFileSync(path));
}

/** The names in a folder, in code-unit order; empty when there is no such folder. */
export function namesIn(folder: string): string[] {
  return ifThere(() => readdirSync(folder).sort()) ?? [];
}

/** The result of a file operation; undefined when the file does not exist. */
export function ifThere<Result>(operation: () => Result): Result | undefined {
  try {
    return operation();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}

/** Writes a text durably to a new file with a unique name. Returns its path. */
export function writeTemporary(folder: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}.tmp`);
  const handle = openSync(path, 'wx');
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return path;
}

/**
 * Replaces a file atomically: whatever happens, it is there either as before or as asked. The folder still has to be
 * synced. Asynchronous, so that the disk can sync many files at once.
 * @param temporaryFolder an existing folder of the same file system
 */
export async function replaceFile(path: string, text: string, temporaryFolder: string): Promise<void> {
  const temporary = join(temporaryFolder, `${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes what was created, renamed or removed in a folder survive a power failure. */
export function syncFolder(folder: string): void {
  const handle = ifThere(() => openSync(folder, 'r'));
  if (handle === undefined) return;
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** All files below a folder, as paths relative to it with `/` between segments. */
export function filesBelow(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path).map((inner) => `${name}/${inner}`) : [name];
  });
}

/** Removes a file and those folders above it, up to `top`, that have become empty. Syncs what it changed. */
export function removeFile(path: string, top: string): void {
  rmSync(path, { force: true });
  let folder = dirname(path);
  while (folder !== top && namesIn(folder).length === 0) {
    rmdirSync(folder);
    folder = dirname(folder);
  }
  syncFolder(folder);
}

/** Runs an operation for every item, at most `limit` at a time. Each item is requested only when its turn comes. */
export async function forEachLimited<Item>(
  items: Iterator<Item>,
  limit: number,
  operation: (item: Item) => Promise<void>,
): Promise<void> {
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = items.next(); !next.done && !failed; next = items.next()) await operation(next.value);
  };
  const workers = Array.from({ length: limit }, () =>
    worker().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  for (const result of await Promise.allSettled(workers)) if (result.status === 'rejected') throw result.reason;
}
