import { closeSync, constants, existsSync, lstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import { compareText, sha256 } from '../digest.ts';
import { dataRoots, git, records } from './git.ts';
import { pathProblem } from './paths.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Opens the data files on disk below `root` (an absolute path). Files are listed now and read when asked for; symbolic
 * links are never followed. Outside a git repository, or before its first commit, the commit is `none`.
 */
export function openWorkingTree(root: string): Snapshot {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InvalidInput(`there is no folder ${root}`, { fix: 'Give the folder of the repository.' });
  }
  const found: Listing = { paths: [], irregular: [] };
  for (const path of dataRoots) list(root, path, found);
  found.paths.sort(compareText);
  found.irregular.sort(compareText);
  const read = (path: string): Uint8Array => readRegular(join(root, path));
  return {
    commit: commitOf(root, new Set(found.paths), read),
    paths: found.paths,
    irregular: found.irregular,
    size: (path) => lstatSync(join(root, path)).size,
    read,
  };
}

interface Listing {
  readonly paths: string[];
  readonly irregular: string[];
}

function list(root: string, path: string, found: Listing): void {
  const parts = path.split('/');
  // Every step down to a data root is checked, not only the last, since `.github` itself may be a link.
  for (let length = 1; length <= parts.length; length++) {
    const prefix = parts.slice(0, length).join('/');
    const stats = lstatSync(join(root, prefix), { throwIfNoEntry: false });
    if (!stats) return;
    if (length < parts.length ? !stats.isDirectory() : !stats.isDirectory() && !stats.isFile()) {
      found.irregular.push(prefix);
      return;
    }
    if (length === parts.length) stats.isFile() ? found.paths.push(path) : listFolder(root, path, found);
  }
}

function listFolder(root: string, folder: string, found: Listing): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile() && pathProblem(path) === undefined) found.paths.push(path);
    else if (entry.isDirectory() && isText(entry.name)) listFolder(root, path, found);
    else found.irregular.push(path);
  }
}

/**
 * Whether a file name is valid UTF-8. Any other comes with replacement characters, by which the file could not be
 * opened.
 */
function isText(name: string): boolean {
  return !name.includes('\ufffd');
}

function readRegular(path: string): Uint8Array {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function commitOf(root: string, present: ReadonlySet<string>, read: (path: string) => Uint8Array): string {
  const head = git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.status !== 0) return withoutCommit(root);
  const commit = head.stdout.toString('utf8').trim();
  const differing = differingPaths(root, present);
  if (differing.length === 0) return commit;
  const content = differing.map((path) => `${path}\0${present.has(path) ? sha256(read(path)) : 'absent'}\n`);
  return `${commit}+dirty.${sha256(content.join('')).slice(0, 12)}`;
}

/**
 * Returns `none` for a folder outside git or a repository before its first commit. Throws UserError for a repository
 * that git refuses to read.
 */
function withoutCommit(root: string): 'none' {
  const repository = git(root, ['rev-parse', '--git-dir']);
  if (repository.status === 0 || !isInRepository(root)) return 'none';
  const words = repository.stderr.toString('utf8').trim();
  throw new UserError(exitCodes.unexpected, `git cannot read the repository that ${root} is in: ${words}`);
}

function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInRepository(parent);
}

/** Data files that differ from the commit: changed, deleted, new, or present although git ignores them. */
function differingPaths(root: string, present: ReadonlySet<string>): string[] {
  const prefix = git(root, ['rev-parse', '--show-prefix']).stdout.toString('utf8').replace(/\n$/, '');
  const status = git(root, [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignored=matching',
    '--ignore-submodules=none',
    '--',
    ...dataRoots,
  ]);
  if (status.status !== 0) throw new Error(`git status: ${status.stderr.toString('utf8')}`);
  const paths = records(status.stdout).map((record) => record.slice('XY '.length + prefix.length));
  // A folder that is ignored as a whole is a single record; the files in it count.
  const folders = paths.filter((path) => path.endsWith('/'));
  const inside = [...present].filter((path) => folders.some((folder) => path.startsWith(folder)));
  return [...new Set([...paths.filter((path) => !path.endsWith('/')), ...inside])].sort(compareText);
}
