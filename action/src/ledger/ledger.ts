import type { LedgerLine as AnyLedgerLine } from '../generated/index.ts';

/** Where messages are deployed to. */
export interface Destination {
  readonly account: string;
  readonly workspace: string;
}

/** What was last deployed for one (tenant, template, locale) at one destination. */
export type LedgerLine = Readonly<AnyLedgerLine>;

/** Lines by `tenant/template/locale`. */
export type LedgerLines = ReadonlyMap<string, LedgerLine>;

/** Identifies a destination in maps. */
export function destinationKey(destination: Destination): string {
  return `${destination.account}/${destination.workspace}`;
}

export function lineKey(line: { tenant: string; template: string; locale: string }): string {
  return `${line.tenant}/${line.template}/${line.locale}`;
}

/** One change to a destination's lines, as the journal keeps it. */
export type LedgerChange =
  /** A write is about to be made: should this be the last that is heard of it, the workspace says whether it was. */
  | { readonly op: 'intend'; readonly destination: Destination; readonly line: LedgerLine }
  | { readonly op: 'set'; readonly destination: Destination; readonly line: LedgerLine }
  | {
      readonly op: 'delete';
      readonly destination: Destination;
      readonly tenant: string;
      readonly template: string;
      readonly locale: string;
    }
  /** Forgets every line of the destination: what a rebuilt ledger starts from. */
  | { readonly op: 'clear'; readonly destination: Destination };

/** A run's journal that no fold has merged yet: the run is still going, or died. */
export interface Journal {
  readonly run: string;
  readonly changes: readonly LedgerChange[];
}

/** What the planner sees: a ledger it cannot write. */
export interface LedgerReader {
  /** Every destination that has a ledger file, sorted by account and workspace. */
  destinations(): readonly Destination[];
  /** A destination's lines; undefined when it has no ledger file. Throws InvalidInput on a damaged file. */
  lines(destination: Destination): LedgerLines | undefined;
  /** Journals that are not folded, oldest first. */
  journals(): readonly Journal[];
  /** The routes as they were last published. */
  routes(): RouteFiles;
  /** Who is writing now, if anyone: a lock that has expired, or whose process is dead, is nobody's. */
  holder(): LockHolder | undefined;
  /** Damage that was survived while reading, so far: `lines` adds to it. */
  warnings(): readonly LedgerWarning[];
}

/** A ledger file that has lost its last line. Nothing else was lost: other damage is refused. */
export interface LedgerWarning {
  /** The ledger file, as a person finds it: a path below the root, or `<branch>:<path>`. */
  readonly file: string;
  /** The line that is missing, from 1. */
  readonly line: number;
  readonly message: string;
}

export interface LockHolder {
  readonly run: string;
  readonly host: string;
  readonly pid: number;
  /** ISO times. */
  readonly since: string;
  readonly expires: string;
}

/** A store of ledgers: a directory, or a branch of the repository's origin. */
export interface LedgerStore {
  /** Reads the ledger as it is now. */
  read(): Promise<LedgerReader>;
  /**
   * Waits for the one lock of all writers. Throws GuardError after `timeout` seconds, naming the holder, or the reason of
   * a `signal` that ends the wait.
   */
  acquire(
    run: string,
    options: { timeout: number; onWait?: (holder: LockHolder) => void; signal?: AbortSignal },
  ): Promise<LedgerWriter>;
}

/** What the one writer of the moment can do. Every method throws GuardError once the lock is lost. */
export interface LedgerWriter {
  readonly run: string;
  /** Reads the ledger as it is now, leftover journals of dead runs included. */
  read(): Promise<LedgerReader>;
  /** Checks that the lock is still ours; call it before the first write to each workspace. */
  assertHeld(): Promise<void>;
  /**
   * Adds to this run's journal. Directory: resolves when the changes are synced to the disk. Branch: resolves at once;
   * they are safe with the next checkpoint, which is never far off, and the markers in the workspaces cover the rest.
   */
  append(changes: readonly LedgerChange[]): Promise<void>;
  /** Makes everything appended so far durable. */
  checkpoint(): Promise<void>;
  /**
   * Merges `set` and `delete` changes of all journals into the ledger, publishes the routes, and removes the journals.
   * Files whose content stays the same are not written. Safe to repeat after a kill at any point.
   *
   * @param left what the journal begins anew with: a kill leaves either it or the journals that it is from
   */
  fold(routes?: RouteFiles, left?: readonly LedgerChange[]): Promise<void>;
  /** Replaces a destination's lines whole, even those of a damaged file (`ledger rebuild`); in force with the next fold. */
  replace(destination: Destination, lines: readonly LedgerLine[]): Promise<void>;
  /** Makes what was appended and not folded durable, and gives the lock back. Safe to repeat, and after losing the lock. */
  release(): Promise<void>;
}

/** Path below `routes/` to the file's text; what is not in it is removed. */
export type RouteFiles = ReadonlyMap<string, string>;
