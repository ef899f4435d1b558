import type { Rate } from './rate.ts';

/** What answers of one endpoint have told of its limit. */
interface Told {
  readonly limit: number;
  /** The fewest calls that an answer of this window has said are left. */
  left: number;
  readonly resetAt: number;
}

/**
 * Limits of calls per window as answers tell of them. Calls whose answer is still to come are taken for not yet counted,
 * so that no call is begun that could be one too many. Endpoints may be counted each on its own, with windows of their
 * own, or all as one: what any of them has told holds for every call.
 */
export class RateWindow {
  readonly #told = new Map<string, Told>();
  #inFlight = 0;
  #blockedUntil = 0;

  begin(): void {
    this.#inFlight += 1;
  }

  /** A call is over. Without an answer it may have been counted all the same. */
  end(answered: boolean): void {
    this.#inFlight -= 1;
    if (!answered) for (const told of this.#told.values()) told.left -= 1;
  }

  observe(endpoint: string, { limit, remaining, resetAt }: Rate): void {
    const known = this.#told.get(endpoint);
    // An answer of an earlier window that comes late says nothing of this one.
    if (known && resetAt < known.resetAt) return;
    const left = known?.resetAt === resetAt ? Math.min(known.left, remaining) : remaining;
    this.#told.set(endpoint, { limit, left, resetAt });
  }

  /** The vendor has asked for silence until then. */
  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }

  /** When one more call may begin: now, later, or (infinity) when one of those in flight is over. */
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
