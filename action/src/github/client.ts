import { setTimeout as pause } from 'node:timers/promises';
import { getOctokit } from '@actions/github';
import type { RequestError } from 'octokit';
import { InvalidInput } from '../diagnostics/errors.ts';
import { type GitHubError, gitHubError, type Refusal } from './github-error.ts';

/** A request to GitHub's REST API. */
export interface Call {
  /** The route as GitHub documents it: `PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}`. */
  readonly route: string;
  /** Values for the route, query or body, apart from owner and repo. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What the request does, worded to follow “GitHub did not …” and “the token may not …”. */
  readonly doing: string;
  /** The permission that a job needs for it: `checks: write`. */
  readonly permission: string;
}

export interface ClientOptions {
  readonly token: string;
  /** Tells where the API is, and which repository to use: `GITHUB_API_URL`, `GITHUB_REPOSITORY`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Told when a request will be repeated, and why. */
  readonly note?: (text: string) => void;
}

/** The most attempts of a request, and the longest wait between two of them in seconds. */
const attempts = 4;
const longestWait = 60;
/** Milliseconds after which a request counts as unanswered. */
const patience = 30_000;
const pageSize = 100;
/** The most pages of a list: more than anything that people look at has. */
const mostPages = 100;

/**
 * GitHub's REST API for one repository. When GitHub fails, requests that can safely be repeated are; a refusal for the
 * rate limit is waited out where that takes no longer than a minute. All other trouble, and trouble that lasts, is
 * thrown as a GitHubError.
 */
export class GitHubClient {
  readonly #octokit: ReturnType<typeof getOctokit>;
  readonly #options: ClientOptions;
  readonly owner: string;
  readonly repo: string;

  constructor(options: ClientOptions) {
    const { token, env } = options;
    if (token === '') {
      throw new InvalidInput('the input “token” is empty', { fix: 'Leave it out to use the job’s token.' });
    }
    const [, owner = '', repo = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
    if (repo === '')
      throw new InvalidInput(`GITHUB_REPOSITORY is “${env.GITHUB_REPOSITORY ?? ''}”`, { fix: onlyThere });
    this.owner = owner;
    this.repo = repo;
    this.#options = options;
    this.#octokit = getOctokit(token, {
      ...(env.GITHUB_API_URL && { baseUrl: env.GITHUB_API_URL }),
      userAgent: 'tenantry',
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
  }

  /**
   * Makes a request, and returns what `read` makes of the answer. `read` returns undefined for an impossible answer.
   */
  async ask<T>(call: Call, read: (data: unknown) => T | undefined): Promise<T> {
    return (await this.#ask(call, read)).value;
  }

  /** Lists every element, through all pages. */
  async list<T>(call: Call, read: (data: unknown) => readonly T[] | undefined): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const parameters = { ...call.parameters, per_page: pageSize, page };
      const { value, link } = await this.#ask({ ...call, parameters }, read);
      found.push(...value);
      if (!/[;,]\s*rel="?next"?/.test(link)) return found;
    }
    throw this.#error(call, { words: `there are more than ${mostPages * pageSize} of them`, headers: {} });
  }

  async #ask<T>(call: Call, read: (data: unknown) => T | undefined): Promise<{ value: T; link: string }> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(call);
      const value = 'data' in answer ? read(answer.data) : undefined;
      if ('data' in answer && value !== undefined) return { value, link: String(answer.headers.link ?? '') };
      const error = this.#error(call, 'data' in answer ? { headers: {}, words: nonsense } : answer);
      const wait = attempt < attempts ? secondsBeforeNext(call, error, attempt) : undefined;
      if (wait === undefined) throw error;
      this.#options.note?.(`${error.message}. Trying again in ${Math.ceil(wait)} s.`);
      await pause(wait * 1000, undefined, { ...(this.#options.signal && { signal: this.#options.signal }) });
    }
  }

  async #once({ route, parameters }: Call): Promise<Refusal | { data: unknown; headers: Refusal['headers'] }> {
    const timeout = AbortSignal.timeout(patience);
    const signal = this.#options.signal ? AbortSignal.any([this.#options.signal, timeout]) : timeout;
    try {
      const { owner, repo } = this;
      const request = { ...parameters, owner, repo, request: { signal } };
      const { data, headers } = await this.#octokit.request(route, request);
      return { data, headers };
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      // Without a response it is an error of the connection; with one, a proxy in between may have made it up.
      const { response, message } = error as Pick<RequestError, 'response' | 'message'>;
      if (!response) return { headers: {}, words: message };
      return { status: response.status ?? 500, headers: response.headers, words: wordsIn(response.data) };
    }
  }

  #error(call: Call, refusal: Refusal): GitHubError {
    return gitHubError(call, refusal, Date.now());
  }
}

const onlyThere = 'The commands review and report run only in a GitHub workflow.';
const nonsense = 'it answered with something that its API never returns. Is there a proxy in between?';

function ignore(): void {}

/**
 * The wait before the next attempt, in seconds; undefined where another attempt is no use, or could do something twice.
 */
function secondsBeforeNext({ route }: Call, { trouble, retryAfter }: GitHubError, attempt: number): number | undefined {
  const isRepeatable = !route.startsWith('POST ');
  if (trouble !== 'rate-limited' && !(trouble === 'unavailable' && isRepeatable)) return undefined;
  const wait = retryAfter ?? 2 ** (attempt - 1) / 2;
  return wait <= longestWait ? wait : undefined;
}

/** The message in an answer's JSON. A page of HTML has none. */
function wordsIn(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  const details = Array.isArray(errors) ? errors.map((error) => detailOf(error)) : [];
  return [typeof message === 'string' ? message : '', ...details].filter(Boolean).join('; ');
}

function detailOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
}
