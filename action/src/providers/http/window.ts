import type { Rate } from './rate.ts';

/** What the answers of one endpoint have told about its limit. */
interface Told {
  readonly limit: number;
  /** The fewest remaining calls that any answer of this window has named. */
  left: number;
  readonly resetAt: number;
}

/**
 * Rate limits per window, as answers tell of them. Calls still in flight count as not yet counted by the vendor, so
 * that no call begins that could be one too many. A vendor may count each endpoint on its own, with its own window, or
 * all as one: what the answers of any endpoint tell holds for every call.
 */
export class RateWindow {
  readonly #told = new Map<string, Told>();
  #inFlight = 0;
  #blockedUntil = 0;

  begin(): void {
    this.#inFlight += 1;
  }

  /** Records that a call is over. Without an answer, it may have been counted all the same. */
  end(answered: boolean): void {
    this.#inFlight -= 1;
    if (!answered) for (const told of this.#told.values()) told.left -= 1;
  }

  observe(endpoint: string, { limit, remaining, resetAt }: Rate): void {
    const known = this.#told.get(endpoint);
    // A late answer from an earlier window says nothing about this one.
    if (known && resetAt < known.resetAt) return;
    const left = known?.resetAt === resetAt ? Math.min(known.left, remaining) : remaining;
    this.#told.set(endpoint, { limit, left, resetAt });
  }

  /** Lets no call begin before then, because the vendor asked for that. */
  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }

  /** When one more call may begin: now, later, or (infinity) once one of those in flight is over. */
  readyAt(now: number): number {
    let ready = Math.max(now, this.#blockedUntil);
    for (const told of this.#told.values()) ready = Math.max(ready, this.#readyWithin(told, now));
    return ready;
  }

  #readyWithin({ limit, left, resetAt }: Told, now: number): number {
    const isOver = now >= resetAt;
    if ((isOver ? limit : left) - this.#inFlight >= 1) return now;
    return isOver ? Number.POSITIVE_INFINITY : resetAt;
  }
}
