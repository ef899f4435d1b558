/** What a response says of the limit that its call counted towards. */
export interface Rate {
  /** Calls per window. */
  readonly limit: number;
  /** Calls that are left in this window. */
  readonly remaining: number;
  /** When the window ends: milliseconds since 1970, by our clock. The same for every answer of a window. */
  readonly resetAt: number;
}

/** Differences between clocks below this are the whole seconds of the `Date` header, and its way to us. */
const clockTolerance = 2000;

/**
 * A vendor's clock, as the `Date` headers of its answers tell it: the moments that it names are by this one. What is
 * found out is kept until it is clearly wrong, for headers are too coarse to say the same twice.
 */
export class VendorClock {
  /** Milliseconds that it is ahead of ours. */
  #ahead = 0;

  /** Takes note of an answer that has come at `now`. */
  hear(headers: Headers, now: number): void {
    const date = httpDate(headers.get('date'));
    if (date !== undefined && Math.abs(date - now - this.#ahead) > clockTolerance) this.#ahead = date - now;
  }

  /** A moment that the vendor names, by our clock. */
  ours(moment: number): number {
    return moment - this.#ahead;
  }
}

/**
 * Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds since 1970, at SendGrid and Braze); undefined where they
 * are missing or nonsense.
 */
export function rateOf(headers: Headers, clock: VendorClock): Rate | undefined {
  const limit = wholeNumber(headers.get('x-ratelimit-limit'));
  const remaining = wholeNumber(headers.get('x-ratelimit-remaining'));
  const reset = wholeNumber(headers.get('x-ratelimit-reset'));
  if (!limit || remaining === undefined || reset === undefined) return undefined;
  return { limit, remaining: Math.min(remaining, limit), resetAt: clock.ours(reset * 1000) };
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3); undefined where it says neither. */
export function retryAfterOf(headers: Headers, clock: VendorClock, now: number): number | undefined {
  const text = headers.get('retry-after');
  const seconds = wholeNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  const moment = httpDate(text);
  return moment === undefined ? undefined : Math.max(0, clock.ours(moment) - now);
}

/** A date as HTTP has it (RFC 9110, 5.6.7); `Date.parse` alone would take `-5` and `1.5` for dates. */
function httpDate(text: string | null): number | undefined {
  if (text === null || !/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .+ GMT$/.test(text.trim())) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[0-9]{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}
