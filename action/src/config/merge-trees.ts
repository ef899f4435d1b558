import type { SpawnSyncReturns } from 'node:child_process';
import { exitCodes, InvalidInput, UserError } from '../diagnostics/errors.ts';
import { longestGit } from './caps.ts';
import { boundReached, git, records } from './git.ts';
import { findCommit, type GitObjects, incompleteClone, withObjects } from './git-objects.ts';
import { unknownRevision } from './git-snapshot.ts';
import { shownPath } from './paths.ts';

/** The result of a merge: a tree, written to the repository as an object, or the paths on which people must decide. */
export type Merge = { readonly tree: string } | { readonly conflicts: readonly string[] };

/**
 * The most that git may print about a whole tree, in bytes: about two million files. A merge walks whole trees, and a
 * malicious tree can hold more files than there is memory for (each folder of ten levels is the same one ten times
 * over).
 */
const largestListing = 128 * 1024 ** 2;
/** The most that git may print about conflicting paths, in bytes; what lies beyond is left out. */
const longestConflicts = 1024 ** 2;

/**
 * Merges two commits as a merge button does, without a working tree. It is a pure function of (base, head): the same on
 * a pull request, in a merge queue and in a deployment, on every machine with the same git. Histories with several
 * merge bases are merged recursively. No hook, driver, filter or attribute of either side, the repository or the
 * machine takes part. Objects are written, but nothing refers to them.
 * https://git-scm.com/docs/git-merge-tree
 * @throws InvalidInput for an unknown commit, unrelated histories, a clone that lacks history, or trees too large to
 *   merge
 * @throws UserError when git is older than 2.38
 */
export function mergeTrees(root: string, base: string, head: string): Merge {
  return withObjects(root, (objects) => {
    const [ours, theirs] = [base, head].map((revision) => {
      const id = findCommit(root, objects, revision);
      if (id === undefined) throw unknownRevision(revision);
      return id;
    }) as [string, string];
    checkRelated(objects, ours, theirs);
    checkSize(objects, theirs);
    const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
    const result = objects.run(args, { most: longestConflicts, timeout: longestGit });
    return mergeOf(result, root, theirs);
  });
}

function mergeOf(result: SpawnSyncReturns<Buffer>, root: string, head: string): Merge {
  const [tree = '', ...names] = records(result.stdout);
  const bound = boundReached(result);
  // 0: merged, 1: conflicts; anything else is no merge at all.
  if (result.status === 0) return { tree };
  if (result.status === 1 || bound === 'output') return { conflicts: [...new Set(names)] };
  if (result.status === 129) throw tooOld(root);
  const words = bound === 'time' ? 'it took too long' : shownPath(result.stderr.toString('utf8').trim());
  throw new InvalidInput(`git cannot merge ${head}: ${words || 'it printed no error'}`, {
    fix: 'Merge the base branch into it, and push the result.',
  });
}

function checkRelated(objects: GitObjects, base: string, head: string): void {
  const { status } = objects.run(['merge-base', base, head], { timeout: longestGit });
  if (status === 0) return;
  if (objects.shallow) throw incompleteClone(`the history that ${base} and ${head} have in common`);
  if (status === 1) {
    throw new InvalidInput(`${base} and ${head} have no commit in common, so they cannot be merged`, {
      fix: 'Start a new branch from the base branch, and apply the changes there.',
    });
  }
  throw incompleteClone(`the whole history of ${head}`);
}

function checkSize(objects: GitObjects, head: string): void {
  const args = ['ls-tree', '-r', '-t', '-z', '--name-only', head];
  const result = objects.run(args, { most: largestListing, timeout: longestGit });
  if (result.status === 0) return;
  if (boundReached(result)) {
    throw new InvalidInput(`${head} contains more files and folders than can be merged`, {
      fix: 'Delete the files that do not belong there.',
    });
  }
  throw incompleteClone(`all folders of ${head}`);
}

function tooOld(root: string): UserError {
  const version = git(root, ['version']).stdout.toString('utf8').trim();
  return new UserError(
    exitCodes.unexpected,
    `merging needs git 2.38 or later; this is ${version || 'an older version'}`,
    'Install a newer git.',
  );
}
