import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createEmulator } from 'emulate';
import { type Amendments, amended } from './amend.ts';
import { type Judgement, judge, longestComment, type WireRequest } from './description.ts';

/**
 * A stateful stand-in for GitHub's API on 127.0.0.1: `emulate`, behind a server of ours that
 * - holds every request against GitHub's own description of its API (`violations`; a test that leaves one fails),
 * - fails requests on demand as GitHub does,
 * - refuses comments that are too long, which the emulator takes,
 * - answers what the emulator does not know, or has otherwise than GitHub: see amend.ts.
 */
export interface StandIn {
  readonly url: string;
  /** Every request so far, refused ones included. */
  readonly requests: readonly Recorded[];
  readonly violations: readonly string[];
  readonly amendments: Amendments;
  /** Fails the next requests of an operation (GitHub's `operationId`), one fault each, in this order. */
  fail(operation: string, ...faults: readonly Fault[]): void;
  /** Operations with faults that no request has met. */
  unused(): readonly string[];
  /** Forgets the faults that no request has met. */
  forget(): void;
  /** Asks the API as somebody, past the checks and the faults. */
  as(token: string, method: string, path: string, body?: object): Promise<Json>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: what an API answers, read by tests.
export type Json = any;

export interface Recorded {
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly body: Json;
}

export interface Fault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as HTML. */
  readonly body?: object | string;
  /** Whether the request is carried out all the same, and only its answer lost. */
  readonly carriedOut?: boolean;
  /** Breaks the connection instead of answering. */
  readonly reset?: boolean;
  /** Runs before the request goes on; without a status, the request then succeeds. */
  readonly meanwhile?: () => Promise<unknown> | unknown;
}

export interface Seed {
  readonly owner: string;
  readonly repo: string;
  /** Token to login; logins that end in `[bot]` are those of Apps. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** The fault of a token that may not do something. */
export const forbidden: Fault = { status: 403, body: { message: 'Resource not accessible by integration' } };

export async function startGitHub({ owner, repo, tokens }: Seed): Promise<StandIn> {
  const emulator = await startEmulator(owner, repo, tokens);
  const requests: Recorded[] = [];
  const violations: string[] = [];
  const faults = new Map<string, Fault[]>();
  const amendments: Amendments = {
    pulls: new Map(),
    checks: new Map(),
    associated: new Map(),
    permissions: new Map(),
    tokens,
  };
  const forward = (request: WireRequest, path = request.url): Promise<Response> =>
    fetch(new URL(path, emulator.url), {
      method: request.method,
      headers: {
        authorization: String(request.headers.authorization),
        accept: 'application/vnd.github+json',
        'user-agent': 'test',
        ...(request.body !== '' && { 'content-type': 'application/json' }),
      },
      ...(request.body !== '' && { body: request.body }),
    });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const request: WireRequest = { method, url, headers, body: await text(incoming) };
    const judgement = judge(request);
    requests.push(recordOf(request, judgement));
    for (const violation of judgement.violations) violations.push(`${judgement.operation}: ${violation}`);
    const fault = faults.get(judgement.operation)?.shift();
    await fault?.meanwhile?.();
    if (fault && (fault.status !== undefined || fault.reset)) {
      if (fault.carriedOut) await carryOut(request, judgement);
      return failWith(response, fault);
    }
    if (judgement.violations.length > 0) return send(response, 422, { message: judgement.violations.join('; ') });
    const { status, body, link } = await carryOut(request, judgement);
    send(response, status, body, link ? { link } : {});
  }

  async function carryOut(request: WireRequest, judgement: Judgement): Promise<Answer> {
    if (tooLong(request, judgement)) {
      return { status: 422, body: { message: 'Validation Failed', errors: ['body is too long (maximum is 65536)'] } };
    }
    return await amended(request, judgement, amendments, async (path) => {
      const answered = await forward(request, path);
      const body = await answered.text();
      const link = answered.headers.get('link')?.replaceAll(emulator.url, address());
      return { status: answered.status, body: body === '' ? undefined : JSON.parse(body), ...(link && { link }) };
    });
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      violations.push(`the stand-in failed: ${error instanceof Error ? error.stack : error}`);
      send(response, 500, { message: 'The stand-in failed' });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: address(),
    requests,
    violations,
    amendments,
    fail: (operation, ...more) => faults.set(operation, [...(faults.get(operation) ?? []), ...more]),
    unused: () => [...faults].flatMap(([operation, left]) => (left.length > 0 ? [operation] : [])),
    forget: () => faults.clear(),
    as: (token, method, path, body) => ask(emulator.url, token, method, path, body),
    close: async () => {
      await closeServer(server);
      await emulator.close();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly link?: string;
}

/** The emulator takes no port 0, so that a free one is found first; another process may take it in between. */
async function startEmulator(owner: string, repo: string, tokens: Seed['tokens']) {
  const logins = [...new Set([owner, ...Object.values(tokens)])];
  const seed = {
    tokens: Object.fromEntries(
      Object.entries(tokens).map(([token, login]) => [token, { login, scopes: ['repo', 'user'] }]),
    ),
    github: { users: logins.map((login) => ({ login })), repos: [{ owner, name: repo, private: false }] },
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return await createEmulator({ service: 'github', port: await freePort(), seed });
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await closeServer(server);
  return port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function ask(base: string, token: string, method: string, path: string, body?: object): Promise<Json> {
  const response = await fetch(new URL(path, base), {
    method,
    headers: { authorization: `token ${token}`, 'user-agent': 'test', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answered = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answered}`);
  return answered === '' ? undefined : JSON.parse(answered);
}

function recordOf({ method, url, headers, body }: WireRequest, { operation }: Judgement): Recorded {
  const token = String(headers.authorization).replace(/^\w+ /, '');
  return { operation, method, url, token, body: body === '' ? undefined : JSON.parse(body) };
}

function tooLong({ body }: WireRequest, { operation }: Judgement): boolean {
  const writesComment = operation === 'issues/create-comment' || operation === 'issues/update-comment';
  return writesComment && JSON.parse(body).body.length > longestComment;
}

function failWith(response: ServerResponse, { status = 500, headers = {}, body = '', reset }: Fault): void {
  if (reset) return void response.socket?.destroy();
  send(response, status, body, headers);
}

function send(response: ServerResponse, status: number, body: Json, headers: Readonly<Record<string, string>> = {}) {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body === undefined || status === 204 ? undefined : isText ? body : JSON.stringify(body));
}
