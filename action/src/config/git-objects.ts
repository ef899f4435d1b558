import type { SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InvalidInput } from '../diagnostics/errors.ts';
import { type GitOptions, git } from './git.ts';

/** The objects of a repository, and nothing else of it. */
export interface GitObjects {
  /** The path of the opened folder in its repository, without a trailing slash; empty at the top. */
  readonly prefix: string;
  /** Whether the clone's history is cut off. */
  readonly shallow: boolean;
  /** Runs git with access to these objects only. */
  run(args: readonly string[], options?: GitOptions): SpawnSyncReturns<Buffer>;
}

/**
 * The settings that decide what git computes, whatever the machine's and the repository's own. `renames` and
 * `directoryRenames` have git's defaults, which are also what a merge on GitHub uses; `renameLimit` is the default for
 * merges. The commit graph is ignored because it knows parents that a shallow clone does not have.
 * https://git-scm.com/docs/git-config
 */
function configuration(format: string): string {
  return `[core]
	repositoryFormatVersion = ${format === 'sha1' ? 0 : 1}
	bare = true
	attributesFile = ${devNull}
	hooksPath = ${devNull}
	commitGraph = false
	fsmonitor = false
${format === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${format}\n`}[merge]
	renames = true
	directoryRenames = conflict
	renameLimit = 7000
	renormalize = false
	conflictStyle = merge
[gc]
	auto = 0
[maintenance]
	auto = false
`;
}

/** Excludes all configuration and attributes but our own, and replaced objects. */
const isolated = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_COUNT: undefined,
  GIT_CONFIG_PARAMETERS: undefined,
  GIT_ATTR_NOSYSTEM: '1',
  GIT_ATTR_SOURCE: undefined,
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_COMMON_DIR: undefined,
  GIT_SHALLOW_FILE: undefined,
  GIT_GRAFT_FILE: undefined,
  LC_ALL: 'C',
} as const;

/**
 * Opens the objects of the repository that contains `root` while `use` runs, through an empty repository that borrows
 * them. This excludes everything that somebody may have configured: hooks, merge drivers, filters, attributes, replaced
 * objects, grafts, and remotes from which missing objects could be fetched. So the result depends on the objects alone.
 * Throws InvalidInput where there is no repository.
 */
export function withObjects<Result>(root: string, use: (objects: GitObjects) => Result): Result {
  const { prefix, folder, shallow, format } = describe(root);
  const home = mkdtempSync(join(tmpdir(), 'tenantry-objects-'));
  try {
    mkdirSync(join(home, 'refs'));
    mkdirSync(join(home, 'objects'));
    writeFileSync(join(home, 'HEAD'), 'ref: refs/heads/none\n');
    writeFileSync(join(home, 'config'), configuration(format));
    const place = { ...isolated, GIT_DIR: home, GIT_OBJECT_DIRECTORY: folder };
    return use({
      prefix,
      shallow,
      run: (args, options = {}) => git(home, args, { ...options, env: { ...options.env, ...place } }),
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Description {
  readonly prefix: string;
  readonly folder: string;
  readonly shallow: boolean;
  readonly format: string;
}

function describe(root: string): Description {
  const asked = ['--is-shallow-repository', '--show-object-format', '--git-path', 'objects', '--show-prefix'];
  const { status, stdout, stderr } = git(root, ['rev-parse', ...asked]);
  const [shallow = '', format = '', folder = '', ...prefix] = stdout.toString('utf8').split('\n');
  if (status === 0) {
    return {
      shallow: shallow === 'true',
      format,
      folder: resolve(root, folder),
      prefix: prefix.join('\n').replace(/\/?\n*$/, ''),
    };
  }
  throw new InvalidInput(`git cannot read a repository in ${root}: ${stderr.toString('utf8').trim()}`, {
    fix: 'Give the folder of a git repository with --root.',
  });
}

/**
 * The full id of a commit; undefined when this clone does not have it.
 *
 * @param revision any name of the commit that git understands
 */
export function findCommit(root: string, objects: GitObjects, revision: string): string | undefined {
  return peel(root, objects, revision, 'commit');
}

/** The full id of a commit or a tree; undefined when this clone does not have it. */
export function findTreeish(root: string, objects: GitObjects, revision: string): string | undefined {
  return peel(root, objects, revision, 'commit') ?? peel(root, objects, revision, 'tree');
}

function peel(root: string, objects: GitObjects, revision: string, type: 'commit' | 'tree'): string | undefined {
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options'];
  // Only the repository itself can resolve names. Ids are looked up without it, since it could fetch objects that it
  // lacks.
  const named = isObjectId(revision) ? revision : idFrom(git(root, [...verify, revision]));
  return named && idFrom(objects.run([...verify, `${named}^{${type}}`]));
}

function idFrom({ status, stdout }: SpawnSyncReturns<Buffer>): string | undefined {
  return status === 0 ? stdout.toString('utf8').trim() : undefined;
}

function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The error for a clone that lacks a required object. */
export function incompleteClone(what: string): InvalidInput {
  return new InvalidInput(`this clone does not have ${what}: it was made with a depth or a filter`, {
    fix: 'Fetch the rest (git fetch --unshallow, git fetch --refetch --no-filter); in a workflow, check out with fetch-depth: 0 and no filter.',
  });
}
