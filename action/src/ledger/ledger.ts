import type { LedgerLine as AnyLedgerLine } from '../generated/index.ts';

/** The place that messages are deployed to. */
export interface Destination {
  readonly account: string;
  readonly workspace: string;
}

/** What was last deployed for one (tenant, template, locale) at one destination. */
export type LedgerLine = Readonly<AnyLedgerLine>;

/** Lines by `lineKey`: `tenant/template/locale`. */
export type LedgerLines = ReadonlyMap<string, LedgerLine>;

/** The key of a destination in maps. */
export function destinationKey(destination: Destination): string {
  return `${destination.account}/${destination.workspace}`;
}

export function lineKey(line: { tenant: string; template: string; locale: string }): string {
  return `${line.tenant}/${line.template}/${line.locale}`;
}

/** One change to a destination's lines, as recorded in the journal. */
export type LedgerChange =
  /** A write is about to be made. If nothing follows in the journal, the workspace tells whether it was. */
  | { readonly op: 'intend'; readonly destination: Destination; readonly line: LedgerLine }
  | { readonly op: 'set'; readonly destination: Destination; readonly line: LedgerLine }
  | {
      readonly op: 'delete';
      readonly destination: Destination;
      readonly tenant: string;
      readonly template: string;
      readonly locale: string;
    }
  /** Forgets every line of the destination, which is how rebuilding a ledger starts. */
  | { readonly op: 'clear'; readonly destination: Destination };

/** A run's journal that no fold has merged yet: the run is still going, or has died. */
export interface Journal {
  readonly run: string;
  readonly changes: readonly LedgerChange[];
}

/** The ledger for reading only, as the planner sees it. */
export interface LedgerReader {
  /** Every destination that has a ledger file, sorted by account and workspace. */
  destinations(): readonly Destination[];
  /** A destination's lines; undefined when it has no ledger file. Throws InvalidInput for a damaged file. */
  lines(destination: Destination): LedgerLines | undefined;
  /** The journals that are not folded yet, oldest first. */
  journals(): readonly Journal[];
  /** The routes as last published. */
  routes(): RouteFiles;
  /** Who is writing now, if anyone: a lock that has expired, or whose process is dead, has no holder. */
  holder(): LockHolder | undefined;
  /** Damage that reading has tolerated so far; each call of `lines` may add to it. */
  warnings(): readonly LedgerWarning[];
}

/** A ledger file that has lost its last line and nothing else: any other damage is refused. */
export interface LedgerWarning {
  /** The ledger file as a person can find it: a path below the root, or `<branch>:<path>`. */
  readonly file: string;
  /** The number of the missing line, counted from 1. */
  readonly line: number;
  readonly message: string;
}

export interface LockHolder {
  readonly run: string;
  readonly host: string;
  readonly pid: number;
  /** ISO timestamps. */
  readonly since: string;
  readonly expires: string;
}

/** A place that holds ledgers: a directory, or a branch of the repository's origin. */
export interface LedgerStore {
  /** Reads the ledger as it is now. */
  read(): Promise<LedgerReader>;
  /**
   * Waits for the lock that all writers share. Throws GuardError, naming the holder, after `timeout` seconds, or the
   * reason of a `signal` that ends the wait.
   */
  acquire(
    run: string,
    options: { timeout: number; onWait?: (holder: LockHolder) => void; signal?: AbortSignal },
  ): Promise<LedgerWriter>;
}

/** What the present holder of the lock can do. Every method throws GuardError once the lock is lost. */
export interface LedgerWriter {
  readonly run: string;
  /** Reads the ledger as it is now, including leftover journals of dead runs. */
  read(): Promise<LedgerReader>;
  /** Checks that the lock is still ours. Call it before the first write to each workspace. */
  assertHeld(): Promise<void>;
  /**
   * Adds to this run's journal. In a directory, it resolves when the changes are synced to disk. On a branch, it
   * resolves at once: the changes are safe with the next checkpoint, which is never far off, and the markers in the
   * workspaces cover the rest.
   */
  append(changes: readonly LedgerChange[]): Promise<void>;
  /** Makes everything appended so far durable. */
  checkpoint(): Promise<void>;
  /**
   * Merges the changes of all journals into the ledger, publishes the routes, and removes the journals. Files whose
   * content stays the same are not written. Safe to repeat after a kill at any point.
   *
   * @param left the first changes of the new journal: a kill leaves either it or the journals that they come from
   */
  fold(routes?: RouteFiles, left?: readonly LedgerChange[]): Promise<void>;
  /**
   * Replaces all of a destination's lines, even those of a damaged file (`ledger rebuild`). Takes effect with the next
   * fold.
   */
  replace(destination: Destination, lines: readonly LedgerLine[]): Promise<void>;
  /**
   * Makes durable what was appended and not folded, and gives the lock back. May be repeated, and called after losing
   * the lock.
   */
  release(): Promise<void>;
}

/** The text of each file by its path below `routes/`. Files that are not in it are removed. */
export type RouteFiles = ReadonlyMap<string, string>;
