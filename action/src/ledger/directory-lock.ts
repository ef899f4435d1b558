import { linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ifThere, namesIn, readIfThere, syncFolder, writeTemporary } from './files.ts';
import type { LockHolder } from './ledger.ts';
import {
  isStale,
  lockLife,
  lockLost,
  newHolder,
  parseHolder,
  renewEvery,
  type Surroundings,
  unknownHolder,
} from './lock.ts';

/** The lock as found: its holder and its generation. */
interface Found {
  readonly generation: number;
  /** Undefined when it was given back. */
  readonly holder: LockHolder | undefined;
}

/** The content of a lock that was given back. */
const free = '{"free":true}\n';

/**
 * The lock of a directory store: files `<generation>.json`, of which the highest one counts. Taking the lock, free or
 * stale, means creating the next generation, which the file system lets exactly one process do. (A lock replaced in
 * place could be replaced by two processes that both found it stale.) The highest generation is never removed, so no
 * number is used twice.
 */
export class DirectoryLock {
  readonly #folder: string;
  readonly #surroundings: Surroundings;
  readonly #generation: number;
  readonly #timer: NodeJS.Timeout;
  #holder: LockHolder;
  #lost = false;

  private constructor(folder: string, found: Found & { holder: LockHolder }, surroundings: Surroundings) {
    this.#folder = folder;
    this.#surroundings = surroundings;
    this.#generation = found.generation;
    this.#holder = found.holder;
    this.#timer = setInterval(() => this.#renewQuietly(), renewEvery).unref();
  }

  /** Takes the lock if it is free or stale; otherwise returns its holder. */
  static take(
    folder: string,
    run: string,
    surroundings: Surroundings,
  ): { lock: DirectoryLock } | { holder: LockHolder } {
    for (;;) {
      const found = findLock(folder);
      if (found.holder && !isStale(found.holder, surroundings)) return { holder: found.holder };
      const generation = found.generation + 1;
      const holder = newHolder(run, surroundings);
      if (!create(folder, generation, holder)) continue;
      removeLeftovers(folder, generation, surroundings);
      return { lock: new DirectoryLock(folder, { generation, holder }, surroundings) };
    }
  }

  /** The present holder of the lock; undefined when it is free or stale. */
  static holder(folder: string, surroundings: Surroundings): LockHolder | undefined {
    const { holder } = findLock(folder);
    return holder && !isStale(holder, surroundings) ? holder : undefined;
  }

  /** Throws GuardError unless the lock is still ours. Renews it when it is about to expire. */
  assertHeld(): void {
    const found = this.#lost ? undefined : findLock(this.#folder);
    if (found?.generation !== this.#generation || !found.holder) this.#lose(found?.holder);
    if (isNearExpiry(this.#holder, this.#surroundings)) this.#renew();
  }

  /** Gives the lock back if it is still ours. */
  release(): void {
    clearInterval(this.#timer);
    if (this.#lost) return;
    this.#lost = true;
    if (findLock(this.#folder).generation === this.#generation) this.#write(free);
  }

  #renew(): void {
    this.#holder = newHolder(this.#holder.run, this.#surroundings, this.#holder.since);
    this.#write(`${JSON.stringify(this.#holder)}\n`);
    const found = findLock(this.#folder);
    if (found.generation !== this.#generation) this.#lose(found.holder);
  }

  /**
   * Renews the lock in the background. A failed renewal is tried again with the next; if none succeeds, `assertHeld`
   * reports it.
   */
  #renewQuietly(): void {
    try {
      this.assertHeld();
      this.#renew();
    } catch {
      if (this.#lost) clearInterval(this.#timer);
    }
  }

  #write(text: string): void {
    renameSync(writeTemporary(this.#folder, text), pathOf(this.#folder, this.#generation));
  }

  #lose(holder: LockHolder | undefined): never {
    this.#lost = true;
    clearInterval(this.#timer);
    throw lockLost(this.#holder.run, holder);
  }
}

/** Whether half of the lock's life is over, which renewals prevent unless the process was paused. */
function isNearExpiry({ expires }: LockHolder, { clock }: Surroundings): boolean {
  return Date.parse(expires) - clock().getTime() < lockLife / 2;
}

function findLock(folder: string): Found {
  for (;;) {
    const generation = Math.max(0, ...namesIn(folder).map(generationOf));
    if (generation === 0) return { generation, holder: undefined };
    const path = pathOf(folder, generation);
    const text = readIfThere(path)?.toString('utf8');
    // Whoever took the lock in the meantime has removed the file.
    if (text === undefined) continue;
    if (text === free) return { generation, holder: undefined };
    const written = ifThere(() => statSync(path).mtime) ?? new Date(0);
    return { generation, holder: parseHolder(text) ?? unknownHolder(written) };
  }
}

/**
 * Creates a generation completely or not at all; false when somebody else has created it, or has already gone further.
 */
function create(folder: string, generation: number, holder: LockHolder): boolean {
  const temporary = writeTemporary(folder, `${JSON.stringify(holder)}\n`);
  const path = pathOf(folder, generation);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  if (findLock(folder).generation !== generation) {
    rmSync(path, { force: true });
    return false;
  }
  syncFolder(folder);
  return true;
}

/** Removes older generations, and the files of processes that were killed while creating one. */
function removeLeftovers(folder: string, generation: number, { clock }: Surroundings): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const old = generationOf(name);
    const abandoned = name.endsWith('.tmp') && (mtime(path) ?? Number.POSITIVE_INFINITY) + lockLife < clock().getTime();
    if ((old > 0 && old < generation) || abandoned) rmSync(path, { force: true });
  }
}

function mtime(path: string): number | undefined {
  return ifThere(() => statSync(path).mtimeMs);
}

function pathOf(folder: string, generation: number): string {
  return join(folder, `${generation}.json`);
}

/** The generation in a file name; 0 for a name that is not a lock's. */
function generationOf(name: string): number {
  const digits = /^([1-9][0-9]{0,14})\.json$/.exec(name)?.[1];
  return digits === undefined ? 0 : Number(digits);
}
