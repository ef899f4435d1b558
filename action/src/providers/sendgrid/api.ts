import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import { answersOf, isPlainId, orMissing } from '../http/answers.ts';
import type { WorkspaceClient } from '../http/client.ts';
import { parseMarker } from '../marker.ts';
import type { Marker } from '../provider.ts';

const { nonsense, object } = answersOf('SendGrid');

/** A version as a listing returns it: without its content. */
export interface Version {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** `YYYY-MM-DD hh:mm:ss`. */
  readonly updatedAt: string;
}

export interface Template {
  readonly id: string;
  readonly name: string;
  /**
   * Whether it is a dynamic template whose versions are known. A legacy template is a different kind of object, which
   * Tenantry never creates; and a template of unknown content must not be taken for an empty one.
   */
  readonly dynamic: boolean;
  readonly versions: readonly Version[];
}

/** Templates per page. `page_size` is required, and from 1 to 200: the vendor's API description. */
const pageSize = 200;
/** More pages than 300 templates can fill, so that a listing that never ends cannot keep us for ever. */
const maxPages = 100;

/** A version with its content. */
export interface WholeVersion {
  readonly version: Version;
  /** As the vendor returns it. */
  readonly content: JsonObject;
}

/** The version that is sent. */
export function activeVersion({ versions }: Template): Version | undefined {
  return versions.find(({ active }) => active);
}

/** The marker of the version that is sent; undefined for a template whose content is not ours. */
export function markerOf(template: Template): Marker | undefined {
  const active = activeVersion(template);
  return template.dynamic && active ? parseMarker(active.name) : undefined;
}

/**
 * The API of the templates in one SendGrid workspace. Paths, bodies and answers: the vendor's API description,
 * github.com/twilio/sendgrid-oai, `tsg_templates_v3`. Every method rejects with a ProviderError.
 */
export class TemplatesApi {
  readonly #client: WorkspaceClient;

  constructor(client: WorkspaceClient) {
    this.#client = client;
  }

  /** Lists all templates, through all pages. */
  async list(signal?: AbortSignal): Promise<Template[]> {
    const found = new Map<string, Template>();
    let token: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const body = await this.#client.call(
        {
          method: 'GET',
          route: '/v3/templates',
          query: {
            generations: 'legacy,dynamic',
            page_size: pageSize,
            ...(token !== undefined && { page_token: token }),
          },
          idempotent: true,
        },
        signal,
      );
      const { result, _metadata: metadata } = isObject(body) ? body : {};
      if (!Array.isArray(result)) throw nonsense('a listing without a result');
      for (const item of result) {
        const template = templateOf(item);
        found.set(template.id, template);
      }
      const next = isObject(metadata) ? metadata.next : undefined;
      if (typeof next !== 'string' || next === '') return [...found.values()];
      const following = tokenOf(next);
      if (following === undefined || following === token) throw nonsense('a listing whose next page is not valid');
      token = following;
    }
    throw nonsense('a listing without end');
  }

  /** Reads a template with its versions; undefined where none has that id. */
  async get(id: string, signal?: AbortSignal): Promise<Template | undefined> {
    if (!isPlainId(id)) return undefined;
    const call = {
      method: 'GET',
      route: '/v3/templates/{template}',
      params: { template: id },
      idempotent: true,
    } as const;
    const body = await this.#client.call(call, signal).catch(orMissing);
    return body === 'missing' ? undefined : templateOf(body);
  }

  async create(name: string, signal?: AbortSignal): Promise<Template> {
    const body = { name, generation: 'dynamic' };
    const call = { method: 'POST', route: '/v3/templates', body, idempotent: false } as const;
    return { ...templateOf(await this.#client.call(call, signal)), dynamic: true };
  }

  async rename(id: string, name: string, signal?: AbortSignal): Promise<Template> {
    const route = '/v3/templates/{template}';
    const call = { method: 'PATCH', route, params: { template: id }, body: { name }, idempotent: true } as const;
    return templateOf(await this.#client.call(call, signal));
  }

  /** Deletes a template with all its versions; one that is gone already is fine. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    if (!isPlainId(id)) return;
    const call = {
      method: 'DELETE',
      route: '/v3/templates/{template}',
      params: { template: id },
      idempotent: true,
    } as const;
    await this.#client.call(call, signal).catch(orMissing);
  }

  /** Reads a version with its content; undefined where none has that id. */
  async version(template: string, version: string, signal?: AbortSignal): Promise<WholeVersion | undefined> {
    const call = { ...oneVersion(template, version), method: 'GET', idempotent: true } as const;
    const body = await this.#client.call(call, signal).catch(orMissing);
    return body === 'missing' ? undefined : wholeVersionOf(body);
  }

  async createVersion(template: string, body: JsonObject, signal?: AbortSignal): Promise<WholeVersion> {
    const route = '/v3/templates/{template}/versions';
    const call = { method: 'POST', route, params: { template }, body, idempotent: false } as const;
    return wholeVersionOf(await this.#client.call(call, signal));
  }

  async changeVersion(
    template: string,
    version: string,
    body: JsonObject,
    signal?: AbortSignal,
  ): Promise<WholeVersion> {
    const call = { ...oneVersion(template, version), method: 'PATCH', body, idempotent: true } as const;
    return wholeVersionOf(await this.#client.call(call, signal));
  }

  async activate(template: string, version: string, signal?: AbortSignal): Promise<WholeVersion> {
    const params = { template, version };
    const route = '/v3/templates/{template}/versions/{version}/activate';
    return wholeVersionOf(await this.#client.call({ method: 'POST', route, params, idempotent: true }, signal));
  }

  /** Deletes a version; one that is gone already is fine. */
  async deleteVersion(template: string, version: string, signal?: AbortSignal): Promise<void> {
    const call = { ...oneVersion(template, version), method: 'DELETE', idempotent: true } as const;
    await this.#client.call(call, signal).catch(orMissing);
  }
}

function oneVersion(template: string, version: string) {
  return { route: '/v3/templates/{template}/versions/{version}', params: { template, version } };
}

function templateOf(body: Json | undefined): Template {
  const { id, name, generation, versions } = object(body);
  if (!isId(id) || typeof name !== 'string') throw nonsense('a template without id or name');
  const dynamic = generation === 'dynamic' && Array.isArray(versions);
  return { id, name, dynamic, versions: Array.isArray(versions) ? versions.map(versionOf) : [] };
}

function wholeVersionOf(body: Json | undefined): WholeVersion {
  const content = object(body);
  return { version: versionOf(content), content };
}

function versionOf(body: Json): Version {
  const { id, name, active, updated_at: updatedAt } = object(body);
  if (!isId(id)) throw nonsense('a version without an id');
  return {
    id,
    name: typeof name === 'string' ? name : '',
    active: active === 1 || active === true,
    updatedAt: typeof updatedAt === 'string' ? updatedAt : '',
  };
}

/** Whether an id can stand in a path: `..` would turn a version's path into that of its template. */
function isId(id: Json | undefined): id is string {
  return typeof id === 'string' && isPlainId(id);
}

/**
 * The token in the address of the next page. Nothing else of the address is used, so that no answer can lead us to
 * another host.
 */
function tokenOf(next: string): string | undefined {
  return URL.parse(next, 'https://vendor.invalid')?.searchParams.get('page_token') ?? undefined;
}
