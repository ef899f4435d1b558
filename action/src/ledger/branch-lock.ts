import { randomUUID } from 'node:crypto';
import { writeCommit } from './commit.ts';
import type { Git } from './git.ts';
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
import { lockRef, type Refs, type RefUpdate, type Remote } from './remote.ts';

/** How long before the lock's expiry, in milliseconds, it must be renewed before anything else is written. */
const margin = 30_000;

/** How many times a push is tried that is refused although every ref has the expected value. */
const attempts = 3;

/** A repository, its remote, and the world around them. */
export interface BranchPlace {
  readonly git: Git;
  readonly remote: Remote;
  readonly surroundings: Surroundings;
}

/**
 * The lock of a branch store: the ref `refs/tenantry/lock`, pointing to a commit whose message names the holder. The
 * remote lets only one push create it, or replace the one commit that was found stale.
 */
export class BranchLock {
  readonly #place: BranchPlace;
  #holder: LockHolder;
  #id: string;
  #lost = false;

  private constructor(place: BranchPlace, holder: LockHolder, id: string) {
    this.#place = place;
    this.#holder = holder;
    this.#id = id;
  }

  /** Takes the lock if it is free or stale; otherwise returns its holder. */
  static async take(place: BranchPlace, run: string): Promise<{ lock: BranchLock } | { holder: LockHolder }> {
    const { git, remote, surroundings } = place;
    for (let attempt = 1; ; attempt++) {
      const from = (await remote.fetch()).get(lockRef);
      const present = await readHolder(git, from);
      if (present && !isStale(present, surroundings)) return { holder: present };
      const holder = newHolder(run, surroundings);
      const to = await writeHolder(place, holder);
      const { done, stderr } = await remote.push([{ ref: lockRef, from, to }]);
      if (done) return { lock: new BranchLock(place, holder, to) };
      // The answer to a push can be lost although the push succeeded.
      const now = (await remote.list()).get(lockRef);
      if (now === to) return { lock: new BranchLock(place, holder, to) };
      if (now === from && attempt >= attempts) throw remote.refused(stderr);
    }
  }

  /**
   * Whether the lock is certain to be ours for a while, as far as can be known without asking; otherwise a push will
   * tell. Throws GuardError when the lock is known to be lost.
   */
  isSure(): boolean {
    if (this.#lost) throw lockLost(this.#holder.run);
    return this.#remaining() > margin;
  }

  /** Whether the lock is known to be someone else's, or was given back. */
  isLost(): boolean {
    return this.#lost;
  }

  /** Whether the lock can wait for the next scheduled renewal. */
  isYoung(): boolean {
    return this.#remaining() > lockLife - renewEvery;
  }

  /**
   * Changes refs and renews the lock, all or nothing. Returns undefined on success; otherwise the present refs, one of
   * which differs from what the updates expected. Throws GuardError when the lock is not ours any more.
   */
  async push(updates: readonly RefUpdate[]): Promise<Refs | undefined> {
    const holder = newHolder(this.#holder.run, this.#place.surroundings, this.#holder.since);
    const refs = await this.#replace(await writeHolder(this.#place, holder), updates);
    if (refs === undefined) this.#holder = holder;
    return refs;
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    if (this.#lost) return;
    try {
      await this.#replace(undefined, []);
    } catch (error) {
      if (!this.#lost) throw error;
    }
    this.#lost = true;
  }

  async #replace(to: string | undefined, updates: readonly RefUpdate[]): Promise<Refs | undefined> {
    if (this.#lost) throw lockLost(this.#holder.run);
    const { remote, surroundings } = this.#place;
    const all = [{ ref: lockRef, from: this.#id, to }, ...updates];
    for (let attempt = 1; ; attempt++) {
      const { done, stderr } = await remote.push(all);
      const refs = done ? undefined : await remote.list();
      // The answer to a push can be lost although the push succeeded.
      if (!refs || all.every((update) => refs.get(update.ref) === update.to)) {
        this.#id = to ?? this.#id;
        return undefined;
      }
      if (refs.get(lockRef) !== this.#id) {
        this.#lost = true;
        throw lockLost(this.#holder.run);
      }
      if (updates.some(({ ref, from }) => refs.get(ref) !== from)) return refs;
      if (attempt >= attempts) throw remote.refused(stderr);
      await surroundings.pause(1000 * attempt);
    }
  }

  #remaining(): number {
    return Date.parse(this.#holder.expires) - this.#place.surroundings.clock().getTime();
  }
}

/** The holder that a lock commit names, stale or not; undefined when there is no commit. */
export async function readHolder(git: Git, id: string | undefined): Promise<LockHolder | undefined> {
  if (id === undefined) return undefined;
  const { code, stdout } = await git.run(['cat-file', 'commit', id]);
  if (code !== 0) return unknownHolder(new Date(0));
  const [, seconds, message] = /^committer .* (\d+) [+-]\d{4}$.*?\n\n(.*)/ms.exec(stdout.toString('utf8')) ?? [];
  return parseHolder(message ?? '') ?? unknownHolder(new Date(Number(seconds ?? 0) * 1000));
}

async function writeHolder({ git, surroundings }: BranchPlace, holder: LockHolder): Promise<string> {
  // The token makes every commit unique: with two equal ones, nobody could tell who pushed which.
  const message = JSON.stringify({ ...holder, token: randomUUID() });
  return await writeCommit(git, { message, date: surroundings.clock(), changes: [] });
}
