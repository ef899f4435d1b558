import { type Channel, channels } from '../../config/model.ts';
import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import { answersOf, orMissing } from '../http/answers.ts';
import type { WorkspaceClient } from '../http/client.ts';
import { VendorError } from '../http/failure.ts';
import type { Marker } from '../provider.ts';
import { markerIn } from './display-name.ts';

const { nonsense, object } = answersOf('Iterable');

/** A template as a listing returns it. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly channel: Channel;
  readonly clientTemplateId?: string;
  /** Whether a campaign uses it. */
  readonly isBound: boolean;
  readonly marker?: Marker;
}

/** A template with its content. */
export interface Template extends Entry {
  readonly body: JsonObject;
}

/** The `messageMedium` to list each channel with: the vendor's API description. */
const media: Readonly<Record<Channel, string>> = { email: 'Email', push: 'Push', sms: 'SMS' };

/** Templates per page. `pageSize` is at most 1000, and without it there are no pages: the vendor's API description. */
const pageSize = 200;
/** Keeps a listing that never ends from keeping us for ever. */
const maxPages = 500;

/**
 * The API of the templates in one Iterable project. Paths, bodies and answers: github.com/Iterable/api-client and the
 * vendor's API description. Every method rejects with a ProviderError.
 */
export class IterableApi {
  readonly #client: WorkspaceClient;

  constructor(client: WorkspaceClient) {
    this.#client = client;
  }

  /** Lists the templates of all channels, through all pages. */
  async list(signal?: AbortSignal): Promise<Entry[]> {
    const found: Entry[] = [];
    for (const channel of channels) found.push(...(await this.#listOf(channel, signal)));
    return found;
  }

  /** The ids of all templates with that `clientTemplateId`, of any channel, in ascending order. */
  async matches(clientTemplateId: string, signal?: AbortSignal): Promise<string[]> {
    const body = await this.#get('/api/templates/getByClientTemplateId', { clientTemplateId }, signal);
    if (!Array.isArray(body?.templates)) throw nonsense('a search without templates');
    return body.templates.map((one) => idOf(object(one))).sort((a, b) => Number(a) - Number(b));
  }

  /**
   * Reads a template with its content; undefined where the channel has none with that id. A missing one is answered
   * with 404. That one of another channel, or a malformed id, is answered with 400 or 404 is from memory, unverified.
   */
  async get(channel: Channel, id: string, signal?: AbortSignal): Promise<Template | undefined> {
    const route = `/api/templates/${channel}/get`;
    const body = await this.#get(route, { templateId: id }, signal).catch((error: unknown) => {
      if (error instanceof VendorError && (error.status === 404 || error.status === 400)) return undefined;
      throw error;
    });
    return body && { ...entryOf(channel, body), body };
  }

  /**
   * Creates a template, or changes all templates of the channel with that `clientTemplateId`, including those of
   * campaigns.
   */
  async upsert(channel: Channel, body: JsonObject, isThere: boolean, signal?: AbortSignal): Promise<void> {
    await this.#post(`/api/templates/${channel}/upsert`, body, isThere, signal);
  }

  /** Changes one template. */
  async update(channel: Channel, body: JsonObject, signal?: AbortSignal): Promise<void> {
    await this.#post(`/api/templates/${channel}/update`, body, true, signal);
  }

  /** Deletes templates, and resolves to the ids of those that are gone: templates that a campaign uses stay. */
  async delete(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>> {
    const { success } = await this.#post('/api/templates/bulkDelete', { ids: ids.map(Number) }, true, signal);
    return new Set(Array.isArray(success) ? success.map(String) : []);
  }

  /** Lists what a project has apart from templates: `GET /api/channels`, `GET /api/messageTypes`. */
  async all(what: 'channels' | 'messageTypes', signal?: AbortSignal): Promise<JsonObject[]> {
    const body = await this.#get(`/api/${what}`, {}, signal);
    const list = body[what];
    if (!Array.isArray(list)) throw nonsense(`no ${what}`);
    return list.map(object);
  }

  /** The number of the project that holds a snippet of that name; undefined where there is none. */
  async projectOf(snippet: string, signal?: AbortSignal): Promise<string | undefined> {
    const call = { method: 'GET', route: '/api/snippets/{snippet}', params: { snippet }, idempotent: true } as const;
    const body = await this.#client.call(call, signal).catch(orMissing);
    if (body === 'missing') return undefined;
    const found = isObject(body) && isObject(body.snippet) ? body.snippet.projectId : undefined;
    if (typeof found !== 'number') throw nonsense('a snippet without its project');
    return String(found);
  }

  async #listOf(channel: Channel, signal?: AbortSignal): Promise<Entry[]> {
    const found = new Map<string, Entry>();
    for (let page = 1; page <= maxPages; page++) {
      const query = { messageMedium: media[channel], page, pageSize, sort: 'id' };
      const body = await this.#get('/api/templates', query, signal);
      if (!Array.isArray(body.templates)) throw nonsense('a listing without templates');
      for (const one of body.templates) {
        const entry = entryOf(channel, object(one));
        found.set(entry.id, entry);
      }
      if (typeof body.nextPageUrl === 'string' && body.nextPageUrl !== '') continue;
      const { totalTemplatesCount: total } = body;
      if (typeof total === 'number' && total > found.size) throw nonsense('a listing that ends early');
      return [...found.values()];
    }
    throw nonsense('a listing without end');
  }

  async #get(route: string, query: Record<string, string | number>, signal?: AbortSignal): Promise<JsonObject> {
    return object(await this.#client.call({ method: 'GET', route, query, idempotent: true }, signal));
  }

  async #post(route: string, body: JsonObject, idempotent: boolean, signal?: AbortSignal): Promise<JsonObject> {
    const answer = object(await this.#client.call({ method: 'POST', route, body, idempotent }, signal));
    const { code } = answer;
    if (code === undefined || code === 'Success') return answer;
    // A longer text is not quoted, because it could repeat what was sent.
    const said = typeof code === 'string' && /^[A-Za-z]{1,40}$/.test(code) ? code : 'something other than success';
    throw new VendorError('rejected', 200, `Iterable answers POST ${route} with ${said}. Deploy again later.`);
  }
}

function entryOf(channel: Channel, body: JsonObject): Entry {
  const { name, clientTemplateId, campaignId } = body;
  const client = typeof clientTemplateId === 'string' ? clientTemplateId : undefined;
  const shown = typeof name === 'string' ? name : '';
  const marker = markerIn(shown, client);
  return {
    id: idOf(body),
    name: shown,
    channel,
    ...(client !== undefined && { clientTemplateId: client }),
    isBound: typeof campaignId === 'number',
    ...(marker && { marker }),
  };
}

function idOf({ templateId }: JsonObject): string {
  if (typeof templateId !== 'number') throw nonsense('a template without an id');
  return String(templateId);
}
