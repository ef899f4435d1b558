import { GuardError } from '../diagnostics/errors.ts';

/** The commit of a line that was reconstructed from a workspace, which does not tell what it was deployed from. */
export const unknownCommit = 'unknown';

/**
 * Throws GuardError for a snapshot's commit that others cannot look up: that of a working tree with changes, or of a
 * folder outside git. A shared ledger must not name it.
 */
export function checkCommitted(commit: string): void {
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return;
  const why =
    commit === 'none' ? 'these files are not in a git repository' : 'these files have changes that are not committed';
  throw new GuardError(
    `${why}, so nobody else could see what the ledger's branch says is deployed`,
    'Commit and deploy the commit, or set "ledger: { store: directory }" in .github/tenantry.yml to try things out.',
  );
}
