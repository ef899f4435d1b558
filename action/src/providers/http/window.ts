import type { Rate } from './rate.ts';

/**
 * A limit of calls per window as responses tell of it. Calls whose response is still to come are taken for not yet
 * counted, so that no call is begun that could be one too many.
 */
export class RateWindow {
  #limit = Number.POSITIVE_INFINITY;
  /** The fewest calls that a response of this window has said are left. */
  #left = Number.POSITIVE_INFINITY;
  #resetAt = 0;
  #inFlight = 0;
  #blockedUntil = 0;

  begin(): void {
    this.#inFlight += 1;
  }

  /** A call is over. Without a response it may have been counted all the same. */
  end(answered: boolean): void {
    this.#inFlight -= 1;
    if (!answered) this.#left -= 1;
  }

  observe({ limit, remaining, resetAt }: Rate): void {
    // A response of an earlier window that comes late says nothing of this one.
    if (resetAt < this.#resetAt) return;
    this.#left = resetAt === this.#resetAt ? Math.min(this.#left, remaining) : remaining;
    this.#resetAt = resetAt;
    this.#limit = limit;
  }

  /** The vendor has asked for silence until then. */
  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }

  /** When one more call may begin: now, later, or (infinity) when one of those in flight is over. */
  readyAt(now: number): number {
    if (this.#blockedUntil > now) return this.#blockedUntil;
    const isOver = now >= this.#resetAt;
    const left = (isOver ? this.#limit : this.#left) - this.#inFlight;
    if (left >= 1) return now;
    return isOver ? Number.POSITIVE_INFINITY : this.#resetAt;
  }
}
