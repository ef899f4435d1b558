import { hash } from 'node:crypto';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git } from './git.ts';

/** A file of a commit. */
export interface Blob {
  readonly id: string;
  /** In bytes. */
  readonly size: number;
}

/** The files of a commit by path; empty when there is no commit. */
export async function listTree(git: Git, commit: string | undefined): Promise<ReadonlyMap<string, Blob>> {
  const files = new Map<string, Blob>();
  if (commit === undefined) return files;
  const listing = (await git.output(['ls-tree', '-r', '-l', '-z', '--full-tree', commit])).toString('utf8');
  for (const entry of listing.split('\0')) {
    const match = /^\d+ blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(entry);
    if (match?.[1] && match[2] && match[3]) files.set(match[3], { id: match[1], size: Number(match[2]) });
  }
  return files;
}

/** The id that git gives to a file with this text, in a repository whose ids have the same format as `example`. */
export function blobId(text: string, example: string): string {
  const bytes = Buffer.from(text);
  return hash(example.length === 64 ? 'sha256' : 'sha1', Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
}

/** The texts of a few small files. */
export async function readBlobs(git: Git, blobs: readonly Blob[]): Promise<string[]> {
  if (blobs.length === 0) return [];
  const bytes = await git.output(['cat-file', '--batch'], { input: [namesOf(blobs)] });
  let start = 0;
  return blobs.map((blob) => {
    start += headerLength(blob);
    const text = bytes.toString('utf8', start, start + blob.size);
    start += blob.size + 1;
    return text;
  });
}

/**
 * Files of a commit, kept in one temporary file so that any of them can be read at once without holding all in memory.
 * The temporary file has no name and disappears with the process.
 */
export class Spool {
  readonly #handle: number;
  readonly #places: ReadonlyMap<string, { readonly start: number; readonly size: number }>;

  private constructor(handle: number, places: ReadonlyMap<string, { start: number; size: number }>) {
    this.#handle = handle;
    this.#places = places;
  }

  static async fill(git: Git, files: ReadonlyMap<string, Blob>): Promise<Spool> {
    const handle = openNameless();
    try {
      if (files.size > 0)
        await git.output(['cat-file', '--batch', '--buffer'], { input: [namesOf(files.values())], into: handle });
      const places = new Map<string, { start: number; size: number }>();
      let start = 0;
      for (const [path, blob] of files) {
        places.set(path, { start: start + headerLength(blob), size: blob.size });
        start += headerLength(blob) + blob.size + 1;
      }
      if (fstatSync(handle).size !== start) throw new Error('git cat-file gave other files than were asked for');
      return new Spool(handle, places);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
  }

  read(path: string): Buffer | undefined {
    const place = this.#places.get(path);
    if (!place) return undefined;
    const bytes = Buffer.alloc(place.size);
    readSync(this.#handle, bytes, 0, place.size, place.start);
    return bytes;
  }
}

function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
  try {
    return openSync(join(folder, 'spool'), 'w+');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function namesOf(blobs: Iterable<Blob>): string {
  return Array.from(blobs, ({ id }) => `${id}\n`).join('');
}

/**
 * The length of what precedes each file's bytes: `<id> blob <size>` and a line end. Another line end follows the bytes.
 */
function headerLength({ id, size }: Blob): number {
  return id.length + ` blob ${size}\n`.length;
}
