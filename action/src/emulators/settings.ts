/**
 * A rate limit: so many calls per window, for each workspace or each key. Windows begin at whole multiples of their
 * length.
 */
export interface RateSetting {
  readonly per: 'workspace' | 'key';
  readonly limit: number;
  /** The length of a window. */
  readonly seconds: number;
}

/** How an emulator behaves; this can be changed while it runs. */
export interface Settings {
  /** Milliseconds before an answer is sent. */
  latency: number;
  /**
   * The most milliseconds by which an answer is delayed further, at random, so that answers arrive in another order.
   */
  jitter: number;
  /** Milliseconds until listings show that something was created or deleted. */
  listingDelay: number;
  /** `null` means no limit, and no headers that tell one. */
  rate: RateSetting | null;
}

/** Counts calls per window, as vendors with `X-RateLimit-*` headers do. */
export class RateCounter {
  readonly #counts = new Map<string, { window: number; count: number }>();

  /** Counts a call; returns whether it is above the limit, and the headers that every answer carries. */
  count(who: string, { limit, seconds }: RateSetting, now: number) {
    const length = seconds * 1000;
    const window = Math.floor(now / length);
    const known = this.#counts.get(who);
    const entry = known?.window === window ? known : { window, count: 0 };
    this.#counts.set(who, entry);
    entry.count += 1;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - entry.count)),
      'x-ratelimit-reset': String(Math.ceil(((window + 1) * length) / 1000)),
    };
    return { refused: entry.count > limit, headers };
  }
}
