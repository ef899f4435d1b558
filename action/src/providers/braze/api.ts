import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { ProviderFailure } from '../errors.ts';
import { answersOf, isPlainId, orMissing } from '../http/answers.ts';
import type { WorkspaceClient } from '../http/client.ts';
import { OutcomeUnknown } from '../http/failure.ts';
import { endpoints, type Kind } from './kinds.ts';

const { nonsense } = answersOf('Braze');

/** An object as a listing returns it: without its content. */
export interface Listed {
  readonly id: string;
  readonly kind: Kind;
  /** The object's name at the vendor. */
  readonly label: string;
}

/** Items per page. `limit` is 100 by default and at most 1,000 (the vendor's API reference). */
const pageSize = 200;
/** Keeps a listing that never ends from keeping us for ever. */
const maxPages = 500;

/**
 * Matches what Braze says of an id that the workspace does not have: `Content Block ID is invalid for this workspace`,
 * `… has been deleted - content not available` (the vendor's API reference). The words for email templates are from
 * memory, unverified.
 */
const missing = /\bid is invalid\b|has been deleted|\bno (email template|content block) with\b/i;
/** Matches what Braze says of a full workspace. From memory, unverified: no bound on either kind is documented. */
const full = /\bmaximum number of\b|\blimit (?:of|for) [\w ]+ (?:reached|exceeded)\b/i;

/** The words of an error body `{ message, errors? }`, which has nothing else (the vendor's API reference, “Errors”). */
export function wordsOf(body: Json): string | undefined {
  if (!isObject(body)) return undefined;
  const { message, errors } = body;
  const words = [message, ...(Array.isArray(errors) ? errors : [])].filter((one) => typeof one === 'string');
  return words.length === 0 ? undefined : words.join('; ');
}

/** The kind of failure that a body's words tell, where they tell more than the status; undefined otherwise. */
export function failureIn(body: Json): ProviderFailure | undefined {
  const words = wordsOf(body) ?? '';
  if (missing.test(words)) return 'not-found';
  return full.test(words) ? 'quota' : undefined;
}

/** The email templates and content blocks of one workspace. Every method rejects with a ProviderError. */
export class BrazeApi {
  readonly #client: WorkspaceClient;

  constructor(client: WorkspaceClient) {
    this.#client = client;
  }

  /** Lists all objects of a kind, through all pages. */
  async list(kind: Kind, signal?: AbortSignal): Promise<Listed[]> {
    const { path, items, id, label } = endpoints[kind];
    const found = new Map<string, Listed>();
    for (let offset = 0; offset < pageSize * maxPages; offset += pageSize) {
      // Zero is refused as an offset: “must be greater than 0” (the vendor's API reference).
      const query = { limit: pageSize, ...(offset > 0 && { offset }) };
      const call = { method: 'GET', route: `${path}/list`, query, idempotent: true } as const;
      const body = await this.#client.call(call, signal);
      const page = isObject(body) ? body[items] : undefined;
      if (!Array.isArray(page)) throw nonsense('a listing without its items');
      for (const item of page) {
        if (!isObject(item)) throw nonsense('a listing of the wrong kind');
        const { [id]: itemId, [label]: name } = item;
        if (typeof itemId !== 'string') throw nonsense('an item without an id');
        found.set(itemId, { id: itemId, kind, label: typeof name === 'string' ? name : '' });
      }
      if (page.length < pageSize) return [...found.values()];
    }
    throw nonsense('a listing without end');
  }

  /** Reads an object with its content; undefined where no object of the kind has that id. */
  async info(kind: Kind, id: string, signal?: AbortSignal): Promise<JsonObject | undefined> {
    if (!isPlainId(id)) return undefined;
    const endpoint = endpoints[kind];
    const route = `${endpoint.path}/info`;
    const call = { method: 'GET', route, query: { [endpoint.id]: id }, idempotent: true } as const;
    const body = await this.#client.call(call, signal).catch(orMissing);
    if (body === 'missing') return undefined;
    if (isObject(body) && typeof body[endpoint.label] === 'string') return body;
    // Seen in the wild: a success without an object, whose words say that there is none.
    if (body !== undefined && failureIn(body) === 'not-found') return undefined;
    throw nonsense('something other than what was asked for');
  }

  /**
   * Creates an object and resolves to its id. Rejects with OutcomeUnknown where it may have been created nevertheless,
   * as when Braze only queues the call (`202 { "message": "queued" }` during maintenance: the vendor's API reference,
   * “Errors”).
   */
  async create(kind: Kind, body: JsonObject, signal?: AbortSignal): Promise<string> {
    const { path, id } = endpoints[kind];
    const made = await this.#client.call({ method: 'POST', route: `${path}/create`, body, idempotent: false }, signal);
    if (isObject(made) && typeof made[id] === 'string') return made[id];
    throw new OutcomeUnknown('Braze does not say what it has created. Deploy again later.');
  }

  async update(kind: Kind, id: string, body: JsonObject, signal?: AbortSignal): Promise<void> {
    const endpoint = endpoints[kind];
    const route = `${endpoint.path}/update`;
    const call = { method: 'POST', route, body: { [endpoint.id]: id, ...body }, idempotent: true } as const;
    await this.#client.call(call, signal);
  }
}
