/**
 * Milliseconds that we still wait for the answer to a write after the caller has given up: only the answer tells
 * whether the write was carried out, and a cancelled job has 10 s in all.
 */
const lastWait = 3000;

/** Derives signals that are aborted a while after another one is. */
export class LastWait {
  readonly #followers = new WeakMap<AbortSignal, AbortSignal>();

  after(signal: AbortSignal): AbortSignal {
    const known = this.#followers.get(signal);
    if (known) return known;
    const follower = new AbortController();
    signal.addEventListener('abort', () => void setTimeout(() => follower.abort(), lastWait).unref(), { once: true });
    this.#followers.set(signal, follower.signal);
    return follower.signal;
  }
}
