import { git } from '../config/git.ts';

/**
 * Returns a function that finds, among commits of the ledger, one that is newer than `commit`: a different commit that
 * has it as an ancestor. Commits that this clone does not have, and trees outside git, are never newer. Uncommitted
 * changes do not count.
 */
export function newerThan(root: string, commit: string): (commits: ReadonlySet<string>) => string | undefined {
  const base = withoutChanges(commit);
  return (commits) => {
    const ids = new Set([...commits].map(withoutChanges).filter((id) => /^[0-9a-f]{40,64}$/.test(id)));
    if (base === 'none' || ids.size === 0) return undefined;
    return notBehind(root, base, [...ids]).find(
      (id) => git(root, ['merge-base', '--is-ancestor', base, id]).status === 0,
    );
  };
}

/**
 * The commits that are not ancestors of `base`, found by one call for all: most of the many commits in a ledger are.
 */
function notBehind(root: string, base: string, ids: readonly string[]): string[] {
  const input = [...ids, `^${base}`].map((id) => `${id}\n`).join('');
  const { status, stdout } = git(root, ['rev-list', '--ignore-missing', '--stdin'], { input });
  if (status !== 0) return [...ids];
  const beyond = new Set(stdout.toString('utf8').split('\n'));
  return ids.filter((id) => beyond.has(id));
}

/** The id in `<id>+dirty.<digest>`. */
function withoutChanges(commit: string): string {
  return commit.split('+')[0]!;
}
