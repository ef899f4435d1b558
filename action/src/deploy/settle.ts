import { digestOf } from '../digest.ts';
import { type Destination, type LedgerChange, type LedgerLine, type LedgerLines, lineKey } from '../ledger/ledger.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import type { Workspace } from '../providers/provider.ts';
import { isThere } from './visit.ts';

/** A workspace to which something was about to be written. */
export interface Scene {
  readonly destination: Destination;
  readonly open: OpenAccount;
  /** The ledger's lines, with what the journals record already applied. */
  readonly lines: LedgerLines;
  readonly signal: AbortSignal | undefined;
}

export interface Settled {
  /** What the workspace shows to have been done. */
  readonly found: readonly LedgerChange[];
  /** Intentions that may have left something half done. */
  readonly left: readonly LedgerLine[];
}

/**
 * Asks a workspace what became of intentions: written, archived or nothing, which is also the answer where the
 * workspace no longer exists. Throws ProviderError, or the signal's reason.
 */
export async function settled(scene: Scene, intended: readonly LedgerLine[]): Promise<Settled> {
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
    // An archive is journalled as an intention with the line unchanged: if the object is gone, it was archived.
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
