import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../digest.ts';
import { answer, answerWrongly } from './answer.ts';
import { control, controlPath } from './control.ts';
import { type Fault, Faults } from './faults.ts';
import { RateCounter, type Settings } from './settings.ts';
import type { EmulatedVendor, EmulatorClock, Reply, VendorRequest } from './vendor.ts';

/** A request that the emulator answered, or deliberately did not answer. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly workspace: string | undefined;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The fault that the request met. */
  readonly fault?: Fault['kind'];
}

/** A request and its answer, for checking them against the vendor's description. */
export interface Exchange {
  readonly request: VendorRequest;
  readonly reply: Reply;
}

export interface Emulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly vendor: EmulatedVendor;
  readonly faults: Faults;
  readonly settings: Settings;
  readonly requests: LoggedRequest[];
  close(): Promise<void>;
}

export interface EmulatorOptions extends Partial<Settings> {
  /** Any free port by default. */
  readonly port?: number;
  readonly onExchange?: (exchange: Exchange) => void;
}

const longestBody = 8 * 1024 * 1024;

/** Starts an emulated vendor, over real HTTP and reachable from this machine only. */
export async function startEmulator(
  create: (clock: EmulatorClock) => EmulatedVendor,
  { port = 0, onExchange, ...more }: EmulatorOptions = {},
): Promise<Emulator> {
  const settings: Settings = { latency: 0, jitter: 0, listingDelay: 0, rate: null, ...more };
  const clock: EmulatorClock = {
    now: () => Date.now(),
    get listingDelay() {
      return settings.listingDelay;
    },
  };
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => response.destroy());
  });
  // Callers keep connections open between calls, however long that takes.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const emulator: Emulator = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    vendor: create(clock),
    faults: new Faults(),
    settings,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const respond = responder(emulator, clock, onExchange);
  return emulator;
}

/**
 * Returns the handler of requests, which gives the vendor's answer, within its rate limit and with the faults in force.
 */
function responder(
  emulator: Emulator,
  clock: EmulatorClock,
  onExchange: EmulatorOptions['onExchange'],
): (incoming: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { vendor, faults, settings, requests } = emulator;
  const counter = new RateCounter();
  return async (incoming, response) => {
    const request = await read(incoming, emulator.url);
    if (request.path.startsWith(controlPath)) {
      answer(response, control(emulator, request));
      return;
    }
    const { key, workspace } = vendor.caller(request);
    const { method, path, query } = request;
    const at = clock.now();
    const { rate } = settings;
    const counted = rate ? counter.count(rate.per === 'key' ? key : `${key} ${workspace}`, rate, at) : undefined;
    const fault = counted?.refused ? undefined : faults.strike({ method, path, workspace });
    const isCarriedOut = !fault || fault.carriedOut || fault.kind === 'slow-body';
    const reply = counted?.refused ? vendor.tooMany() : isCarriedOut ? vendor.handle(request) : { status: 0 };
    const status = fault ? (fault.status ?? 0) : reply.status;
    requests.push({
      method,
      path,
      query: query.toString(),
      workspace,
      status,
      at,
      ...(fault && { fault: fault.kind }),
    });
    if (!fault) onExchange?.({ request, reply });
    const headers = vendor.tellsLimits ? (counted?.headers ?? {}) : {};
    const deliver = () => {
      if (fault) answerWrongly(response, reply, headers, fault, vendor.errorBody);
      else answer(response, reply, headers);
    };
    const delay = settings.latency + Math.random() * settings.jitter;
    if (delay > 0) setTimeout(deliver, delay);
    else deliver();
  };
}

async function read(incoming: IncomingMessage, origin: string): Promise<VendorRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > longestBody) throw new Error('a body too large');
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', origin);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const body = parse(Buffer.concat(chunks).toString('utf8'));
  return { method: incoming.method ?? 'GET', path: pathname, query: searchParams, headers, body, origin };
}

function parse(text: string): Json | undefined | 'nonsense' {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return 'nonsense';
  }
}
