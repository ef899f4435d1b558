import type { Channel } from '../../config/model.ts';
import { digestOf, type JsonObject } from '../../digest.ts';
import { ProviderError } from '../errors.ts';
import type { Binding } from '../http/account.ts';
import { createOnce } from '../http/once.ts';
import { Kept } from '../kept.ts';
import { markerFor } from '../marker.ts';
import type { Payload, RemoteRef, RemoteTemplate, Workspace, Written } from '../provider.ts';
import { assertNameFits } from '../remote-name.ts';
import { type Entry, IterableApi, type Template } from './api.ts';
import { displayName } from './display-name.ts';
import { MessageTypes } from './message-types.ts';
import { contentOf, hasSender, nameLength, payloadOf, purposeOf } from './payload.ts';
import { type Memory, Shelf } from './shelf.ts';

/** The snippet that tells which project a key belongs to. */
const snippet = 'tenantry';

/** How often to look for a template that was just written: the vendor's own tests wait for it, too. */
const looks = 5;

/** The body that a template is written with; its content is added to these fields. */
interface TemplateBody extends JsonObject {
  readonly clientTemplateId: string;
  readonly name: string;
  readonly messageTypeId: number;
}

/**
 * A project at Iterable, with one template for each message, found by its `clientTemplateId`, and with the marker at
 * the end of its name. Copies that campaigns made of it have the same `clientTemplateId` and get the same content; they
 * do not count as objects.
 */
export class IterableWorkspace implements Workspace {
  readonly #binding: Binding<Memory>;
  readonly #api: IterableApi;
  readonly #shelf: Shelf;
  readonly #types = new Kept<MessageTypes>();
  #listed: readonly Entry[] | undefined;

  constructor(binding: Binding<Memory>) {
    this.#binding = binding;
    this.#api = new IterableApi(binding.client);
    this.#shelf = new Shelf(this.#where, binding.memory, this.#api);
  }

  /**
   * Finds out the project's number. No endpoint says which project a key belongs to, but every snippet carries its
   * project's number (the vendor's API description, `SnippetResponse`). That this is the number Iterable shows in its
   * settings is from memory, unverified.
   */
  async identify(signal?: AbortSignal): Promise<{ account: string; workspace: string }> {
    const { account } = this.#binding;
    const workspace = await this.#api.projectOf(snippet, signal);
    if (workspace !== undefined) return { account, workspace };
    throw new ProviderError(
      'not-found',
      `${this.#where} has no snippet named “${snippet}”, and nothing else at Iterable says which project a key belongs ` +
        'to. Create one in the project, with any content, and deploy again.',
    );
  }

  async *list(signal?: AbortSignal): AsyncIterable<RemoteTemplate> {
    const entries = await this.#shelf.list(signal);
    this.#listed = entries;
    const own = new Set(entries.filter(({ isBound }) => !isBound).map(keyOf));
    for (const entry of entries) {
      if (entry.isBound && own.has(keyOf(entry))) continue;
      const { id, clientTemplateId, name, marker } = entry;
      yield { id, name: clientTemplateId ?? name, ...(marker && { marker }) };
    }
  }

  async read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined> {
    const template = await this.#shelf.get(ref.id, 'email', signal);
    return template && (await this.#payload(template, signal));
  }

  async put(name: string, payload: Payload, known?: RemoteRef, signal?: AbortSignal): Promise<Written> {
    signal?.throwIfAborted();
    assertNameFits(name, nameLength);
    if (!hasSender(payload)) {
      throw new ProviderError(
        'rejected',
        `${JSON.stringify(name)} has no sender, which Iterable requires of every email.`,
      );
    }
    const purpose = purposeOf(payload);
    const messageTypeId = (await this.#loadTypes(signal)).idFor(purpose, this.#where);
    const found = await this.#find(name, purpose.channel, known, signal);
    const marker = markerFor(this.#binding.repository, digestOf(payload));
    const body: TemplateBody = {
      clientTemplateId: name,
      name: displayName(name, marker),
      messageTypeId,
      ...contentOf(payload),
    };
    const here = found.filter(({ channel }) => channel === purpose.channel);
    const template =
      (await this.#holding(here, body.name, payload, signal)) ??
      (await this.#write(purpose.channel, body, here.length > 0, signal));
    // When the message's channel has changed, its template of the former channel is left over.
    await this.#shelf.remove(
      found.filter((one) => !here.includes(one)),
      signal,
    );
    return { id: template.id, name, remote: digestOf(await this.#payload(template, signal)) };
  }

  async archive(ref: RemoteRef, signal?: AbortSignal): Promise<void> {
    const template = await this.#shelf.get(ref.id, 'email', signal);
    if (!template) return;
    const { clientTemplateId } = template;
    if (!this.#isOurs(template) || clientTemplateId === undefined) throw this.#foreign(ref.name);
    const matches = await this.#shelf.matching(clientTemplateId, template.channel, signal);
    await this.#shelf.remove(
      matches.filter((one) => one.channel === template.channel && (one.isBound || this.#isOurs(one))),
      signal,
    );
  }

  /** Deletes further templates of one name that no campaign uses: they come from a call that was carried out twice. */
  async tidy(signal?: AbortSignal): Promise<void> {
    const seen = new Map<string, number>();
    const entries = this.#listed ?? (await this.#shelf.list(signal));
    for (const entry of entries) {
      if (entry.isBound || entry.clientTemplateId === undefined || !this.#isOurs(entry)) continue;
      const count = (seen.get(keyOf(entry)) ?? 0) + 1;
      seen.set(keyOf(entry), count);
      if (count !== 2) continue;
      // The listing may still show templates that are gone, so it alone must not decide: the only one left could be
      // deleted.
      const matches = await this.#shelf.matching(entry.clientTemplateId, entry.channel, signal);
      const own = matches.filter((one) => one.channel === entry.channel && !one.isBound && this.#isOurs(one));
      await this.#shelf.remove(own.slice(1), signal);
    }
  }

  get #where(): string {
    return `${this.#binding.account}/${this.#binding.workspace}`;
  }

  /** The project's message types, requested once. A request that fails is repeated by the next call. */
  async #loadTypes(signal: AbortSignal | undefined): Promise<MessageTypes> {
    return await this.#types.get(() => MessageTypes.load(this.#api, signal));
  }

  /**
   * Finds the templates of a name. Throws ProviderError where one is somebody else's; a campaign's copy counts as ours
   * where the template is ours.
   */
  async #find(name: string, channel: Channel, known?: RemoteRef, signal?: AbortSignal): Promise<Template[]> {
    const found = await this.#shelf.matching(name, channel, signal);
    // The recorded template stays ours when somebody has changed its name, but not when it carries another repository's
    // marker.
    const isOurs = (one: Template) => this.#isOurs(one) || (!one.marker && one.id === known?.id);
    const unbound = found.filter(({ isBound }) => !isBound);
    if (!unbound.every(isOurs) || (found.length > 0 && !found.some(isOurs))) throw this.#foreign(name);
    return found;
  }

  /**
   * The template among those found, if it and its duplicates hold the payload already. The copies of campaigns are not
   * compared where there is a template that no campaign uses.
   */
  async #holding(
    found: readonly Template[],
    shown: string,
    payload: Payload,
    signal?: AbortSignal,
  ): Promise<Template | undefined> {
    const unbound = found.filter(({ isBound }) => !isBound);
    const own = unbound.length > 0 ? unbound : found;
    for (const template of own) {
      const isEqual = digestOf(await this.#payload(template, signal)) === digestOf(payload);
      if (template.name !== shown || !isEqual) return undefined;
    }
    return own[0];
  }

  /** Creates the template, or changes all templates with its `clientTemplateId`. */
  async #write(channel: Channel, body: TemplateBody, isThere: boolean, signal?: AbortSignal): Promise<Template> {
    if (isThere) {
      await this.#api.upsert(channel, body, true, signal);
      return await this.#confirmed(channel, body, signal);
    }
    const created = await createOnce(
      async () => {
        await this.#api.upsert(channel, body, false, signal);
        return await this.#confirmed(channel, body, signal);
      },
      () => this.#written(channel, body, signal),
      (attempt) => this.#binding.client.pause(attempt + 1, signal),
    );
    this.#shelf.created(created);
    return created;
  }

  /**
   * Finds a template that shows the marker it was written with: the one with the lowest id, if possible one that no
   * campaign made.
   */
  async #written(channel: Channel, body: TemplateBody, signal?: AbortSignal): Promise<Template | undefined> {
    const found = (await this.#shelf.matching(body.clientTemplateId, channel, signal)).filter(
      (one) => one.channel === channel && one.name === body.name,
    );
    return found.find(({ isBound }) => !isBound) ?? found[0];
  }

  async #confirmed(channel: Channel, body: TemplateBody, signal?: AbortSignal): Promise<Template> {
    for (let look = 1; look <= looks; look++) {
      const template = await this.#written(channel, body, signal);
      if (template) return template;
      await this.#binding.client.pause(look, signal);
    }
    const what = `what it holds as “${body.clientTemplateId}”`;
    throw new ProviderError('unavailable', `${this.#where}: Iterable does not return ${what}. Deploy again later.`);
  }

  async #payload(template: Template, signal?: AbortSignal): Promise<Payload> {
    const types = await this.#loadTypes(signal);
    return payloadOf(types.purposeOf(template.channel, template.body.messageTypeId), template.body);
  }

  #isOurs({ marker }: Entry): boolean {
    return marker?.repository === this.#binding.repository;
  }

  #foreign(name: string): ProviderError {
    const { repository } = this.#binding;
    return new ProviderError(
      'foreign',
      `${this.#where} has a template “${name}” whose name does not end in the marker of this repository ` +
        `(“${repository}”), so it is left alone. Give it another client template id at Iterable, or delete it, and ` +
        'deploy again.',
    );
  }
}

function keyOf({ channel, clientTemplateId, id }: Entry): string {
  return `${channel} ${clientTemplateId ?? id}`;
}
