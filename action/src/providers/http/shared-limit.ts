import type { Rate } from './rate.ts';
import { RateWindow } from './window.ts';

/**
 * Finds out whether all workspaces of an account share one limit, and keeps to it. No header says whose limit it
 * counts, so the limit is taken for shared until that is disproved: a shared count never gives two calls the same
 * number. Answers arrive in any order, so a lower number than before proves nothing.
 */
export class SharedLimit {
  readonly window = new RateWindow();
  #disproved = false;
  /** The counts in the answers of the latest window, for each endpoint, since vendors may count each on its own. */
  readonly #counted = new Map<string, { readonly resetAt: number; readonly counts: Set<number> }>();

  /** @param refused whether the call was one too many, and is not in the count */
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

  /** When a call of any workspace may begin, in milliseconds since 1970. */
  readyAt(now: number): number {
    return this.#disproved ? now : this.window.readyAt(now);
  }
}
