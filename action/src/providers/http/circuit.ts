import type { ProviderFailure } from '../errors.ts';

/** Calls in a row that have to be given up before a workspace is left alone. */
const threshold = 2;
/** Milliseconds until one call is tried again. */
const rest = 30_000;

/** Why a call was given up. */
export interface Trouble {
  readonly failure: ProviderFailure;
  /** The reason in a few words: `HTTP 429`. */
  readonly because: string;
}

/** Leaves a workspace alone that does not answer: what is still to be done there fails at once. */
export class Circuit {
  #failures = 0;
  #openUntil = 0;
  #last: Trouble | undefined;

  /** The reason why no call may be made now; undefined where one may. */
  refusal(now: number): Trouble | undefined {
    if (this.#failures < threshold) return undefined;
    if (now < this.#openUntil) return this.#last;
    // One call is let through; the others wait to see what becomes of it.
    this.#openUntil = now + rest;
    return undefined;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** Records that a call was given up after all its attempts. */
  failed(now: number, trouble: Trouble): void {
    this.#last = trouble;
    this.#failures += 1;
    this.#openUntil = now + rest;
  }
}
