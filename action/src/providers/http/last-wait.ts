/**
 * Milliseconds that the answer to a write is still waited for when the caller has given up: it is what tells whether the
 * write was carried out, and a job that is cancelled has 10 s in all.
 */
const lastWait = 3000;

/** Signals that are aborted a while after another one is. */
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
