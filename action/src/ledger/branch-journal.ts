import type { BranchPlace } from './branch-lock.ts';
import { type BranchState, sessionsOf } from './branch-state.ts';
import { writeCommit } from './commit.ts';
import { formatChanges, formatSession, nextSequence, type Session } from './journal.ts';
import type { LedgerChange } from './ledger.ts';
import type { Refs, RefUpdate } from './remote.ts';
import { listTree } from './tree.ts';

/**
 * The number of this run's journal. A run has one today; one day several jobs may share a run, each with a journal of
 * its own.
 */
const shard = '0';

/** A checkpoint that is ready to be pushed. */
export interface Checkpoint {
  readonly update: RefUpdate;
  /** How many of the changes since the last fold it covers, counted from the first. */
  readonly count: number;
}

/** A journal that replaces what is folded. */
export interface NewJournal {
  readonly update: RefUpdate;
  readonly changes: readonly LedgerChange[];
}

/**
 * The journal of a branch store's writer: held in memory and, up to the last checkpoint, at
 * `refs/tenantry/journal/<run>/0`.
 */
export class BranchJournal {
  readonly #place: BranchPlace;
  readonly #run: string;
  readonly #ref: string;
  #sequence: number;
  /** The commit that the ref has at the remote. */
  #id: string | undefined;
  /** All changes since the last fold. */
  #changes: LedgerChange[] = [];
  /** How many of them are at the remote. */
  #pushed = 0;

  constructor(place: BranchPlace, run: string, state: BranchState) {
    this.#place = place;
    this.#run = run;
    this.#ref = place.remote.journalRef(run, shard);
    this.#id = state.refs.get(this.#ref);
    this.#sequence = nextSequence(sessionsOf(state));
  }

  append(changes: readonly LedgerChange[]): void {
    for (const change of changes) this.#changes.push(change);
  }

  /** The number of changes since the last fold. */
  get length(): number {
    return this.#changes.length;
  }

  /** Whether there are changes that no checkpoint contains. */
  isAhead(): boolean {
    return this.#pushed < this.#changes.length;
  }

  /** The changes since the last fold, as at most one session. */
  sessions(): Session[] {
    if (this.#changes.length === 0) return [];
    return [{ run: this.#run, sequence: this.#sequence, changes: [...this.#changes] }];
  }

  /** The journal's ref and commit at the remote, if there is one. */
  atRemote(): [ref: string, id: string][] {
    return this.#id === undefined ? [] : [[this.#ref, this.#id]];
  }

  /** Makes a checkpoint of what is not at the remote yet: one more numbered file on top of the previous ones. */
  async checkpoint(): Promise<Checkpoint> {
    const count = this.#changes.length;
    const number = (await listTree(this.#place.git, this.#id)).size + 1;
    const begin = this.#pushed === 0 ? formatSession(this.#run, this.#sequence) : '';
    const to = await this.#commit(this.#id, number, begin + formatChanges(this.#changes.slice(this.#pushed)));
    return { update: { ref: this.#ref, from: this.#id, to }, count };
  }

  /** Starts a new journal with some changes, for the push that folds all others; undefined when there are none. */
  async begun(changes: readonly LedgerChange[]): Promise<NewJournal | undefined> {
    if (changes.length === 0) return undefined;
    const to = await this.#commit(undefined, 1, formatSession(this.#run, this.#sequence + 1) + formatChanges(changes));
    return { update: { ref: this.#ref, from: this.#id, to }, changes };
  }

  /** Tells the journal that a checkpoint has arrived at the remote. */
  confirm({ update, count }: Checkpoint): void {
    this.#id = update.to;
    this.#pushed = count;
  }

  /**
   * Tells the journal that its ref may have changed: if somebody has removed it, the next checkpoint contains
   * everything again.
   */
  moved(refs: Refs): void {
    this.#id = refs.get(this.#ref);
    if (this.#id === undefined) this.#pushed = 0;
  }

  /**
   * Tells the journal that its first `count` changes are in the ledger. Its ref is gone then, or is what `begun`
   * started anew.
   */
  folded(count: number, begun: NewJournal | undefined): void {
    const left = begun?.changes ?? [];
    this.#id = begun?.update.to;
    this.#changes = [...left, ...this.#changes.slice(count)];
    this.#pushed = left.length;
    this.#sequence += 1;
  }

  async #commit(parent: string | undefined, number: number, text: string): Promise<string> {
    const { git, surroundings } = this.#place;
    return await writeCommit(git, {
      parent,
      message: `Journal of run ${this.#run}`,
      date: surroundings.clock(),
      changes: [{ path: `${String(number).padStart(6, '0')}.ndjson`, text }],
    });
  }
}
