/** Why a call to a vendor failed. The deployer branches on this, never on the words of an error. */
export type ProviderFailure =
  | 'credentials' // refused, or the wrong rights
  | 'not-found' // the workspace or object is not there
  | 'rejected' // the vendor refuses this content, for good
  | 'rate-limited'
  | 'unavailable' // 5xx, time-out, reset, nonsense
  | 'quota' // the workspace is full
  | 'foreign' // an object of that name is there, and it is not ours
  | 'identity' // the workspace is not the one it should be
  | 'storage'; // the local provider's file system said no

/** A failed call to a vendor. Its message may be shown to anyone: it holds the vendor's words, never a credential. */
export class ProviderError extends Error {
  readonly failure: ProviderFailure;
  /** Seconds that the vendor asks us to wait. */
  readonly retryAfter: number | undefined;

  constructor(failure: ProviderFailure, message: string, more: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'ProviderError';
    this.failure = failure;
    this.retryAfter = more.retryAfter;
  }
}
