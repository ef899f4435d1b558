/** Spreads calls over time where a rate is known: a number of calls may begin together, and then one by one. */
export class Pace {
  readonly #perSecond: number;
  readonly #atOnce: number;
  #tokens: number;
  #filledAt = 0;

  /**
   * @param perSecond calls per second; infinity where no rate is known
   * @param atOnce calls that may begin together; a second's worth by default
   */
  constructor(perSecond: number, atOnce = perSecond) {
    this.#perSecond = perSecond;
    this.#atOnce = Math.max(1, atOnce);
    this.#tokens = this.#atOnce;
  }

  begin(now: number): void {
    this.#fill(now);
    this.#tokens -= 1;
  }

  readyAt(now: number): number {
    this.#fill(now);
    return this.#tokens >= 1 ? now : now + Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000);
  }

  #fill(now: number): void {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return;
    const seconds = Math.max(0, now - this.#filledAt) / 1000;
    this.#tokens = Math.min(this.#atOnce, this.#tokens + seconds * this.#perSecond);
    this.#filledAt = now;
  }
}
