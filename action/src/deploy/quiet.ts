/** Ends a wait once nothing has been heard for a while. */
export class Quiet {
  /** Aborted by the caller's signal, or because nothing was heard. */
  readonly signal: AbortSignal;
  readonly #quiet = new AbortController();
  readonly #patience: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param patience how long silence is accepted, in milliseconds */
  constructor(patience: number, signal?: AbortSignal) {
    this.#patience = patience;
    this.signal = AbortSignal.any([this.#quiet.signal, ...(signal ? [signal] : [])]);
    this.heard();
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#quiet.abort(), this.#patience);
  }

  /** Whether an error is what a call rejects with when silence ended the wait. */
  isReason(error: unknown): boolean {
    return this.#quiet.signal.aborted && error === this.#quiet.signal.reason;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
