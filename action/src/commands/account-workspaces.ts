import { Files } from '../config/files.ts';
import { finding, placeFindings, valueAt } from '../config/findings.ts';
import { channels, type Repository } from '../config/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import type { OpenAccount } from '../plan/prepare.ts';

/**
 * Errors for workspace ids that the account's vendor cannot have, in the driver's words. Makes no call. Only ids given
 * by tenants' own files are checked: where none is given, the tenant's id is used, and that only with the embedded
 * vendor, which accepts every tenant id.
 */
export function workspaceIdErrors(
  snapshot: Snapshot,
  { tenants }: Repository,
  accounts: ReadonlyMap<string, OpenAccount>,
): Diagnostic[] {
  const found = [...tenants.values()].flatMap(({ file, workspaces }) =>
    channels.flatMap((channel) => {
      const { account = '', id } = workspaces[channel] ?? {};
      const open = accounts.get(account);
      const refusal = open && id !== undefined ? refusalOf(open, id) : undefined;
      if (!refusal) return [];
      const message = `in the account “${account}”, ${refusal.message.replace(/\.$/, '')}`;
      return [finding('impossible-workspace', valueAt(file, 'workspaces', channel, 'id'), message, refusal.fix)];
    }),
  );
  const files = new Files(snapshot);
  return placeFindings(found, (path) => files.text(path));
}

/** The driver's objection to an id that cannot be one. Binding to a workspace makes no call and needs no credential. */
function refusalOf({ account }: OpenAccount, id: string): InvalidInput | undefined {
  try {
    account.workspace(id);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}
