/** Calls given up in a row before a workspace is left alone. */
const threshold = 2;
/** Milliseconds until one call is tried again. */
const rest = 30_000;

/** Leaves a workspace alone that does not answer: what is still to be done there then fails at once. */
export class Circuit {
  #failures = 0;
  #openUntil = 0;

  /** Whether a call may be tried. */
  allows(now: number): boolean {
    if (this.#failures < threshold) return true;
    if (now < this.#openUntil) return false;
    // One call is let through; the others wait for what becomes of it.
    this.#openUntil = now + rest;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** A call was given up after all its attempts. */
  failed(now: number): void {
    this.#failures += 1;
    this.#openUntil = now + rest;
  }
}
