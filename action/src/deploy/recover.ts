import { digestOf } from '../digest.ts';
import { applyChanges, unresolved } from '../ledger/fold.ts';
import {
  type Destination,
  destinationKey,
  type Journal,
  type LedgerChange,
  type LedgerLine,
  type LedgerLines,
  type LedgerWriter,
  lineKey,
} from '../ledger/ledger.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { ProviderError } from '../providers/errors.ts';
import type { Workspace } from '../providers/provider.ts';
import { sideBySide } from './side-by-side.ts';
import { isThere } from './visit.ts';

/** Workspaces looked into at once. */
const concurrency = 16;

export interface RecoverDependencies {
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  /** Holds the lock. */
  readonly ledger: LedgerWriter;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds out what runs that died have written, and folds it into the ledger. What was not written, or cannot be found
 * out because a workspace does not answer, stays on record until a deployment has tidied up there; of a workspace that is
 * gone nothing does.
 *
 * @param journals of dead runs, oldest first
 */
export async function recover(journals: readonly Journal[], dependencies: RecoverDependencies): Promise<void> {
  const { accounts, ledger, signal } = dependencies;
  const reader = await ledger.read();
  const changes = journals.flatMap((journal) => journal.changes);
  const limitFor = sideBySide(concurrency);
  const unclear: LedgerChange[] = [];
  const settle = async (destination: Destination, intended: readonly LedgerLine[]): Promise<void> => {
    const open = accounts.get(destination.account);
    // Nobody can look into a workspace of an account that is gone.
    if (!open) return;
    const here = changes.filter((change) => destinationKey(change.destination) === destinationKey(destination));
    const lines = applyChanges(reader.lines(destination), here);
    const { found, left } = await settled({ destination, open, lines, signal }, intended).catch(unlessUnreachable);
    await ledger.append(found);
    unclear.push(...(left ?? intended).map((line) => ({ op: 'intend', destination, line }) as const));
  };
  const intentions = Map.groupBy(unresolved(journals), ({ destination }) => destinationKey(destination));
  await Promise.all(
    [...intentions.values()].map((intended) => {
      const { destination } = intended[0]!;
      const lines = intended.map(({ line }) => line);
      return limitFor(accounts.get(destination.account))(() => settle(destination, lines));
    }),
  );
  await ledger.fold(undefined, unclear);
}

interface Scene {
  readonly destination: Destination;
  readonly open: OpenAccount;
  /** The ledger's lines, with what the journals record. */
  readonly lines: LedgerLines;
  readonly signal: AbortSignal | undefined;
}

interface Settled {
  /** What the workspace shows to have been done. */
  readonly found: readonly LedgerChange[];
  /** Intentions after which something may be left half done; absent: all of them. */
  readonly left?: readonly LedgerLine[];
}

function unlessUnreachable(error: unknown): Settled {
  if (error instanceof ProviderError) return { found: [] };
  throw error;
}

/** What the workspace says became of intentions: written, archived, or nothing, as where there is no workspace any more. */
async function settled(scene: Scene, intended: readonly LedgerLine[]): Promise<Settled> {
  const { destination, open, signal } = scene;
  signal?.throwIfAborted();
  const workspace = open.account.workspace(destination.workspace);
  if (!(await isThere(workspace, open, destination, signal))) return { found: [], left: [] };
  const objects = await Array.fromAsync(workspace.list(signal));
  const found: LedgerChange[] = [];
  const left: LedgerLine[] = [];
  for (const line of intended) {
    const object = objects.find(
      ({ name, marker }) => name === line.name && marker?.digest12 === line.digest.slice(0, 12),
    );
    if (object) {
      const remote = await remoteDigest(workspace, object, line, signal);
      found.push({ op: 'set', destination, line: { ...line, id: object.id, remote } });
      continue;
    }
    left.push(line);
    // To archive is journalled as an intention with the line as it is: without the object, it was archived.
    const isArchive = scene.lines.get(lineKey(line))?.digest === line.digest;
    const { tenant, template, locale, name } = line;
    if (isArchive && !objects.some((one) => one.name === name))
      found.push({ op: 'delete', destination, tenant, template, locale });
  }
  return { found, left: workspace.tidy ? left : [] };
}

async function remoteDigest(
  workspace: Workspace,
  object: { readonly id: string; readonly name: string },
  line: LedgerLine,
  signal: AbortSignal | undefined,
): Promise<string> {
  const payload = await workspace.read(object, signal);
  return payload ? digestOf(payload) : line.digest;
}
