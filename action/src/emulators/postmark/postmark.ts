import { type JsonObject, sha256 } from '../../digest.ts';
import type { Caller, EmulatedVendor, EmulatorClock, Reply, VendorRequest } from '../vendor.ts';
import { errorBody, noSuchAddress, ok, refused } from './reply.ts';
import { ServerStore } from './store.ts';
import { templates } from './templates.ts';

export interface PostmarkAccount {
  /** What the tokens of its servers are derived from. */
  readonly key: string;
  /** The number of templates that a server may have; 100 by default, as at Postmark, which raises it on request. */
  readonly templates?: number;
}

/** The first ids of servers and templates: as long as the vendor's, and far enough apart to never be equal. */
const firstServer = 1_000_001;
const firstTemplate = 30_000_001;

/**
 * An emulated account at Postmark with its servers. As at the vendor, the token of a call alone determines which server
 * is meant: a missing or unknown token is refused, and another server's token leads to that server.
 */
export function emulatedPostmark(account: PostmarkAccount): (clock: EmulatorClock) => EmulatedVendor {
  return (clock) => new Postmark(account, clock);
}

/** The token of a server: a UUID, as at the vendor. */
export function serverToken(key: string, server: string): string {
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(sha256(JSON.stringify([key, server]))) ?? [];
  return parts.join('-');
}

class Postmark implements EmulatedVendor {
  readonly name = 'postmark';
  /** The documentation mentions status 429, but no headers. */
  readonly tellsLimits = false;
  readonly #account: PostmarkAccount;
  readonly #clock: EmulatorClock;
  /** By the name that each was added with. */
  readonly #servers = new Map<string, ServerStore>();
  #templates = firstTemplate;

  constructor(account: PostmarkAccount, clock: EmulatorClock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** Adds a server; a name of digits is taken for its ID. */
  addWorkspace(name: string): void {
    if (this.#servers.has(name)) return;
    const isId = /^[0-9]{1,15}$/.test(name);
    const about = {
      id: isId ? Number(name) : firstServer + this.#servers.size,
      name: isId ? `Server ${name}` : name,
      token: serverToken(this.#account.key, name),
    };
    this.#servers.set(name, new ServerStore(about, this.#clock, () => this.#templates++));
  }

  workspaces(): readonly string[] {
    return [...this.#servers.keys()];
  }

  contents(workspace: string) {
    return this.#servers
      .get(workspace)
      ?.present()
      .map((template) => ({ ...template }));
  }

  caller(request: VendorRequest): Caller {
    const [workspace] = this.#called(request) ?? [];
    return { key: tokenOf(request), workspace };
  }

  tooMany(): Reply {
    return refused('tooMany', 'Too many requests.');
  }

  errorBody(this: void, status: number, words: string): JsonObject {
    return errorBody(status, words);
  }

  handle(request: VendorRequest): Reply {
    const [, server] = this.#called(request) ?? [];
    if (!server)
      return refused('badToken', 'No Account or Server API tokens were supplied, or the token is not valid.');
    const { method, path } = request;
    if (path === '/server' && method === 'GET') return ok(configuration(server));
    if (path !== '/templates' && !path.startsWith('/templates/')) return noSuchAddress;
    return templates(server, request, this.#account.templates ?? 100);
  }

  #called(request: VendorRequest): readonly [string, ServerStore] | undefined {
    const token = tokenOf(request);
    return [...this.#servers].find(([, server]) => server.token === token);
  }
}

/** The token of a request. Tokens are case-insensitive: postmarkapp.com/developer/api/overview. */
function tokenOf({ headers }: VendorRequest): string {
  return (headers['x-postmark-server-token'] ?? '').toLowerCase();
}

function configuration({ id, name, token }: ServerStore): JsonObject {
  return {
    ID: id,
    Name: name,
    ApiTokens: [token],
    ServerLink: `https://postmarkapp.com/servers/${id}/streams`,
    Color: 'blue',
    SmtpApiActivated: true,
    RawEmailEnabled: false,
    DeliveryType: 'Live',
    TrackOpens: false,
    TrackLinks: 'None',
  };
}
