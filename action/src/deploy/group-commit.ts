/**
 * Makes many callers share one costly step: whoever joins while the step runs waits for the next turn of it, so each
 * caller is served by a turn that began after it joined, and there is never more than one at a time.
 */
export class GroupCommit {
  readonly #step: () => Promise<void>;
  #next: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(step: () => Promise<void>) {
    this.#step = step;
  }

  /** Resolves when a turn that begins from now on has ended; rejects when it failed. */
  join(): Promise<void> {
    if (!this.#next) {
      this.#next = this.#running.then(() => {
        this.#next = undefined;
        return this.#step();
      });
      this.#running = this.#next.catch(() => undefined);
    }
    return this.#next;
  }
}
