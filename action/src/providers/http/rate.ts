/** What a response says of the limit that its call counted towards. */
export interface Rate {
  /** Calls per window. */
  readonly limit: number;
  /** Calls that are left in this window. */
  readonly remaining: number;
  /** When the window ends: milliseconds since 1970, by our clock. */
  readonly resetAt: number;
}

/** Differences between clocks below this are the whole seconds of the `Date` header, not a wrong clock. */
const clockTolerance = 2000;
/** A larger number is a moment, a smaller one seconds from now: vendors use either. */
const smallestEpoch = 1_000_000_000;

/**
 * Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset` (epoch seconds at SendGrid and Braze); undefined where they are
 * missing or nonsense. The vendor's own clock decides when a window ends: its `Date` header says how far it is from ours.
 */
export function rateOf(headers: Headers, now: number): Rate | undefined {
  const limit = wholeNumber(headers.get('x-ratelimit-limit'));
  const remaining = wholeNumber(headers.get('x-ratelimit-remaining'));
  const reset = wholeNumber(headers.get('x-ratelimit-reset'));
  if (limit === undefined || remaining === undefined || reset === undefined || limit === 0) return undefined;
  const resetAt = reset < smallestEpoch ? now + reset * 1000 : reset * 1000 - skew(headers, now);
  return { limit, remaining: Math.min(remaining, limit), resetAt };
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3); undefined where it says neither. */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const seconds = wholeNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - skew(headers, now) - now);
}

/** How far the vendor's clock is ahead of ours, in milliseconds. */
function skew(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  const difference = Number.isNaN(date) ? 0 : date - now;
  return Math.abs(difference) > clockTolerance ? difference : 0;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[0-9]{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}
