import { setTimeout as pause } from 'node:timers/promises';
import { getOctokit } from '@actions/github';
import type { RequestError } from 'octokit';
import { InvalidInput } from '../diagnostics/errors.ts';
import { type GitHubError, gitHubError, type Refusal } from './github-error.ts';

/** One request to GitHub's REST API. */
export interface Call {
  /** As GitHub documents it: `PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}`. */
  readonly route: string;
  /** Values of the route, query or body; owner and repo need not be among them. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What it does, to follow “GitHub did not …” and “the token may not …”. */
  readonly doing: string;
  /** What a job needs for it: `checks: write`. */
  readonly permission: string;
}

export interface ClientOptions {
  readonly token: string;
  /** Where the API, and which repository it is about: `GITHUB_API_URL`, `GITHUB_REPOSITORY`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Says that, and why, it waits. */
  readonly note?: (text: string) => void;
}

/** How often a request is made at most, and how long it waits in between: seconds. */
const attempts = 4;
const longestWait = 60;
/** Milliseconds after which a request counts as unanswered. */
const patience = 30_000;
const pageSize = 100;
/** Pages of a list; more than anything that people look at has. */
const mostPages = 100;

/**
 * GitHub's REST API for one repository. Requests that can be repeated without harm are, when GitHub is out of order;
 * a refusal for the rate limit is waited out where that takes no longer than a minute. All other trouble, and what
 * lasts, is thrown as GitHubError.
 */
export class GitHubClient {
  readonly #octokit: ReturnType<typeof getOctokit>;
  readonly #options: ClientOptions;
  readonly owner: string;
  readonly repo: string;

  constructor(options: ClientOptions) {
    const { token, env } = options;
    if (token === '') {
      throw new InvalidInput('the input “token” is empty', { fix: 'Leave it out to take the token of the job.' });
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

  /** Makes a request and returns what `read` makes of the answer; `read` returns undefined for what it cannot be. */
  async ask<T>(call: Call, read: (data: unknown) => T | undefined): Promise<T> {
    return (await this.#ask(call, read)).value;
  }

  /** Every element of a list, through all its pages. */
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
      // Without an answer it is an error of the connection; with one, whatever stands between may have made it up.
      const { response, message } = error as Pick<RequestError, 'response' | 'message'>;
      if (!response) return { headers: {}, words: message };
      return { status: response.status ?? 500, headers: response.headers, words: wordsIn(response.data) };
    }
  }

  #error(call: Call, refusal: Refusal): GitHubError {
    return gitHubError(call, refusal, Date.now());
  }
}

const onlyThere = 'The commands review and report run in a workflow of GitHub only.';
const nonsense = 'it answered with something that its API never does. Is there a proxy in between?';

function ignore(): void {}

/** Undefined where another try is of no use, or could do something twice. */
function secondsBeforeNext({ route }: Call, { trouble, retryAfter }: GitHubError, attempt: number): number | undefined {
  const isRepeatable = !route.startsWith('POST ');
  if (trouble !== 'rate-limited' && !(trouble === 'unavailable' && isRepeatable)) return undefined;
  const wait = retryAfter ?? 2 ** (attempt - 1) / 2;
  return wait <= longestWait ? wait : undefined;
}

/** The message of an answer in JSON. A page of HTML says nothing. */
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
