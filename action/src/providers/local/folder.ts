import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ProviderError } from '../errors.ts';
import { isMissing, storageError } from './storage-error.ts';

/** What was found in the place of a file: its text, nothing, or something that is not a regular file. */
export type Found = { readonly text: string } | 'nothing' | 'irregular';

const temporary = /^\..*\.tmp$/;
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const createNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * A folder below the repository's root, reached through real folders only: a symbolic link on the way is refused, so
 * that nothing outside can be read or written through it. File names passed to its methods are trusted to be plain
 * names. Every failure of the file system is a ProviderError that names the path relative to the root.
 */
export class Folder {
  readonly #root: string;
  readonly #segments: readonly string[];
  readonly #path: string;

  constructor(root: string, segments: readonly string[]) {
    this.#root = root;
    this.#segments = segments;
    this.#path = join(root, ...segments);
  }

  /** The path of the folder or of a file in it, relative to the root and with `/`: for people. */
  describe(name?: string): string {
    return [...this.#segments, ...(name === undefined ? [] : [name])].join('/');
  }

  /** Whether the folder exists. Throws when it, or a folder above it, is something else than a folder. */
  async exists(): Promise<boolean> {
    for (let depth = 1; depth <= this.#segments.length; depth++) {
      if (!(await this.#isFolder(depth))) return false;
    }
    return true;
  }

  /** Creates the folder and those above it where they are missing. */
  async ensure(): Promise<void> {
    for (let depth = 1; depth <= this.#segments.length; depth++) {
      if (await this.#isFolder(depth)) continue;
      const relative = this.#segments.slice(0, depth).join('/');
      await this.#try('create the folder', relative, async () => {
        await mkdir(join(this.#root, relative)).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
      });
      await this.#isFolder(depth);
    }
    await this.#assertInPlace();
  }

  /** The names of everything in the folder, sorted by code unit; empty where there is no folder. */
  async names(): Promise<string[]> {
    if (!(await this.exists())) return [];
    return await this.#try('list', this.describe(), async () => (await readdir(this.#path)).sort());
  }

  async read(name: string): Promise<Found> {
    return await this.#try('read', this.describe(name), async () => {
      try {
        const handle = await open(join(this.#path, name), readOnly);
        try {
          return (await handle.stat()).isFile() ? { text: await handle.readFile('utf8') } : 'irregular';
        } finally {
          await handle.close();
        }
      } catch (error) {
        if (isMissing(error)) return 'nothing';
        // ELOOP means a symbolic link, because O_NOFOLLOW was given; ENXIO means a socket.
        if (['ELOOP', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return 'irregular';
        throw error;
      }
    });
  }

  /** Writes a file as a whole or not at all: after a kill, it has either its old text or its new one. */
  async replace(name: string, text: string): Promise<void> {
    await this.#try('write', this.describe(name), async () => {
      const temp = join(this.#path, `.${name}.tmp`);
      try {
        const handle = await openNew(temp);
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temp, join(this.#path, name));
      } catch (error) {
        await unlink(temp).catch(() => undefined);
        throw error;
      }
    });
  }

  /** Removes a file; one that is gone already is fine. */
  async remove(name: string): Promise<void> {
    await this.#try('remove', this.describe(name), () => unlink(join(this.#path, name)).catch(ignoreMissing));
  }

  /** Removes the half-written files of writers that were killed. */
  async removeTemporaries(): Promise<void> {
    for (const name of await this.names()) {
      if (temporary.test(name)) await this.remove(name);
    }
  }

  /**
   * Throws ProviderError where the folder's real path is spelled differently (case, links): then it is somebody else's.
   */
  async #assertInPlace(): Promise<void> {
    await this.#try('read', this.describe(), async () => {
      const [root, path] = await Promise.all([realpath(this.#root), realpath(this.#path)]);
      if (path === join(root, ...this.#segments)) return;
      throw new ProviderError(
        'storage',
        `${this.describe()} actually leads to another folder. Move it away and deploy again.`,
      );
    });
  }

  async #isFolder(depth: number): Promise<boolean> {
    const relative = this.#segments.slice(0, depth).join('/');
    return await this.#try('read', relative, async () => {
      try {
        const status = await lstat(join(this.#root, relative));
        if (status.isDirectory()) return true;
        const what = status.isSymbolicLink() ? 'a symbolic link, which is never followed' : 'not a folder';
        throw new ProviderError('storage', `${relative} is ${what}. Move it away and deploy again.`);
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    });
  }

  async #try<T>(action: string, relative: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, action, relative);
    }
  }
}

/** Creates a file, after removing one that a killed writer left there. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, createNew, 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await unlink(path);
    return await open(path, createNew, 0o644);
  }
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}
