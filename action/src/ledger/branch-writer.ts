import { exitCodes, GuardError, UserError } from '../diagnostics/errors.ts';
import { BranchJournal, type NewJournal } from './branch-journal.ts';
import type { BranchLock, BranchPlace } from './branch-lock.ts';
import { BranchReader, type BranchState, loadState } from './branch-state.ts';
import { type FileChange, writeCommit } from './commit.ts';
import { checkCommitted, unknownCommit } from './committed.ts';
import { foldJournals, stillOpen } from './fold.ts';
import { journalLimit } from './journal.ts';
import type { Destination, LedgerChange, LedgerLine, LedgerReader, LedgerWriter, RouteFiles } from './ledger.ts';
import { formatLedger } from './line.ts';
import { renewEvery } from './lock.ts';
import { checkRoutePath, ledgerPath, routesPrefix } from './path.ts';
import { journalRefs, type RefUpdate } from './remote.ts';
import { Serial } from './serial.ts';
import { blobId } from './tree.ts';

/** Milliseconds after which an appended change is pushed to the remote without being asked for. */
const checkpointAfter = 20_000;

/** How many times a push is made again because the remote has changed in the meantime. */
const attempts = 5;

/** The holder of a branch store's lock. */
export class BranchWriter implements LedgerWriter {
  readonly run: string;
  readonly #place: BranchPlace;
  readonly #lock: BranchLock;
  readonly #journal: BranchJournal;
  /** Allows one push at a time. */
  readonly #serial = new Serial();
  readonly #renewal: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  /** The ledger, which nobody else writes while the lock is ours; undefined when it must be read again. */
  #state: BranchState | undefined;
  /** The newest commit of the branch that is known here. */
  #tip: string | undefined;

  private constructor(run: string, place: BranchPlace, lock: BranchLock, state: BranchState) {
    this.run = run;
    this.#place = place;
    this.#lock = lock;
    this.#state = state;
    this.#tip = state.tip;
    this.#journal = new BranchJournal(place, run, state);
    this.#renewal = setInterval(() => this.#renewQuietly(), renewEvery).unref();
  }

  /** Opens a writer. When the ledger cannot be read, gives the lock back and throws. */
  static async open(run: string, place: BranchPlace, lock: BranchLock): Promise<BranchWriter> {
    try {
      return new BranchWriter(run, place, lock, await loadState(place));
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async read(): Promise<LedgerReader> {
    await this.assertHeld();
    return await this.#serial.run(async () => this.#readerOf(this.#state ?? (await this.#reload())));
  }

  async assertHeld(): Promise<void> {
    if (!this.#lock.isSure()) await this.#serial.run(() => this.#lock.push([]));
  }

  async append(changes: readonly LedgerChange[]): Promise<void> {
    for (const change of changes) {
      if ('line' in change && change.line.commit !== unknownCommit) checkCommitted(change.line.commit);
    }
    await this.assertHeld();
    this.#journal.append(changes);
    this.#soon ??= setTimeout(() => this.#checkpointQuietly(), checkpointAfter).unref();
    if (this.#journal.length >= journalLimit) await this.#serial.run(() => this.#foldMidway());
  }

  async checkpoint(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    await this.assertHeld();
    await this.#serial.run(() => this.#checkpoint());
  }

  async replace(destination: Destination, lines: readonly LedgerLine[]): Promise<void> {
    const sets = lines.map((line) => ({ op: 'set' as const, destination, line }));
    await this.append([{ op: 'clear', destination }, ...sets]);
  }

  /**
   * Makes the fold in one push, of the commit, the removal of the journals and the lock, so that it happens entirely or
   * not at all.
   */
  async fold(routes?: RouteFiles, left: readonly LedgerChange[] = []): Promise<void> {
    for (const path of routes?.keys() ?? []) checkRoutePath(path);
    await this.assertHeld();
    await this.#serial.run(() => this.#fold(routes, () => left));
  }

  async release(): Promise<void> {
    clearInterval(this.#renewal);
    clearTimeout(this.#soon);
    if (this.#lock.isLost()) return;
    await this.#serial.run(async () => {
      try {
        await this.#checkpoint();
      } finally {
        await this.#lock.release();
      }
    });
  }

  async #checkpoint(): Promise<void> {
    for (let attempt = 1; this.#journal.isAhead(); attempt++) {
      const checkpoint = await this.#journal.checkpoint();
      const refs = await this.#lock.push([checkpoint.update]);
      if (!refs) this.#journal.confirm(checkpoint);
      else if (attempt >= attempts) throw unsettled(this.#place.remote.branch);
      else this.#journal.moved(await this.#place.remote.fetch());
    }
  }

  /** Folds what there is, except for writes that are under way. */
  async #foldMidway(): Promise<void> {
    if (this.#journal.length >= journalLimit) await this.#fold(undefined, (reader) => stillOpen(reader.journals()));
  }

  async #fold(routes: RouteFiles | undefined, left: (reader: LedgerReader) => readonly LedgerChange[]): Promise<void> {
    let state = this.#state ?? (await this.#reload());
    for (let attempt = 1; ; attempt++) {
      const count = this.#journal.length;
      const reader = this.#readerOf(state);
      const begun = await this.#journal.begun(left(reader));
      const updates = await this.#foldUpdates(state, reader, routes, begun);
      if (updates.length === 0 || !(await this.#lock.push(updates))) {
        this.#tip = updates.find(({ ref }) => ref === this.#place.remote.branchRef)?.to ?? this.#tip;
        this.#state = undefined;
        this.#journal.folded(count, begun);
        return;
      }
      this.#state = undefined;
      if (attempt >= attempts) throw unsettled(this.#place.remote.branch);
      state = await this.#reload();
    }
  }

  /**
   * The ref updates of a fold: they move the branch if any file changes, and remove the journals except for one begun
   * anew.
   */
  async #foldUpdates(
    state: BranchState,
    reader: BranchReader,
    routes: RouteFiles | undefined,
    begun: NewJournal | undefined,
  ): Promise<RefUpdate[]> {
    const { git, remote, surroundings } = this.#place;
    const journals = new Map([...journalRefs(state.refs), ...this.#journal.atRemote()]);
    const removed = Array.from(journals, ([ref, id]): RefUpdate => ({ ref, from: id, to: undefined }));
    const updates = begun ? [begun.update, ...removed.filter(({ ref }) => ref !== begun.update.ref)] : removed;
    const changes = changedFiles(state, reader, routes);
    const first = changes.next();
    if (first.done) return updates;
    const to = await writeCommit(git, {
      parent: state.tip,
      message: `Record what run ${this.run} deployed`,
      date: surroundings.clock(),
      changes: startingWith(first.value, changes),
    });
    return [{ ref: remote.branchRef, from: state.tip, to }, ...updates];
  }

  #readerOf(state: BranchState): BranchReader {
    return new BranchReader(state, this.#place.remote.branch, this.#journal.sessions());
  }

  /** Reads the remote again. Throws GuardError when the branch has lost commits that it had before. */
  async #reload(): Promise<BranchState> {
    const { git, remote } = this.#place;
    const state = await loadState(this.#place);
    if (this.#tip !== undefined && this.#tip !== state.tip) {
      const isForward =
        state.tip !== undefined && (await git.run(['merge-base', '--is-ancestor', this.#tip, state.tip])).code === 0;
      if (!isForward) throw movedBack(remote.branch, this.#tip, state.tip);
    }
    this.#journal.moved(state.refs);
    this.#state = state;
    this.#tip = state.tip;
    return state;
  }

  /** Tries again later when it fails: nothing is lost, and the next push or `assertHeld` reports a lasting failure. */
  #checkpointQuietly(): void {
    this.checkpoint().catch(() => {
      this.#soon ??= setTimeout(() => this.#checkpointQuietly(), checkpointAfter).unref();
    });
  }

  #renewQuietly(): void {
    if (this.#lock.isYoung()) return;
    this.#serial.run(() => this.#lock.push([])).catch(() => {});
  }
}

/** The files that a fold changes: those of the ledger and, if there are new routes, those of the routes. */
function* changedFiles(
  { files }: BranchState,
  reader: BranchReader,
  routes: RouteFiles | undefined,
): Generator<FileChange> {
  const changed = (path: string, text: string): FileChange[] => {
    const present = files.get(path);
    return present?.id === blobId(text, present?.id ?? '') ? [] : [{ path, text }];
  };
  for (const { destination, lines } of foldJournals((of) => reader.lines(of), reader.journals())) {
    yield* changed(ledgerPath(destination), formatLedger(lines));
  }
  if (!routes) return;
  for (const [path, text] of routes) yield* changed(`${routesPrefix}${path}`, text);
  for (const path of files.keys()) {
    if (path.startsWith(routesPrefix) && !routes.has(path.slice(routesPrefix.length))) yield { path, text: undefined };
  }
}

function* startingWith<Item>(first: Item, rest: Iterable<Item>): Generator<Item> {
  yield first;
  yield* rest;
}

function movedBack(branch: string, from: string, to: string | undefined): GuardError {
  return new GuardError(
    `the branch ${branch} of origin was moved back while this run was writing: from ${from} to ${to ?? 'nothing'}`,
    `Find out who did it and why. To put the ledger back: git push --force origin ${from}:refs/heads/${branch}. Then deploy again.`,
  );
}

function unsettled(branch: string): UserError {
  return new UserError(
    exitCodes.unexpected,
    `the branch ${branch} of origin, or what belongs to it, changed during each of ${attempts} attempts to write it`,
    'Nothing but Tenantry should write there. What this run did is in its journal; deploy again.',
  );
}
