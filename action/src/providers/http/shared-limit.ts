import type { Rate } from './rate.ts';
import { RateWindow } from './window.ts';

/**
 * Finds out whether one limit is shared by all workspaces of an account, and keeps it. No header says whose limit it
 * counts, so it is taken for shared until that is disproved: a shared count could not be lower than the number of
 * responses that belong to it.
 */
export class SharedLimit {
  readonly window = new RateWindow();
  #disproved = false;
  #resetAt = 0;
  readonly #answers = new Map<string, number>();

  /**
   * @param route the endpoint: vendors may count each on its own
   * @param refused the call was one too many, and is not in the count
   */
  observe(route: string, rate: Rate, refused: boolean): void {
    if (this.#disproved || rate.resetAt < this.#resetAt) return;
    if (rate.resetAt > this.#resetAt) this.#answers.clear();
    this.#resetAt = rate.resetAt;
    const answers = (this.#answers.get(route) ?? 0) + (refused ? 0 : 1);
    this.#answers.set(route, answers);
    if (rate.limit - rate.remaining < answers) this.#disproved = true;
    else this.window.observe(rate);
  }

  /** When a call of any workspace may begin. */
  readyAt(now: number): number {
    return this.#disproved ? now : this.window.readyAt(now);
  }
}
