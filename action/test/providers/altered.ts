import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a vendor, and may put another text in the place of an answer's. */
export interface Altered {
  readonly url: string;
  close(): Promise<void>;
}

/** @param alter the text to answer with, with the vendor's status; undefined leaves it as it is */
export async function altered(
  vendor: string,
  alter: (request: { readonly method: string; readonly path: string }, text: string) => string | undefined,
): Promise<Altered> {
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = 'GET', url = '/' } = incoming;
    const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(host|connection|content-length|transfer-encoding)$/.test(name)
        ? [[name, value] as const]
        : [],
    );
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(vendor + url, { method, headers: Object.fromEntries(headers), ...body });
    const text = await answer.text();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(alter({ method, path: url.split('?', 1)[0]! }, text) ?? text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
