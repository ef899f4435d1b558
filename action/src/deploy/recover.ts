import { applyChanges, intention, unresolved } from '../ledger/fold.ts';
import {
  type Destination,
  destinationKey,
  type Journal,
  type LedgerChange,
  type LedgerLine,
  type LedgerWriter,
} from '../ledger/ledger.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { ProviderError } from '../providers/errors.ts';
import { Quiet } from './quiet.ts';
import { settled } from './settle.ts';
import { sideBySide } from './side-by-side.ts';

/** How many workspaces are looked into at once. */
const concurrency = 16;
/** Milliseconds without news of any workspace after which the remaining ones are no longer waited for. */
const patience = 5000;

export interface RecoverDependencies {
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  /** Must hold the ledger's lock. */
  readonly ledger: LedgerWriter;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds out what dead runs have written, and folds it into the ledger. What was not written, or cannot be found out
 * because a workspace does not answer, stays on record until a deployment has tidied up there; nothing stays on record
 * of a workspace that is gone. Silent workspaces delay the deployment only while others still answer: it looks into
 * each of them again right before its own first write there, and into all of them at its end.
 *
 * @param journals those of dead runs, oldest first
 */
export async function recover(journals: readonly Journal[], dependencies: RecoverDependencies): Promise<void> {
  const { accounts, ledger, signal } = dependencies;
  const reader = await ledger.read();
  const changes = journals.flatMap((journal) => journal.changes);
  const limitFor = sideBySide(concurrency);
  const unclear: LedgerChange[] = [];
  const quiet = new Quiet(patience, signal);
  const settle = async (destination: Destination, intended: readonly LedgerLine[]): Promise<void> => {
    const open = accounts.get(destination.account);
    // Nobody can look into the workspaces of an account that is gone.
    if (!open) return;
    const here = changes.filter((change) => destinationKey(change.destination) === destinationKey(destination));
    const lines = applyChanges(reader.lines(destination), here);
    const nothing = { found: [], left: intended };
    const scene = { destination, open, lines, signal: quiet.signal };
    const { found, left } = await settled(scene, intended).catch((error: unknown) => {
      if (error instanceof ProviderError || quiet.isReason(error)) return nothing;
      throw error;
    });
    quiet.heard();
    await ledger.append(found);
    unclear.push(...left.map((line) => intention({ destination, line })));
  };
  const intentions = Map.groupBy(unresolved(journals), ({ destination }) => destinationKey(destination));
  await Promise.all(
    [...intentions.values()].map((intended) => {
      const { destination } = intended[0]!;
      const lines = intended.map(({ line }) => line);
      return limitFor(accounts.get(destination.account))(() => settle(destination, lines));
    }),
  ).finally(() => quiet.end());
  await ledger.fold(undefined, unclear);
}
