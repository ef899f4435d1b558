import { InvalidInput } from '../diagnostics/errors.ts';
import { compareText } from '../digest.ts';
import { dataRoots, git, records } from './git.ts';
import type { Snapshot } from './snapshot.ts';
import { largestFile } from './text.ts';

/** The most that is read of one commit, in bytes: ten thousand tenants take about ten million. */
const largestSnapshot = 512 * 1024 * 1024;

interface Blob {
  readonly id: string;
  readonly size: number;
}

/**
 * The data files of a commit, from git objects alone: nothing is checked out, no link is followed, no filter runs.
 * `revision` is anything git understands. Throws InvalidInput when there is no such commit, or it holds too much.
 */
export function openGitSnapshot(root: string, revision: string): Snapshot {
  const commit = resolveCommit(root, revision);
  const { blobs, irregular } = listTree(root, commit);
  const small = [...blobs.values()].filter((blob) => blob.size <= largestFile);
  const total = small.reduce((sum, blob) => sum + blob.size, 0);
  if (total > largestSnapshot) {
    throw new InvalidInput(`the data files of ${commit} are larger than ${largestSnapshot / 1024 ** 2} MiB together`);
  }
  const contents = readBlobs(root, small);
  return {
    commit,
    paths: [...blobs.keys()].sort(compareText),
    irregular: irregular.sort(compareText),
    size: (path) => blobAt(blobs, path).size,
    read: (path) => {
      const { id } = blobAt(blobs, path);
      return contents.get(id) ?? git(root, ['cat-file', 'blob', id]).stdout;
    },
  };
}

function resolveCommit(root: string, revision: string): string {
  const result = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (result.status === 0) return result.stdout.toString('utf8').trim();
  throw new InvalidInput(`there is no commit “${revision}” in this repository`, {
    fix: 'Fetch it first; in a workflow, check out with fetch-depth: 0.',
  });
}

function listTree(root: string, commit: string): { blobs: Map<string, Blob>; irregular: string[] } {
  const result = git(root, ['ls-tree', '-r', '-z', '-l', commit, '--', ...dataRoots]);
  if (result.status !== 0) throw new Error(`git ls-tree: ${result.stderr.toString('utf8')}`);
  const blobs = new Map<string, Blob>();
  const irregular: string[] = [];
  for (const record of records(result.stdout)) {
    const tab = record.indexOf('\t');
    const path = record.slice(tab + 1);
    const [mode = '', , id = '', size = '0'] = record.slice(0, tab).split(/ +/);
    // 100644 and 100755 are files; 120000 is a symbolic link, 160000 a submodule.
    if (mode.startsWith('100') && !path.includes('\ufffd')) blobs.set(path, { id, size: Number(size) });
    else irregular.push(path);
  }
  return { blobs, irregular };
}

/** Reads blobs through one git process: `<id> blob <size>`, a line feed, the bytes and a line feed for each. */
function readBlobs(root: string, blobs: readonly Blob[]): Map<string, Uint8Array> {
  const ids = [...new Set(blobs.map((blob) => blob.id))];
  const { stdout } = git(root, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  const contents = new Map<string, Uint8Array>();
  let at = 0;
  for (const id of ids) {
    const end = stdout.indexOf(0x0a, at);
    const [found, type, size] = stdout.toString('utf8', at, end).split(' ');
    if (found !== id || type !== 'blob') throw new Error(`git cat-file: no blob ${id}`);
    contents.set(id, stdout.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}

function blobAt(blobs: ReadonlyMap<string, Blob>, path: string): Blob {
  const blob = blobs.get(path);
  if (!blob) throw new Error(`not in the snapshot: ${path}`);
  return blob;
}
