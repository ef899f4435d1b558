import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { ProviderFailure } from '../errors.ts';
import { answersOf, isPlainId, orMissing } from '../http/answers.ts';
import type { WorkspaceClient } from '../http/client.ts';
import type { Marker } from '../provider.ts';
import { markerIn } from './payload.ts';

const { nonsense, object } = answersOf('Postmark');

/** A template as a listing returns it: without its content. */
export interface Listed {
  readonly id: string;
  /** Undefined for a template without an alias. */
  readonly alias: string | undefined;
  /** Undefined for a template that Tenantry did not write. */
  readonly marker: Marker | undefined;
}

/** A template with its content. */
export interface Template extends Listed {
  readonly body: JsonObject;
}

/** Templates per page. The maximum is not documented; 100 is what Postmark's own examples ask for. */
const pageSize = 100;
/** More pages than any server has templates, so that a listing that never ends cannot keep us for ever. */
const maxPages = 100;
/** How often a listing is tried that changes while it is read. */
const attempts = 3;

/**
 * What a body's `ErrorCode` tells beyond the status (postmarkapp.com, “API error codes”): nearly every refusal has the
 * status 422.
 */
const failures: Readonly<Record<number, ProviderFailure>> = {
  10: 'credentials', // bad or missing API token
  100: 'unavailable', // maintenance
  429: 'rate-limited',
  1101: 'not-found', // no such template on this server
  1105: 'quota', // the server's limit of templates
};

export function failureIn(body: Json): ProviderFailure | undefined {
  return isObject(body) && typeof body.ErrorCode === 'number' ? failures[body.ErrorCode] : undefined;
}

/** The words of an error body `{ ErrorCode, Message }`: the vendor's API description, `StandardPostmarkResponse`. */
export function wordsOf(body: Json): string | undefined {
  return isObject(body) && typeof body.Message === 'string' ? body.Message : undefined;
}

/**
 * The API of one Postmark server. Paths, bodies and answers: the vendor's API description, as kept at
 * github.com/api-evangelist/postmark, and postmarkapp.com/developer/api/templates-api. Every method rejects with a
 * ProviderError.
 */
export class ServerApi {
  readonly #client: WorkspaceClient;

  constructor(client: WorkspaceClient) {
    this.#client = client;
  }

  /** The server that the token belongs to. */
  async server(signal?: AbortSignal): Promise<{ readonly id: string; readonly name: string }> {
    const body = await this.#client.call({ method: 'GET', route: '/server', idempotent: true }, signal);
    const { ID: id, Name: name } = object(body);
    if (typeof id === 'number' && typeof name === 'string') return { id: String(id), name };
    throw nonsense('a server without ID or Name');
  }

  /** Lists all templates, through all pages. */
  async list(signal?: AbortSignal): Promise<Listed[]> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const found = await this.#pages(signal);
      if (found) return found;
    }
    throw nonsense('listings that change while they are read');
  }

  /**
   * Reads all pages once. Undefined when the listing has changed between two pages, because a template could have
   * slipped from a later page to an earlier one.
   */
  async #pages(signal: AbortSignal | undefined): Promise<Listed[] | undefined> {
    const found = new Map<string, Listed>();
    let total: number | undefined;
    for (let page = 0; page < maxPages; page++) {
      const query = { count: pageSize, offset: page * pageSize };
      const body = await this.#client.call({ method: 'GET', route: '/templates', query, idempotent: true }, signal);
      const { TotalCount: count, Templates: templates } = object(body);
      if (typeof count !== 'number' || !Array.isArray(templates)) throw nonsense('a listing without Templates');
      if (total !== undefined && total !== count) return undefined;
      total = count;
      for (const item of templates) {
        const template = listedOf(item);
        found.set(template.id, template);
      }
      if (found.size >= count) return [...found.values()];
      if (templates.length === 0) return undefined;
    }
    throw nonsense('a listing without end');
  }

  /** Reads a template with its content; undefined where none has that id or alias. */
  async get(idOrAlias: string, signal?: AbortSignal): Promise<Template | undefined> {
    if (!isPlainId(idOrAlias)) return undefined;
    const call = { ...one(idOrAlias), method: 'GET', idempotent: true } as const;
    const body = await this.#client.call(call, signal).catch(orMissing);
    return body === 'missing' ? undefined : { ...listedOf(body), body: object(body) };
  }

  /**
   * Creates a template, and resolves to its id. Postmark refuses an alias that is in use, so that there are never two.
   */
  async create(body: JsonObject, signal?: AbortSignal): Promise<string> {
    const made = { ...body, TemplateType: 'Standard' };
    const call = { method: 'POST', route: '/templates', body: made, idempotent: false } as const;
    return listedOf(await this.#client.call(call, signal)).id;
  }

  async change(id: string, body: JsonObject, signal?: AbortSignal): Promise<void> {
    await this.#client.call({ ...one(id), method: 'PUT', body, idempotent: true }, signal);
  }

  /** Deletes a template; one that is gone already is fine. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.#client.call({ ...one(id), method: 'DELETE', idempotent: true }, signal).catch(orMissing);
  }
}

function one(template: string) {
  return { route: '/templates/{template}', params: { template } };
}

function listedOf(body: Json | undefined): Listed {
  const { TemplateId: id, Alias: alias, Name: name, TemplateType: type } = object(body);
  if (typeof id !== 'number') throw nonsense('a template without an id');
  return {
    id: String(id),
    alias: typeof alias === 'string' && alias !== '' ? alias : undefined,
    // A layout is a different kind of object, which Tenantry never creates.
    marker: typeof name === 'string' && type !== 'Layout' ? markerIn(name) : undefined,
  };
}
