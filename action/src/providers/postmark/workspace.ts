import { digestOf } from '../../digest.ts';
import { ProviderError } from '../errors.ts';
import type { Binding } from '../http/account.ts';
import { createOnce } from '../http/once.ts';
import { markerFor } from '../marker.ts';
import type { Payload, RemoteRef, RemoteTemplate, Workspace, Written } from '../provider.ts';
import { assertNameFits } from '../remote-name.ts';
import { type Listed, ServerApi, type Template } from './api.ts';
import { aliasOf, nameLength, nameOf, payloadOf, templateBody } from './payload.ts';

/** What this process has created and deleted in a workspace: the vendor's listings may lag behind it. */
export class Memory {
  readonly created = new Set<string>();
  readonly deleted = new Set<string>();
}

const digits = /^[0-9]+$/;

/**
 * A server at Postmark, with one template for each message, found by its alias, which no two templates of a server
 * share. There are no versions: a write replaces the whole content in one call, and is live at once.
 */
export class PostmarkWorkspace implements Workspace {
  readonly #binding: Binding<Memory>;
  readonly #api: ServerApi;

  constructor(binding: Binding<Memory>) {
    this.#binding = binding;
    this.#api = new ServerApi(binding.client);
  }

  /** Finds out which server the token belongs to: `GET /server` tells that, whatever server we expect. */
  async identify(signal?: AbortSignal): Promise<{ account: string; workspace: string }> {
    const { id, name } = await this.#api.server(signal);
    const { account, workspace } = this.#binding;
    return { account, workspace: digits.test(workspace) ? id : name };
  }

  async *list(signal?: AbortSignal): AsyncIterable<RemoteTemplate> {
    const { created, deleted } = this.#binding.memory;
    const listed = (await this.#api.list(signal)).filter(({ id }) => !deleted.has(id));
    const seen = new Set(listed.map(({ id }) => id));
    yield* listed.map(remoteOf);
    for (const id of created) {
      const template = seen.has(id) ? undefined : await this.#api.get(id, signal);
      if (template) yield remoteOf(template);
    }
  }

  async read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined> {
    const template = await this.#api.get(ref.id, signal);
    const payload = template && payloadOf(template.body);
    if (template && !payload) throw this.#foreign(ref.name);
    return payload;
  }

  async put(name: string, payload: Payload, known?: RemoteRef, signal?: AbortSignal): Promise<Written> {
    signal?.throwIfAborted();
    assertNameFits(name, nameLength);
    const body = templateBody(name, payload, markerFor(this.#binding.repository, digestOf(payload)));
    const found = (known && (await this.#api.get(known.id, signal))) ?? (await this.#api.get(aliasOf(name), signal));
    if (!found) return await this.#create(name, body, signal);
    this.#assertOurs(found, name);
    if (isEqual(found, body)) return written(name, found, payloadOf(found.body) ?? payload);
    await this.#api.change(found.id, body, signal);
    return await this.#confirm(name, found.id, signal);
  }

  async archive(ref: RemoteRef, signal?: AbortSignal): Promise<void> {
    const template = await this.#api.get(ref.id, signal);
    if (!template) return;
    this.#assertOurs(template, ref.name);
    await this.#api.delete(template.id, signal);
    this.#binding.memory.created.delete(template.id);
    this.#binding.memory.deleted.add(template.id);
  }

  async #create(name: string, body: ReturnType<typeof templateBody>, signal?: AbortSignal): Promise<Written> {
    const id = await createOnce(
      () => this.#api.create(body, signal),
      async () => (await this.#api.get(aliasOf(name), signal))?.id,
      (attempt) => this.#binding.client.pause(attempt, signal),
    );
    this.#binding.memory.created.add(id);
    return await this.#confirm(name, id, signal);
  }

  /** Reads back what the vendor made of a write, because the answer to a write does not hold it. */
  async #confirm(name: string, id: string, signal?: AbortSignal): Promise<Written> {
    const held = await this.#api.get(id, signal);
    if (held) this.#assertOurs(held, name);
    const payload = held && payloadOf(held.body);
    if (payload) return written(name, held, payload);
    throw new ProviderError('unavailable', `Postmark does not return what it holds as “${name}”. Deploy again.`);
  }

  #assertOurs({ marker }: Listed, name: string): void {
    if (marker?.repository !== this.#binding.repository) throw this.#foreign(name);
  }

  #foreign(name: string): ProviderError {
    const { account, workspace, repository } = this.#binding;
    return new ProviderError(
      'foreign',
      `${account}/${workspace} has a template with the alias “${aliasOf(name)}” that was not written by this repository ` +
        `(its name does not end with “tenantry:${repository}:…”), so it is left alone. ` +
        'Give it another alias or delete it at Postmark, and deploy again.',
    );
  }
}

function remoteOf({ id, alias, marker }: Listed): RemoteTemplate {
  return { id, name: alias === undefined ? `#${id}` : nameOf(alias), ...(marker && { marker }) };
}

/**
 * Whether a template is already as the write would make it. The vendor may return an empty text, or no layout, as null.
 */
function isEqual({ body: held }: Template, body: ReturnType<typeof templateBody>): boolean {
  return Object.entries(body).every(([member, value]) => (held[member] ?? '') === (value ?? ''));
}

function written(name: string, { id }: Listed, held: Payload): Written {
  return { id, name, remote: digestOf(held) };
}
