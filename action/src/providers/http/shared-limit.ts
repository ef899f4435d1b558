import type { Rate } from './rate.ts';
import { RateWindow } from './window.ts';

/**
 * Finds out whether one limit is shared by all workspaces of an account, and keeps it. No header says whose limit it
 * counts, so it is taken for shared until that is disproved: a shared count tells no two calls the same. Answers come in
 * any order, so nothing follows from one that is lower than another.
 */
export class SharedLimit {
  readonly window = new RateWindow();
  #disproved = false;
  /** By endpoint, for vendors may count each on its own: what the answers of its latest window have counted. */
  readonly #counted = new Map<string, { readonly resetAt: number; readonly counts: Set<number> }>();

  /** @param refused the call was one too many, and is not in the count */
  observe(endpoint: string, rate: Rate, refused: boolean): void {
    const known = this.#counted.get(endpoint);
    if (this.#disproved || (known && rate.resetAt < known.resetAt)) return;
    const counts = known?.resetAt === rate.resetAt ? known.counts : new Set<number>();
    this.#counted.set(endpoint, { resetAt: rate.resetAt, counts });
    const count = rate.limit - rate.remaining;
    this.#disproved = !refused && counts.has(count);
    if (!refused) counts.add(count);
    this.window.observe(endpoint, rate);
  }

  /** When a call of any workspace may begin. */
  readyAt(now: number): number {
    return this.#disproved ? now : this.window.readyAt(now);
  }
}
