import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadRepository } from '../../action/src/config/load.ts';
import type { Repository } from '../../action/src/config/model.ts';
import { openWorkingTree } from '../../action/src/config/working-tree.ts';
import { overviewPage, type Place, pagePolicy, pathOf, workspacePage } from './pages.ts';
import { readBack } from './read-back.ts';
import { compileHeld } from './render.ts';
import { sampleOf } from './repository.ts';
import type { Demo } from './run.ts';

/** A server of pages that show the content of the workspaces to browsers on this machine. */
export interface Pages {
  /** The page that links to all others. */
  readonly url: string;
  /** Each workspace with the address of its page. */
  readonly places: readonly (Place & { readonly url: string })[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Serves the pages on a free port. Each is read from its vendor when it is requested. */
export async function servePages(demo: Demo): Promise<Pages> {
  const { repository } = loadRepository(openWorkingTree(demo.root));
  const server = createServer(async (request, response) => {
    const { port } = server.address() as AddressInfo;
    const { status, body } = await answer(demo, repository, request, `127.0.0.1:${port}`);
    response.writeHead(status, {
      'Content-Type': status === 200 ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
      'Content-Security-Policy': pagePolicy,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${url}/`,
    places: placesOf(demo).map((place) => ({ ...place, url: url + pathOf(place) })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function placesOf({ accounts }: Demo): Place[] {
  return accounts.flatMap(({ vendor, tenants }) =>
    Array.from(tenants, ([workspace, tenant]) => ({ account: vendor, workspace, tenant })),
  );
}

/**
 * Answers a request, if it names this host. A foreign page can make its own name resolve to this machine, but its
 * requests still carry that name.
 */
async function answer(
  demo: Demo,
  repository: Repository,
  { url = '', method, headers }: IncomingMessage,
  host: string,
): Promise<Answer> {
  if (headers.host !== host) return { status: 421, body: `This server answers to ${host} only.` };
  if (method !== 'GET') return { status: 405, body: 'Only GET is allowed.' };
  const places = placesOf(demo);
  if (url === '/') return { status: 200, body: overviewPage(places) };
  const place = places.find((one) => pathOf(one) === url);
  const account = demo.accounts.find(({ vendor }) => vendor === place?.account);
  if (!place || !account) return { status: 404, body: 'There is no such workspace.' };
  try {
    const held = await readBack(account, place.workspace);
    const messages = held.map((message) => {
      const rendered = compileHeld(account.vendor, message)(sampleOf(repository, message.name));
      return { ...message, rendered };
    });
    return { status: 200, body: workspacePage(place, messages) };
  } catch (error) {
    return { status: 500, body: error instanceof Error ? error.message : 'It could not be read.' };
  }
}
