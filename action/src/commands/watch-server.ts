import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exitCodes, UserError } from '../diagnostics/errors.ts';
import { servedPage } from '../gallery/served.ts';

/** Serves the newest page to browsers on this machine, and tells them when there is a newer one. */
export interface PageServer {
  readonly url: string;
  /** Replaces the page, and makes every browser load it. */
  show(page: string): void;
  close(): Promise<void>;
}

/** Neither pages that embed this one nor caches may get hold of what is not committed yet. */
const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Starts a server on 127.0.0.1; port 0 picks a free one.
 * @throws UserError when the port cannot be used
 */
export async function servePages(port: number): Promise<PageServer> {
  const pages = new Pages();
  const server = createServer((request, response) => pages.answer(request, response));
  await listen(server, port);
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : port;
  pages.hosts = new Set([`127.0.0.1:${at}`, `localhost:${at}`]);
  return {
    url: `http://127.0.0.1:${at}/`,
    show: (page) => pages.show(page),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new UserError(
      exitCodes.unexpected,
      `port ${port} cannot be used (${code})`,
      'Choose another --port, or leave it out.',
    );
  }
}

class Pages {
  /**
   * The host names that this server answers to. A foreign page can make its own name resolve to this machine and then
   * read what is here as if it were its own, but its requests still carry that name.
   */
  hosts: ReadonlySet<string> = new Set();
  #page = '';
  #number = 0;
  readonly #listeners = new Set<ServerResponse>();

  show(page: string): void {
    this.#number += 1;
    this.#page = servedPage(page, `/events?page=${this.#number}`);
    for (const listener of this.#listeners) listener.write(newer);
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    // What comes over the network need not be a valid address at all.
    const [path, query] = (request.url ?? '').split('?', 2);
    if (!this.hosts.has(request.headers.host ?? ''))
      return end(response, 421, 'This server answers to 127.0.0.1 only.');
    if (request.method !== 'GET') return end(response, 405, 'Only GET is allowed.');
    if (path === '/') return end(response, 200, this.#page, 'text/html; charset=utf-8');
    if (path === '/events') return this.#listen(response, Number(new URLSearchParams(query).get('page')));
    return end(response, 404, 'The only page here is /.');
  }

  /** Subscribes a browser. One that missed a page because its connection was down is told at once. */
  #listen(response: ServerResponse, page: number): void {
    response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream' });
    response.write('retry: 500\n\n');
    if (page !== this.#number) response.write(newer);
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }
}

const newer = 'event: reload\ndata:\n\n';

function end(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { ...headers, 'Content-Type': type }).end(body);
}
