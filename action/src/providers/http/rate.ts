/** What a response says about the limit that its call counted towards. */
export interface Rate {
  /** Calls per window. */
  readonly limit: number;
  /** Calls left in this window. */
  readonly remaining: number;
  /** When the window ends, in milliseconds since 1970 by our clock. It is the same for every answer of a window. */
  readonly resetAt: number;
}

/**
 * In milliseconds. Smaller differences between clocks come from the whole seconds of the `Date` header, and from the
 * time that an answer takes to reach us.
 */
const clockTolerance = 2000;

/**
 * A vendor's clock, as the `Date` headers of its answers tell it; the moments that a vendor names are by that clock.
 * Its offset is kept until it is clearly wrong, because headers are too coarse to say the same twice.
 */
export class VendorClock {
  /** Milliseconds that it is ahead of ours. */
  #ahead = 0;

  /** Takes note of an answer that arrived at `now`, in milliseconds since 1970. */
  hear(headers: Headers, now: number): void {
    const date = httpDate(headers.get('date'));
    if (date !== undefined && Math.abs(date - now - this.#ahead) > clockTolerance) this.#ahead = date - now;
  }

  /** Converts a moment that the vendor names to our clock. */
  ours(moment: number): number {
    return moment - this.#ahead;
  }
}

/**
 * Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds since 1970, at SendGrid and Braze); undefined where one
 * of them is missing or malformed.
 */
export function rateOf(headers: Headers, clock: VendorClock): Rate | undefined {
  const limit = wholeNumber(headers.get('x-ratelimit-limit'));
  const remaining = wholeNumber(headers.get('x-ratelimit-remaining'));
  const reset = wholeNumber(headers.get('x-ratelimit-reset'));
  if (!limit || remaining === undefined || reset === undefined) return undefined;
  return { limit, remaining: Math.min(remaining, limit), resetAt: clock.ours(reset * 1000) };
}

/**
 * Reads `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), as milliseconds from now; undefined where it is
 * neither.
 */
export function retryAfterOf(headers: Headers, clock: VendorClock, now: number): number | undefined {
  const text = headers.get('retry-after');
  const seconds = wholeNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  const moment = httpDate(text);
  return moment === undefined ? undefined : Math.max(0, clock.ours(moment) - now);
}

/**
 * Parses an HTTP date (RFC 9110, 5.6.7), as milliseconds since 1970; `Date.parse` alone would accept `-5` and `1.5`.
 */
function httpDate(text: string | null): number | undefined {
  if (text === null || !/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .+ GMT$/.test(text.trim())) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[0-9]{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}
