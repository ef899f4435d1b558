import type { BranchPlace } from './branch-lock.ts';
import { type BranchState, sessionsOf } from './branch-state.ts';
import { writeCommit } from './commit.ts';
import { formatChanges, formatSession, nextSequence, type Session } from './journal.ts';
import type { LedgerChange } from './ledger.ts';
import type { Refs, RefUpdate } from './remote.ts';
import { listTree } from './tree.ts';

/** Jobs may come to share a run one day, each with a journal of its own; today a run is one. */
const shard = '0';

/** A checkpoint that can be pushed. */
export interface Checkpoint {
  readonly update: RefUpdate;
  /** How many of the waiting changes are in it. */
  readonly count: number;
}

/** A journal that takes the place of what is folded. */
export interface NewJournal {
  readonly update: RefUpdate;
  readonly changes: readonly LedgerChange[];
}

/** The journal of a branch store's writer: in memory, and up to the last checkpoint at `refs/tenantry/journal/<run>/0`. */
export class BranchJournal {
  readonly #place: BranchPlace;
  readonly #run: string;
  readonly #ref: string;
  #sequence: number;
  /** The ref's commit at the remote. */
  #id: string | undefined;
  /** Everything since the last fold. */
  #changes: LedgerChange[] = [];
  /** How many of those are at the remote. */
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

  /** How many changes there were since the last fold. */
  get length(): number {
    return this.#changes.length;
  }

  /** Whether there is something that no checkpoint holds. */
  isAhead(): boolean {
    return this.#pushed < this.#changes.length;
  }

  /** What was appended since the last fold. */
  sessions(): Session[] {
    if (this.#changes.length === 0) return [];
    return [{ run: this.#run, sequence: this.#sequence, changes: [...this.#changes] }];
  }

  /** Its ref and commit at the remote, if there is one. */
  atRemote(): [ref: string, id: string][] {
    return this.#id === undefined ? [] : [[this.#ref, this.#id]];
  }

  /** Makes a checkpoint of what is not at the remote yet: one more numbered file on top of the last. */
  async checkpoint(): Promise<Checkpoint> {
    const count = this.#changes.length;
    const number = (await listTree(this.#place.git, this.#id)).size + 1;
    const begin = this.#pushed === 0 ? formatSession(this.#run, this.#sequence) : '';
    const to = await this.#commit(this.#id, number, begin + formatChanges(this.#changes.slice(this.#pushed)));
    return { update: { ref: this.#ref, from: this.#id, to }, count };
  }

  /** Begins anew with some changes, for the push that folds all others; undefined for none. */
  async begun(changes: readonly LedgerChange[]): Promise<NewJournal | undefined> {
    if (changes.length === 0) return undefined;
    const to = await this.#commit(undefined, 1, formatSession(this.#run, this.#sequence + 1) + formatChanges(changes));
    return { update: { ref: this.#ref, from: this.#id, to }, changes };
  }

  /** The checkpoint is at the remote. */
  confirm({ update, count }: Checkpoint): void {
    this.#id = update.to;
    this.#pushed = count;
  }

  /** The ref is not what it was thought to be: if somebody has removed it, the next checkpoint has everything anew. */
  moved(refs: Refs): void {
    this.#id = refs.get(this.#ref);
    if (this.#id === undefined) this.#pushed = 0;
  }

  /** The ledger has the first changes, and the ref is gone, or what was begun anew. */
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
