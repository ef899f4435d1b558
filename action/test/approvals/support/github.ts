import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { judge } from '../../github/support/description.ts';

/** People and bots by login. */
export const people = {
  mona: { id: 1, login: 'mona', type: 'User', permission: 'write' },
  rita: { id: 2, login: 'rita', type: 'User', permission: 'write' },
  ada: { id: 3, login: 'ada', type: 'User', permission: 'admin' },
  mallory: { id: 4, login: 'mallory', type: 'User', permission: 'read' },
  'renovate[bot]': { id: 5, login: 'renovate[bot]', type: 'Bot', permission: 'write' },
} as const;
export type Login = keyof typeof people;

export interface FakePull {
  readonly number: number;
  readonly author: Login | undefined;
  head: string;
  base: string;
  mergedAt?: string;
  mergeCommit?: string;
}

export interface FakeReview {
  readonly id: number;
  readonly by: Login | undefined;
  state: string;
  readonly commit: string | null;
  readonly at: string;
}

/** What to answer instead of the truth. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * The part of GitHub's API that approvals are asked of, with times that a test sets. Every request is held against
 * GitHub's own description of it.
 */
export class FakeGitHub {
  readonly pulls = new Map<number, FakePull>();
  readonly reviews = new Map<number, FakeReview[]>();
  /** Times at which pull requests were pointed at another branch. */
  readonly retargeted = new Map<number, string[]>();
  /** What GitHub calls that. */
  retargetedBy = 'base_ref_changed';
  /** Pull requests by the commits that came with them. */
  readonly commits = new Map<string, number[]>();
  readonly permissions = new Map<string, string>(Object.values(people).map((one) => [one.login, one.permission]));
  /** Ids of people by login, where they are not what they were. */
  readonly identities = new Map<string, number>();
  readonly requests: string[] = [];
  readonly violations: string[] = [];
  /** Answers to requests whose path contains the key. */
  readonly faults = new Map<string, Fault>();
  /** Elements of a page. */
  pageSize = 100;
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = request;
    const judgement = judge({ method, url, headers, body: '' });
    this.requests.push(`${method} ${url}`);
    this.violations.push(...judgement.violations.map((one) => `${method} ${url}: ${one}`));
    const { pathname, searchParams } = new URL(url, this.url);
    const fault = [...this.faults].find(([part]) => pathname.includes(part))?.[1];
    if (fault) return send(response, fault.status, fault.body, fault.headers);
    const body = this.#body(pathname.split('/').slice(4).map(decodeURIComponent));
    if (body === undefined) return send(response, 404, { message: 'Not Found' });
    if (!Array.isArray(body)) return send(response, 200, body);
    const page = Number(searchParams.get('page') ?? 1);
    const shown = body.slice((page - 1) * this.pageSize, page * this.pageSize);
    const isLast = page * this.pageSize >= body.length;
    const next = `<${this.url}${pathname}?per_page=100&page=${page + 1}>; rel="next"`;
    send(response, 200, shown, isLast ? {} : { link: next });
  }

  #body([area, id = '', part]: string[]): unknown {
    if (area === 'commits' && part === 'pulls') {
      return (this.commits.get(id) ?? []).map((number) => pullBody(this.pulls.get(number)!));
    }
    const pull = this.pulls.get(Number(id));
    if (area === 'pulls' && pull && part === undefined) return pullBody(pull);
    if (area === 'pulls' && pull && part === 'reviews') return (this.reviews.get(pull.number) ?? []).map(reviewBody);
    if (area === 'issues' && pull && part === 'timeline') {
      const moved = this.retargeted.get(pull.number) ?? [];
      return [
        { event: 'labeled', created_at: '2026-01-01T00:00:00Z' },
        ...moved.map((created_at) => ({ event: this.retargetedBy, created_at })),
      ];
    }
    const permission = this.permissions.get(id);
    if (area === 'collaborators' && permission !== undefined) {
      const user = userBody(id as Login);
      return { permission, user: { ...user, id: this.identities.get(id) ?? people[id as Login].id } };
    }
    return undefined;
  }
}

function pullBody({ number, author, head, base, mergedAt, mergeCommit }: FakePull): object {
  return {
    number,
    state: mergedAt ? 'closed' : 'open',
    title: '::error::<img src=x> @everyone',
    user: author ? userBody(author) : null,
    head: { ref: 'topic', sha: head, repo: null },
    base: { ref: base, sha: '0'.repeat(40), repo: { full_name: 'larder/messaging', default_branch: 'main' } },
    merged_at: mergedAt ?? null,
    // Before a merge this is a trial merge that GitHub made.
    merge_commit_sha: mergeCommit ?? 'f'.repeat(40),
  };
}

function reviewBody({ id, by, state, commit, at }: FakeReview): object {
  return { id, user: by ? userBody(by) : null, state, commit_id: commit, submitted_at: at, body: '' };
}

function userBody(login: Login): object {
  const { id, type } = people[login];
  return { id, login, type };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
