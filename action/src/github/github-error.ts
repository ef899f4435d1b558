import { exitCodes, UserError } from '../diagnostics/errors.ts';
import type { Call } from './client.ts';

export type GitHubTrouble =
  /** 401. */
  | 'credentials'
  /** 403 without a rate limit: the token may not do this. */
  | 'permission'
  /** 403 or 429 with the headers of a rate limit that lasts longer than we wait. */
  | 'rate-limited'
  /** 404 or 410: it does not exist, or the token may not see it. */
  | 'not-found'
  /** Any other 4xx: GitHub did not accept what was sent. */
  | 'rejected'
  /** 5xx, no answer, or one that is not from the API. The request may or may not have been carried out. */
  | 'unavailable';

/**
 * GitHub did not do what it was asked to do. The kinds of trouble are told apart by status and headers, never by words.
 */
export class GitHubError extends UserError {
  readonly trouble: GitHubTrouble;
  /** Seconds after which GitHub wants to be asked again, where it says so. */
  readonly retryAfter: number | undefined;

  constructor(trouble: GitHubTrouble, message: string, fix: string, retryAfter?: number) {
    super(
      trouble === 'credentials' || trouble === 'permission' ? exitCodes.credentials : exitCodes.unexpected,
      message,
      fix,
    );
    this.trouble = trouble;
    this.retryAfter = retryAfter;
  }
}

/** An answer that is not a success; without `status`, there was no answer. */
export interface Refusal {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** What GitHub or the network said, for people. */
  readonly words: string;
}

/**
 * Makes an error of a refusal, with what to do about it.
 * Source of the headers: docs.github.com, “Rate limits for the REST API”, exceeding the rate limit, and
 * “Troubleshooting the REST API”, resource not accessible.
 * @param now milliseconds since 1970
 */
export function gitHubError({ doing, permission }: Call, refusal: Refusal, now: number): GitHubError {
  const { status, headers } = refusal;
  const said = wordsOf(refusal);
  const wait = secondsToWait(headers, now);
  if (status === undefined || status >= 500) {
    return new GitHubError('unavailable', `GitHub did not ${doing}: ${said}`, tryAgain, wait);
  }
  if (status === 401) return new GitHubError('credentials', `GitHub does not accept the token: ${said}`, checkToken);
  if (isRateLimit(status, headers)) {
    const when = wait === undefined ? 'in a minute' : `after ${wholeSecond(now / 1000 + wait)}`;
    const fix = `Run the job again ${when}; the token of a GitHub App of your own has its own limit.`;
    return new GitHubError('rate-limited', `GitHub’s rate limit does not let this token ${doing}`, fix, wait ?? 60);
  }
  if (status === 403) {
    const accepted = headers['x-accepted-github-permissions'];
    const also = accepted ? ` GitHub asks for: ${accepted}.` : '';
    return new GitHubError('permission', `the token may not ${doing}: ${said}`, `${grant(permission)}${also}`);
  }
  if (status === 404 || status === 410) {
    const fix = `Check that it still exists, and that the token may see it: ${grant(permission)}`;
    return new GitHubError('not-found', `GitHub found nothing when asked to ${doing}: ${said}`, fix);
  }
  return new GitHubError('rejected', `GitHub refused to ${doing}: ${said}`, 'GitHub’s answer says why.');
}

/** @param time seconds since 1970 */
function wholeSecond(time: number): string {
  return new Date(Math.ceil(time) * 1000).toISOString().replace('.000', '');
}

const tryAgain = 'Run the job again; https://www.githubstatus.com says whether GitHub has problems.';
const checkToken =
  'Leave the input “token” at its default, or give it a token that has not expired, of an App that is installed here.';

function grant(permission: string): string {
  return `Give the job “permissions: { ${permission} }”, or give the token’s App that permission; an organisation’s settings can forbid it to workflows.`;
}

function wordsOf({ status, words }: Refusal): string {
  const one = words.replace(/\s+/g, ' ').trim();
  const short = one.length > longestWords ? `${one.slice(0, longestWords)} …` : one;
  return status === undefined ? short : `${status}${short ? ` ${short}` : ''}`;
}

const longestWords = 300;

function isRateLimit(status: number, headers: Refusal['headers']): boolean {
  if (status === 429) return true;
  return status === 403 && (headers['retry-after'] !== undefined || isUsedUp(headers));
}

function isUsedUp(headers: Refusal['headers']): boolean {
  return String(headers['x-ratelimit-remaining']) === '0';
}

/**
 * The wait that GitHub asks for, in seconds: `Retry-After` is seconds or a date; `x-ratelimit-reset` is seconds since
 * 1970.
 */
function secondsToWait(headers: Refusal['headers'], now: number): number | undefined {
  const after = headers['retry-after'];
  if (after !== undefined) {
    const seconds = Number(after);
    const until = Number.isNaN(seconds) ? (Date.parse(String(after)) - now) / 1000 : seconds;
    return Number.isNaN(until) ? undefined : Math.max(0, until);
  }
  const reset = Number(headers['x-ratelimit-reset']);
  return isUsedUp(headers) && reset > 0 ? Math.max(0, reset - now / 1000) : undefined;
}
