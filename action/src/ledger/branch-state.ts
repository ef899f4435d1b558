import { compareText } from '../digest.ts';
import { type BranchPlace, readHolder } from './branch-lock.ts';
import type { Git } from './git.ts';
import { inOrder, parseJournal, type Session } from './journal.ts';
import {
  type Destination,
  destinationKey,
  type LedgerLines,
  type LedgerReader,
  type LedgerWarning,
  type LockHolder,
  type RouteFiles,
} from './ledger.ts';
import { parseLedger } from './line.ts';
import { isStale } from './lock.ts';
import { destinationOf, ledgerPath, routesPrefix } from './path.ts';
import { journalRefs, lockRef, type Refs } from './remote.ts';
import { type Blob, listTree, readBlobs, Spool } from './tree.ts';

/** The remote's ledger at one moment, all of it available locally. */
export interface BranchState {
  readonly refs: Refs;
  /** The tip of the branch; undefined before the first fold. */
  readonly tip: string | undefined;
  readonly files: ReadonlyMap<string, Blob>;
  readonly spool: Spool;
  /** The texts of the journals, by ref. */
  readonly journals: readonly { readonly ref: string; readonly text: string }[];
  readonly holder: LockHolder | undefined;
}

/** Fetches the ledger as it is now. */
export async function loadState(place: BranchPlace): Promise<BranchState> {
  const { git, remote, surroundings } = place;
  const refs = await remote.fetch();
  const tip = refs.get(remote.branchRef);
  const files = await listTree(git, tip);
  const found = await readHolder(git, refs.get(lockRef));
  return {
    refs,
    tip,
    files,
    spool: await Spool.fill(git, files),
    journals: await readJournals(git, refs),
    holder: found && !isStale(found, surroundings) ? found : undefined,
  };
}

/** Reads the journals at the remote. A journal's commit has one numbered file per checkpoint. */
async function readJournals(git: Git, refs: Refs): Promise<BranchState['journals']> {
  const journals: { ref: string; text: string }[] = [];
  for (const [ref, id] of journalRefs(refs)) {
    const files = [...(await listTree(git, id))].sort(([a], [b]) => compareText(a, b));
    const texts = await readBlobs(
      git,
      files.map(([, blob]) => blob),
    );
    journals.push({ ref, text: texts.join('') });
  }
  return journals;
}

/** The sessions of the journals at the remote. Throws InvalidInput for a damaged journal. */
export function sessionsOf({ journals }: BranchState): Session[] {
  return journals.flatMap(({ ref, text }) => parseJournal(text, `${ref} of origin`, `Run \`git push origin :${ref}\``));
}

/** Reads the ledger from one state of the branch. */
export class BranchReader implements LedgerReader {
  readonly #state: BranchState;
  readonly #branch: string;
  readonly #own: readonly Session[];
  readonly #warnings = new Map<string, LedgerWarning>();

  /** @param own what the writer that reads has journalled itself, which is ahead of the remote */
  constructor(state: BranchState, branch: string, own: readonly Session[] = []) {
    this.#state = state;
    this.#branch = branch;
    this.#own = own;
  }

  destinations(): readonly Destination[] {
    return [...this.#state.files.keys()]
      .flatMap((path) => destinationOf(path) ?? [])
      .sort((a, b) => compareText(a.account, b.account) || compareText(a.workspace, b.workspace));
  }

  lines(destination: Destination): LedgerLines | undefined {
    const path = ledgerPath(destination);
    const bytes = this.#state.spool.read(path);
    if (bytes === undefined) return undefined;
    const { lines, warning } = parseLedger(bytes, `${this.#branch}:${path}`);
    if (warning) this.#warnings.set(destinationKey(destination), warning);
    return lines;
  }

  journals(): readonly Session[] {
    const own = new Set(this.#own.map(({ sequence }) => sequence));
    return inOrder([...sessionsOf(this.#state).filter(({ sequence }) => !own.has(sequence)), ...this.#own]);
  }

  routes(): RouteFiles {
    const paths = [...this.#state.files.keys()].filter((path) => path.startsWith(routesPrefix)).sort(compareText);
    return new Map(
      paths.map((path) => [path.slice(routesPrefix.length), this.#state.spool.read(path)?.toString('utf8') ?? '']),
    );
  }

  holder(): LockHolder | undefined {
    return this.#state.holder;
  }

  warnings(): readonly LedgerWarning[] {
    return [...this.#warnings.values()];
  }
}
