import { git } from '../config/git.ts';

/**
 * Whether a commit is newer than the one in front of us: has it as an ancestor, and is not it. Commits that this clone
 * does not have, and trees outside git, are never newer. Uncommitted changes do not count.
 */
export function newerThan(root: string, commit: string): (other: string) => boolean {
  const base = withoutChanges(commit);
  const known = new Map<string, boolean>();
  return (other) => {
    const id = withoutChanges(other);
    if (base === 'none' || id === 'none' || id === base) return false;
    let newer = known.get(id);
    if (newer === undefined) {
      newer = git(root, ['merge-base', '--is-ancestor', base, id]).status === 0;
      known.set(id, newer);
    }
    return newer;
  };
}

/** The id in `<id>+dirty.<digest>`. */
function withoutChanges(commit: string): string {
  return commit.split('+')[0]!;
}
