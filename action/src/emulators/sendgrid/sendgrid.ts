import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import {
  bearerOf,
  type Caller,
  type EmulatedVendor,
  type EmulatorClock,
  type Reply,
  type VendorRequest,
} from '../vendor.ts';
import { errorBody, failure, noContent, notFound, ok } from './reply.ts';
import { UserStore } from './store.ts';
import { templates } from './templates.ts';

/** The parent account and the API keys that may call. */
export interface SendgridAccount {
  /** The parent's user name. */
  readonly parent: string;
  /** The API keys of the parent. */
  readonly keys: readonly string[];
  /** The API keys of subusers, by user name. */
  readonly subuserKeys?: Readonly<Record<string, string>>;
}

const refused = failure(401, null, 'authorization required');
const forbidden = failure(403, null, 'access forbidden');

/**
 * An emulated parent account at SendGrid with its subusers. As at the vendor, a call with the parent's key and without
 * `on-behalf-of` acts on the parent. From memory, unverified: the status for a name that no subuser has (401), the
 * words of quota errors, and that two templates may have the same name.
 */
export function emulatedSendgrid(account: SendgridAccount): (clock: EmulatorClock) => EmulatedVendor {
  return (clock) => new Sendgrid(account, clock);
}

class Sendgrid implements EmulatedVendor {
  readonly name = 'sendgrid';
  readonly tellsLimits = true;
  readonly #account: SendgridAccount;
  readonly #clock: EmulatorClock;
  readonly #parent: UserStore;
  readonly #subusers = new Map<string, UserStore>();
  #nextUserId = 2;

  constructor(account: SendgridAccount, clock: EmulatorClock) {
    this.#account = account;
    this.#clock = clock;
    this.#parent = new UserStore(account.parent, 1, clock);
  }

  addWorkspace(name: string): void {
    this.#addSubuser(name);
  }

  workspaces(): readonly string[] {
    return [...this.#subusers.keys()];
  }

  contents(workspace: string) {
    const user = workspace === this.#parent.username ? this.#parent : this.#subusers.get(workspace);
    return user?.present().map(({ id, name, generation, versions }) => ({
      id,
      name,
      generation,
      versions: versions.map((one) => ({ ...one })),
    }));
  }

  caller(request: VendorRequest): Caller {
    const user = this.#actor(request);
    return { key: bearerOf(request), workspace: user instanceof UserStore ? user.username : undefined };
  }

  tooMany(): Reply {
    return failure(429, null, 'too many requests');
  }

  errorBody(this: void, _status: number, words: string): JsonObject {
    return errorBody(null, words);
  }

  handle(request: VendorRequest): Reply {
    const user = this.#actor(request);
    if (!(user instanceof UserStore)) return user;
    if (request.body === 'nonsense') return failure(400, null, 'request body is not valid JSON');
    const { method, path } = request;
    if (path === '/v3/user/username' && method === 'GET') return ok({ username: user.username, user_id: user.id });
    if (path === '/v3/subusers' || path.startsWith('/v3/subusers/')) {
      return user === this.#parent ? this.#subusersOf(request) : forbidden;
    }
    if (path === '/v3/templates' || path.startsWith('/v3/templates/')) return templates(user, request);
    return notFound();
  }

  /** The user that a request acts as, or the refusal. */
  #actor(request: VendorRequest): UserStore | Reply {
    const key = bearerOf(request);
    const onBehalfOf = request.headers['on-behalf-of'];
    if (this.#account.keys.includes(key)) {
      if (onBehalfOf === undefined) return this.#parent;
      const user = this.#subusers.get(onBehalfOf);
      if (!user) return refused;
      return user.disabled ? forbidden : user;
    }
    const [owner] = Object.entries(this.#account.subuserKeys ?? {}).find(([, each]) => each === key) ?? [];
    const user = owner === undefined ? undefined : this.#subusers.get(owner);
    if (!user) return refused;
    return onBehalfOf === undefined || onBehalfOf === owner ? user : forbidden;
  }

  #subusersOf({ method, path, query, body }: VendorRequest): Reply {
    const name = decodeURIComponent(path.slice('/v3/subusers/'.length));
    if (name === '') {
      if (method === 'GET') return this.#list(query);
      return method === 'POST' ? this.#create(body) : notFound();
    }
    const user = this.#subusers.get(name);
    if (!user) return notFound();
    if (method === 'DELETE') this.#subusers.delete(name);
    else if (method === 'PATCH' && isObject(body) && typeof body.disabled === 'boolean') user.disabled = body.disabled;
    else return notFound();
    return noContent;
  }

  #list(query: URLSearchParams): Reply {
    const wanted = query.get('username');
    const from = Number(query.get('offset') ?? 0);
    const all = [...this.#subusers.values()].filter(({ username }) => wanted === null || username === wanted);
    const page = all.slice(from, from + Number(query.get('limit') ?? 10));
    return ok(page.map(({ id, username, email, disabled }) => ({ id, username, email, disabled })));
  }

  #create(body: VendorRequest['body']): Reply {
    const { username, email, password, ips } = isObject(body) ? body : {};
    if (
      typeof username !== 'string' ||
      typeof email !== 'string' ||
      typeof password !== 'string' ||
      !Array.isArray(ips)
    ) {
      return failure(400, null, 'username, email, password and ips are required');
    }
    if (this.#subusers.has(username)) return failure(400, null, 'username exists');
    const user = this.#addSubuser(username, email);
    return ok({ username, email, user_id: user.id, credit_allocation: { type: 'unlimited' } });
  }

  #addSubuser(username: string, email?: string): UserStore {
    const known = this.#subusers.get(username);
    if (known) return known;
    const user = new UserStore(username, this.#nextUserId++, this.#clock, email);
    this.#subusers.set(username, user);
    return user;
  }
}
