import { openGitSnapshot } from '../config/git-snapshot.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

const pinnedFile = /^(templates\/[^/]+\/pinned\/([^/]+)\/)./;

/**
 * Reports files of pinned versions that were changed or removed, in the order of their paths. A version may be deleted
 * as a whole, and files may be added to it: another tenant may use more of what templates share.
 */
export function changedPins(before: Snapshot, now: Snapshot): Diagnostic[] {
  const present = new Set(now.paths);
  const versions = new Set(now.paths.map((path) => pinnedFile.exec(path)?.[1]));
  const found: Diagnostic[] = [];
  for (const path of before.paths) {
    const [, folder, version] = pinnedFile.exec(path) ?? [];
    if (folder === undefined || !versions.has(folder)) continue;
    if (present.has(path) && Buffer.compare(before.read(path), now.read(path)) === 0) continue;
    const done = present.has(path) ? 'was changed' : 'was deleted';
    found.push(
      diagnose(
        'pinned-version-changed',
        { file: path, line: 1, column: 1 },
        `This file of the pinned version ${version} ${done}, but a pinned version must stay as it was.`,
        { fix: 'Restore the file; to change the message, raise the version of the template and pin again.' },
      ),
    );
  }
  return found;
}

/** Reports the same for files that differ from the last commit. Reports nothing outside git. */
export function uncommittedPins(root: string, workingTree: Snapshot): Diagnostic[] {
  const [commit, dirty] = workingTree.commit.split('+');
  if (commit === undefined || dirty === undefined || !workingTree.paths.some((path) => pinnedFile.test(path)))
    return [];
  return changedPins(openGitSnapshot(root, commit), workingTree);
}
