import { InvalidInput } from '../diagnostics/errors.ts';
import { compareText } from '../digest.ts';
import {
  type Caps,
  defaultCaps,
  fullestFolder,
  listingBytesPerFile,
  longestGit,
  tooManyFiles,
  tooMuchData,
} from './caps.ts';
import { boundReached, dataRoots, records } from './git.ts';
import { findTreeish, type GitObjects, incompleteClone, withObjects } from './git-objects.ts';
import { pathProblem, shownPath } from './paths.ts';
import type { Snapshot } from './snapshot.ts';
import { largestFile } from './text.ts';

interface Blob {
  readonly id: string;
  readonly size: number;
}

interface Listing {
  readonly blobs: Map<string, Blob>;
  readonly irregular: string[];
}

/**
 * Opens the data files of a commit or a tree, from git objects alone: nothing is checked out, fetched or filtered, no
 * link is followed, and no attribute has an effect (neither `export-ignore` nor Git LFS). For a tree, the snapshot's
 * `commit` is the tree's id.
 * @param treeish any name that git understands
 * @param caps limits beyond which nothing is read; files that are too large individually are listed but not counted
 * @throws InvalidInput when there is no such commit or tree, the clone lacks a part of it, or a cap is reached
 */
export function openGitSnapshot(root: string, treeish: string, caps: Caps = defaultCaps): Snapshot {
  return withObjects(root, (objects) => {
    const id = findTreeish(root, objects, treeish);
    if (id === undefined) throw unknownRevision(treeish);
    const { blobs, irregular } = list(objects, id, caps);
    const small = [...blobs].filter(([, blob]) => blob.size <= largestFile);
    const total = small.reduce((sum, [, blob]) => sum + blob.size, 0);
    if (total > caps.bytes) {
      throw tooMuchData(caps.bytes, shownPath(fullestFolder(small.map(([path, { size }]) => [path, size]))));
    }
    const contents = readBlobs(objects, new Set(small.map(([, blob]) => blob.id)), total);
    return {
      commit: id,
      paths: [...blobs.keys()].sort(compareText),
      irregular: irregular.sort(compareText),
      size: (path) => blobAt(blobs, path).size,
      read: (path) => {
        const blob = blobAt(blobs, path);
        return contents.get(blob.id) ?? readLarge(root, blob);
      },
    };
  });
}

/** The error for a revision that this clone does not have. */
export function unknownRevision(revision: string): InvalidInput {
  return new InvalidInput(`there is no commit “${shownPath(revision)}” in this repository`, {
    fix: 'Fetch it first; in a workflow, check out with fetch-depth: 0.',
  });
}

function list(objects: GitObjects, id: string, caps: Caps): Listing {
  const found: Listing = { blobs: new Map(), irregular: [] };
  const tree = objects.prefix === '' ? id : `${id}:${objects.prefix}`;
  // A commit older than the folder has nothing in it.
  if (tree !== id && objects.run(['rev-parse', '--verify', '--quiet', tree]).status !== 0) return found;
  // `-t` also prints folders: otherwise git could walk trees without files for ever, without printing anything.
  const most = caps.files * listingBytesPerFile;
  const args = ['ls-tree', '-r', '-t', '-z', '-l', '--full-tree', tree, '--', '.github', ...dataRoots];
  const result = objects.run(args, { most, timeout: longestGit });
  const entries = records(result.stdout);
  // Output was stopped in the middle of a record.
  if (boundReached(result)) entries.pop();
  let files = 0;
  for (const entry of entries) {
    if (!take(entry, found)) continue;
    files += 1;
    if (files > caps.files) break;
  }
  if (files > caps.files || boundReached(result)) {
    const paths = entries.map((entry) => entry.slice(entry.indexOf('\t') + 1));
    throw tooManyFiles(caps.files, shownPath(fullestFolder(paths.map((path) => [path, 1]))));
  }
  if (result.status !== 0) throw unreadable(id, result.stderr);
  return found;
}

/** Adds an entry of a listing; false for folders, and for what is not one of our data files. */
function take(entry: string, { blobs, irregular }: Listing): boolean {
  const tab = entry.indexOf('\t');
  const path = entry.slice(tab + 1);
  const [mode = '', type = '', id = '', size = '0'] = entry.slice(0, tab).split(/ +/);
  if (type === 'tree' || (path.startsWith('.github/') && path !== dataRoots[0])) return false;
  // 100644 and 100755 are files; 120000 is a symbolic link, 160000 a submodule.
  if (!mode.startsWith('100') || pathProblem(path) !== undefined) {
    irregular.push(path);
    return true;
  }
  if (!/^\d+$/.test(size)) throw incompleteClone(`the file ${shownPath(path)}`);
  // Only a tree made by hand has the same path twice; neither entry is used then.
  if (blobs.delete(path)) irregular.push(path);
  else blobs.set(path, { id, size: Number(size) });
  return true;
}

/**
 * Reads blobs through one git process, which prints `<id> blob <size>`, a line feed, the bytes and a line feed for
 * each.
 */
function readBlobs(objects: GitObjects, ids: ReadonlySet<string>, total: number): Map<string, Uint8Array> {
  const input = [...ids].map((id) => `${id}\n`).join('');
  const most = total + ids.size * 100 + 1024;
  const { stdout } = objects.run(['cat-file', '--batch'], { input, most, timeout: longestGit });
  const contents = new Map<string, Uint8Array>();
  let at = 0;
  for (const id of ids) {
    const end = stdout.indexOf(0x0a, at);
    const [found, type, size] = stdout.toString('utf8', at, end).split(' ');
    if (found !== id || type !== 'blob') throw incompleteClone(`the object ${id}`);
    contents.set(id, stdout.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}

function readLarge(root: string, { id, size }: Blob): Uint8Array {
  return withObjects(root, (objects) => objects.run(['cat-file', 'blob', id], { most: size + 1 }).stdout);
}

function blobAt(blobs: ReadonlyMap<string, Blob>, path: string): Blob {
  const blob = blobs.get(path);
  if (!blob) throw new Error(`not in the snapshot: ${path}`);
  return blob;
}

/** The error for a tree that git cannot read because it is incomplete or malformed. */
function unreadable(id: string, stderr: Buffer): InvalidInput {
  const words = shownPath(stderr.toString('utf8').trim()) || 'it printed no error';
  return new InvalidInput(`git cannot list the files of ${id}: ${words}`, {
    fix: 'Fetch all of it; in a workflow, check out with fetch-depth: 0 and no filter. If it was not made by git itself, it may be malformed.',
  });
}
