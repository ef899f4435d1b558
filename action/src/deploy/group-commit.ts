/**
 * Lets many callers share one costly step. Whoever joins while the step is running waits for its next turn, so each
 * caller is served by a turn that began after it joined, and no two turns ever overlap.
 */
export class GroupCommit {
  readonly #step: () => Promise<void>;
  #next: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(step: () => Promise<void>) {
    this.#step = step;
  }

  /** Resolves when a turn that starts from now on has ended; rejects when that turn failed. */
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
