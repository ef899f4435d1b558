import { digestOf, type JsonObject } from '../../digest.ts';
import { ProviderError } from '../errors.ts';
import type { Binding } from '../http/account.ts';
import { VendorError } from '../http/failure.ts';
import { createOnce } from '../http/once.ts';
import { Kept } from '../kept.ts';
import { formatMarker, markerFor } from '../marker.ts';
import type { Payload, RemoteRef, RemoteTemplate, Workspace, Written } from '../provider.ts';
import { assertNameFits, isMessageName } from '../remote-name.ts';
import { activeVersion, markerOf, type Template, TemplatesApi, type WholeVersion } from './api.ts';
import { Catalogue, type Memory } from './catalogue.ts';
import { whoIs } from './identity.ts';
import { removeTwins, takeBack } from './leftovers.ts';
import { nameLength, payloadOf, versionBody } from './payload.ts';
import { full, type Place, quota, surplusOf, type Way, wayFor } from './versions.ts';

/**
 * A subuser at SendGrid, with one dynamic template for each message, found by its exact name. The template's active
 * version carries the message, and the marker in its own name; the version before it stays, to go back to.
 */
export class SendgridWorkspace implements Workspace {
  readonly #binding: Binding<Memory>;
  readonly #api: TemplatesApi;
  readonly #catalogue = new Kept<Catalogue>();

  constructor(binding: Binding<Memory>) {
    this.#binding = binding;
    this.#api = new TemplatesApi(binding.client);
  }

  async identify(signal?: AbortSignal): Promise<{ account: string; workspace: string } | undefined> {
    signal?.throwIfAborted();
    const workspace = await whoIs(this.#binding.client, this.#binding.workspace, signal);
    return workspace === undefined ? undefined : { account: this.#binding.account, workspace };
  }

  async *list(signal?: AbortSignal): AsyncIterable<RemoteTemplate> {
    this.#catalogue.forget();
    for (const template of (await this.#load(signal)).all()) {
      const marker = markerOf(template);
      yield { id: template.id, name: template.name, ...(marker && { marker }) };
    }
  }

  async read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined> {
    const template = await this.#api.get(ref.id, signal);
    const active = template && activeVersion(template);
    if (!template || !active) return undefined;
    const version = await this.#api.version(template.id, active.id, signal);
    const payload = version && payloadOf(version.content);
    if (version && !payload) throw this.#foreign(template.name);
    return payload;
  }

  async put(name: string, payload: Payload, known?: RemoteRef, signal?: AbortSignal): Promise<Written> {
    signal?.throwIfAborted();
    assertNameFits(name, nameLength);
    const catalogue = await this.#load(signal);
    const found = (known && (await this.#known(catalogue, known, signal))) ?? this.#named(catalogue, name);
    if (!found) return await this.#create(name, payload, catalogue, signal);
    this.#assertOurs(found);
    const template = found.name === name ? found : await this.#rename(found, name, catalogue, signal);
    await removeTwins(template, this.#api, catalogue, signal);
    const active = activeVersion(template);
    const marker = formatMarker(markerFor(this.#binding.repository, digestOf(payload)));
    if (active?.name === marker) {
      const held = await this.#api.version(template.id, active.id, signal);
      const remote = held && payloadOf(held.content);
      if (remote && digestOf(remote) === digestOf(payload)) return written(template, remote);
    }
    return await this.#write(template, payload, catalogue, signal);
  }

  async archive(ref: RemoteRef, signal?: AbortSignal): Promise<void> {
    const template = await this.#api.get(ref.id, signal);
    if (!template) return;
    this.#assertOurs(template);
    await this.#api.delete(template.id, signal);
    (await this.#catalogue.known())?.deleted(template.id);
    this.#binding.memory.created.delete(template.id);
    this.#binding.memory.deleted.add(template.id);
  }

  /**
   * Deletes what a killed run leaves behind: versions except the one to go back to, and templates that were named but
   * got no content.
   */
  async tidy(signal?: AbortSignal): Promise<void> {
    const catalogue = await this.#load(signal);
    for (const template of catalogue.all()) {
      if (template.dynamic && template.versions.length === 0 && isMessageName(template.name)) {
        await this.#api.delete(template.id, signal);
        catalogue.deleted(template.id);
      } else if (markerOf(template)?.repository === this.#binding.repository) {
        await this.#prune(surplusOf(template, this.#binding.repository), catalogue, signal);
      }
    }
  }

  /** The workspace's templates, listed once. A listing that fails is repeated by the next call. */
  async #load(signal: AbortSignal | undefined): Promise<Catalogue> {
    return await this.#catalogue.get(() => Catalogue.load(this.#api, this.#binding.memory, signal));
  }

  async #known(catalogue: Catalogue, { id }: RemoteRef, signal?: AbortSignal): Promise<Template | undefined> {
    return catalogue.get(id) ?? (await catalogue.refresh(id, signal));
  }

  /**
   * Finds the template of a name: ours, else one that has no content yet. Throws ProviderError where it is somebody
   * else's.
   */
  #named(catalogue: Catalogue, name: string): Template | undefined {
    const found = catalogue.named(name);
    const ours = found.find((template) => this.#isOurs(template) && template.versions.length > 0);
    const chosen = ours ?? found.find((template) => this.#isOurs(template));
    if (!chosen && found.length > 0) throw this.#foreign(name);
    return chosen;
  }

  /** Gives our template its own name back, after somebody changed it; it was found by its id. */
  async #rename(template: Template, name: string, catalogue: Catalogue, signal?: AbortSignal): Promise<Template> {
    const renamed = { ...template, name: (await this.#api.rename(template.id, name, signal)).name };
    catalogue.renamed(renamed);
    return renamed;
  }

  async #create(name: string, payload: Payload, catalogue: Catalogue, signal?: AbortSignal): Promise<Written> {
    if (catalogue.templates() >= quota.templates) throw full(`${quota.templates} templates`);
    // Room is claimed before the template is created, because a template that can have no version is of no use.
    const release = catalogue.claim({ template: true, instead: leaving(this.#wayFor(undefined, catalogue)) });
    let template: Template;
    try {
      template = await createOnce(
        () => this.#api.create(name, signal),
        async () => {
          await catalogue.look(name, signal);
          return this.#named(catalogue, name);
        },
        (attempt) => this.#binding.client.pause(attempt + 1, signal),
      );
    } finally {
      release();
    }
    catalogue.created(template);
    try {
      return await this.#write(template, payload, catalogue, signal);
    } catch (error) {
      if (error instanceof VendorError && error.failure === 'rejected')
        await takeBack(template.id, this.#api, catalogue);
      throw error;
    }
  }

  /** Gives a template of ours new content. */
  async #write(template: Template, payload: Payload, catalogue: Catalogue, signal?: AbortSignal): Promise<Written> {
    const body = versionBody(payload, markerFor(this.#binding.repository, digestOf(payload)));
    const way = this.#wayFor(template, catalogue);
    if (way.kind === 'in-place') {
      const changed = await this.#api.changeVersion(template.id, way.version.id, body, signal);
      return await this.#confirm(template, changed, catalogue, signal);
    }
    const release = catalogue.claim({ template: false, instead: leaving(way) });
    let made: WholeVersion;
    try {
      await this.#prune(way.before, catalogue, signal);
      made = await this.#addVersion(template, body, catalogue, signal);
    } finally {
      release();
    }
    return await this.#confirm(template, made, catalogue, signal);
  }

  #wayFor(template: Template | undefined, catalogue: Catalogue): Way {
    const { repository } = this.#binding;
    return wayFor(template, { used: catalogue.versions(), all: catalogue.staying(), repository });
  }

  /** Adds a version that is active at once; where it is unknown whether it was created, looks for it by its marker. */
  async #addVersion(
    template: Template,
    body: JsonObject,
    catalogue: Catalogue,
    signal?: AbortSignal,
  ): Promise<WholeVersion> {
    const before = new Set(template.versions.map(({ id }) => id));
    const made = await createOnce(
      () => this.#api.createVersion(template.id, { ...body, active: 1 }, signal),
      async () => {
        const now = await catalogue.refresh(template.id, signal);
        const found = now?.versions.find(({ id, name }) => name === body.name && !before.has(id));
        return found && (await this.#api.version(template.id, found.id, signal));
      },
      (attempt) => this.#binding.client.pause(attempt, signal),
    );
    return made.version.active ? made : await this.#api.activate(template.id, made.version.id, signal);
  }

  /** Records what was written and is live now, and resolves to what the vendor made of it. */
  async #confirm(
    template: Template,
    { version, content }: WholeVersion,
    catalogue: Catalogue,
    signal?: AbortSignal,
  ): Promise<Written> {
    catalogue.wrote(template.id, { ...version, active: true });
    const held =
      payloadOf(content) ?? payloadOf((await this.#api.version(template.id, version.id, signal))?.content ?? {});
    if (held) return written(template, held);
    throw new ProviderError(
      'unavailable',
      `SendGrid does not return what it holds as “${template.name}”. Deploy again.`,
    );
  }

  async #prune(places: readonly Place[], catalogue: Catalogue, signal?: AbortSignal): Promise<void> {
    for (const { template, version } of places) {
      await this.#api.deleteVersion(template, version, signal);
      catalogue.deletedVersion(template, version);
    }
  }

  /**
   * Whether a template is ours: it carries our marker, or it has a name but no version, because a run of ours was
   * killed before adding one.
   */
  #isOurs(template: Template): boolean {
    if (!template.dynamic) return false;
    return template.versions.length === 0 || markerOf(template)?.repository === this.#binding.repository;
  }

  #assertOurs(template: Template): void {
    if (!this.#isOurs(template)) throw this.#foreign(template.name);
  }

  #foreign(name: string): ProviderError {
    const { account, workspace, repository } = this.#binding;
    return new ProviderError(
      'foreign',
      `${account}/${workspace} has a template “${name}” whose active version was not written by this repository ` +
        `(“${repository}”), so it is left alone. Rename or delete it at SendGrid, or activate our version there, and deploy again.`,
    );
  }
}

function written({ id, name }: Template, held: Payload): Written {
  return { id, name, remote: digestOf(held) };
}

/** The last of the versions that are deleted before a new one is created. */
function leaving(way: Way): string | undefined {
  return way.kind === 'new-version' ? way.before.at(-1)?.version : undefined;
}
