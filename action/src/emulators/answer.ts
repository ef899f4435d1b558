import type { ServerResponse } from 'node:http';
import type { Json } from '../digest.ts';
import type { Fault } from './faults.ts';
import type { Reply } from './vendor.ts';

const page = '<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';
const slow = 60_000;

/** Sends an answer as it is. */
export function answer(response: ServerResponse, reply: Reply, headers: Readonly<Record<string, string>> = {}): void {
  send(response, reply.status, textOf(reply), headers);
}

/**
 * Sends an answer, distorted by a fault.
 *
 * @param errorBody makes the vendor's own kind of error body
 */
export function answerWrongly(
  response: ServerResponse,
  reply: Reply,
  headers: Readonly<Record<string, string>>,
  fault: Fault,
  errorBody: (status: number, words: string) => Json,
): void {
  const all = fault.retryAfter === undefined ? headers : { ...headers, 'retry-after': fault.retryAfter };
  switch (fault.kind) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'status': {
      const { status = 500, words = status === 429 ? 'too many requests' : 'internal error' } = fault;
      return send(response, status, JSON.stringify(errorBody(status, words)), all);
    }
    case 'html':
      return send(response, fault.status ?? 200, page, { ...all, 'content-type': 'text/html' });
    case 'nonsense':
      return send(response, 200, '{"result": [{"id": "d-', all);
    case 'empty':
      return send(response, 200, undefined, all);
    case 'redirect':
      return send(response, 302, '', { ...all, location: 'https://elsewhere.invalid/' });
    case 'slow-body': {
      const text = textOf(reply) ?? '{}';
      response.writeHead(reply.status, { 'content-type': 'application/json', ...all });
      response.write(text.slice(0, text.length / 2));
      const rest = setTimeout(() => response.end(text.slice(text.length / 2)), fault.delay ?? slow);
      response.on('close', () => clearTimeout(rest));
    }
  }
}

function textOf({ body }: Reply): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

function send(
  response: ServerResponse,
  status: number,
  text: string | undefined,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers });
  response.end(text);
}
