import { digestOf, type JsonObject } from '../../digest.ts';
import { ProviderError } from '../errors.ts';
import type { Binding } from '../http/account.ts';
import { createOnce } from '../http/once.ts';
import { Kept } from '../kept.ts';
import { markerFor } from '../marker.ts';
import type { Payload, RemoteRef, RemoteTemplate, Workspace, Written } from '../provider.ts';
import { assertNameFits } from '../remote-name.ts';
import { BrazeApi } from './api.ts';
import { Catalogue, type Entry, entryOf, type Memory } from './catalogue.ts';
import { claim, claimOf, type Identity } from './claim.ts';
import type { Kind } from './kinds.ts';
import { archivedMarker, descriptionOf, labelOf } from './label.ts';
import { contentOf, kindOf, nameLength, payloadOf } from './payload.ts';

/** The content of what is archived: it reaches nobody, even where something still refers to it. */
const abort = "{% abort_message('archived') %}";

/**
 * A workspace at Braze, with an email template or a content block for each message. An email template has its marker in
 * its name, which only the people of the workspace see; a content block has it in its description, because campaigns
 * refer to its name.
 */
export class BrazeWorkspace implements Workspace {
  readonly #binding: Binding<Memory>;
  readonly #api: BrazeApi;
  readonly #catalogue = new Kept<Catalogue>();

  constructor(binding: Binding<Memory>) {
    this.#binding = binding;
    this.#api = new BrazeApi(binding.client);
  }

  async identify(signal?: AbortSignal): Promise<Identity | undefined> {
    return await claimOf(this.#api, this.#binding, signal);
  }

  async *list(signal?: AbortSignal): AsyncIterable<RemoteTemplate> {
    this.#catalogue.forget();
    for (const { id, name, marker, archived } of (await this.#load(signal)).all()) {
      if (!archived) yield { id, name, ...(marker && { marker }) };
    }
  }

  async read(ref: RemoteRef, signal?: AbortSignal): Promise<Payload | undefined> {
    const found = await this.#find(ref.id, signal);
    if (!found || found.entry.archived) return undefined;
    const payload = payloadOf(found.entry.kind, found.held);
    if (!payload) throw this.#foreign(found.entry.label);
    return payload;
  }

  async put(name: string, payload: Payload, known?: RemoteRef, signal?: AbortSignal): Promise<Written> {
    signal?.throwIfAborted();
    const kind = kindOf(payload);
    assertFits(name, kind, payload);
    const catalogue = await this.#load(signal);
    const before = known && (await catalogue.find(known.id, signal));
    const found = before?.kind === kind ? before : this.#named(catalogue, kind, name);
    for (const one of [before, found]) if (one) this.#assertOurs(one);
    await this.#claim(catalogue, signal);
    const written = found
      ? await this.#change(found, name, payload, catalogue, signal)
      : await this.#create(name, payload, catalogue, signal);
    // A message whose channel has changed may be an object of the other kind now.
    if (before && before.kind !== kind) await this.#retire(before, catalogue, signal);
    return written;
  }

  async archive(ref: RemoteRef, signal?: AbortSignal): Promise<void> {
    const found = await this.#find(ref.id, signal);
    if (!found || found.entry.archived) return;
    this.#assertOurs(found.entry);
    await this.#retire(found.entry, await this.#catalogue.known(), signal);
  }

  /** The workspace's objects, listed once. A listing that fails is repeated by the next call. */
  async #load(signal: AbortSignal | undefined): Promise<Catalogue> {
    return await this.#catalogue.get(() => Catalogue.load(this.#api, this.#binding.memory, signal));
  }

  /** Finds an object of either kind by its id, with its content. */
  async #find(id: string, signal?: AbortSignal): Promise<{ entry: Entry; held: JsonObject } | undefined> {
    for (const kind of ['email', 'block'] as const) {
      const held = await this.#api.info(kind, id, signal);
      if (held) return { entry: entryOf(kind, id, held), held };
    }
    return undefined;
  }

  /**
   * Finds our object of a name, in use or archived. Throws ProviderError where the name is taken by objects of others
   * only.
   */
  #named(catalogue: Catalogue, kind: Kind, name: string): Entry | undefined {
    const all = catalogue.named(kind, name);
    const ours = all.filter((entry) => this.#isOurs(entry));
    const [first] = all;
    if (first && ours.length === 0) throw this.#foreign(first.label);
    return ours.find(({ archived }) => !archived) ?? ours[0];
  }

  /** Makes sure, once for all drivers in this process, that the workspace is ours to write to. */
  async #claim(catalogue: Catalogue, signal?: AbortSignal): Promise<void> {
    const { memory } = this.#binding;
    const isUsed = catalogue.all().some((entry) => this.#isOurs(entry));
    const pause = (attempt: number) => this.#binding.client.pause(attempt, signal);
    await memory.claim.get(() => claim(this.#api, this.#binding, { isUsed, pause }, signal));
  }

  async #create(name: string, payload: Payload, catalogue: Catalogue, signal?: AbortSignal): Promise<Written> {
    const kind = kindOf(payload);
    const marker = markerFor(this.#binding.repository, digestOf(payload));
    const label = labelOf(kind, name, marker);
    const body =
      kind === 'email'
        ? { template_name: label, ...contentOf(payload) }
        : { name: label, description: descriptionOf(marker), ...contentOf(payload), state: 'active' };
    const id = await createOnce(
      () => this.#api.create(kind, body, signal),
      async () => {
        await catalogue.look(kind, signal);
        return this.#named(catalogue, kind, name)?.id;
      },
      (attempt) => this.#binding.client.pause(attempt + 1, signal),
    );
    catalogue.created({ id, kind, label, name, marker, archived: false });
    return await this.#confirm({ id, kind, name }, signal);
  }

  /** Gives an object of ours its content and name, unless it has them already. */
  async #change(
    entry: Entry,
    name: string,
    payload: Payload,
    catalogue: Catalogue,
    signal?: AbortSignal,
  ): Promise<Written> {
    const { id, kind } = entry;
    const digest = digestOf(payload);
    const marker = markerFor(this.#binding.repository, digest);
    const label = labelOf(kind, name, marker);
    if (!entry.archived && entry.label === label && entry.marker?.digest12 === marker.digest12) {
      const held = await this.#api.info(kind, id, signal);
      const remote = held && payloadOf(kind, held);
      if (remote && digestOf(remote) === digest) return { id, name, remote: digest };
    }
    const body =
      kind === 'email'
        ? { template_name: label, ...contentOf(payload) }
        : // The name of an active content block cannot be changed, and is only told where it has to be.
          { ...(entry.label !== label && { name: label }), description: descriptionOf(marker), ...contentOf(payload) };
    await this.#api.update(kind, id, body, signal);
    catalogue.wrote({ id, kind, label, name, marker, archived: false });
    return await this.#confirm({ id, kind, name }, signal);
  }

  /** Takes an object out of use; Braze cannot delete. */
  async #retire({ id, kind, name, label }: Entry, catalogue: Catalogue | undefined, signal?: AbortSignal) {
    const marker = archivedMarker(this.#binding.repository);
    const now = kind === 'email' ? labelOf(kind, name, marker, true) : label;
    const body =
      kind === 'email'
        ? { template_name: now, subject: '(archived)', body: abort, plaintext_body: abort, preheader: '' }
        : { description: descriptionOf(marker, true), content: abort };
    await this.#api.update(kind, id, body, signal);
    this.#binding.memory.archived.add(id);
    catalogue?.wrote({ id, kind, label: now, name, marker, archived: true });
  }

  /** Reads back what the vendor made of a write. */
  async #confirm({ id, kind, name }: RemoteRef & { kind: Kind }, signal?: AbortSignal): Promise<Written> {
    const held = await this.#api.info(kind, id, signal);
    const remote = held && payloadOf(kind, held);
    if (remote) return { id, name, remote: digestOf(remote) };
    throw new ProviderError('unavailable', `Braze does not return what it holds as “${name}”. Deploy again.`);
  }

  #isOurs({ marker }: Entry): boolean {
    return marker?.repository === this.#binding.repository;
  }

  #assertOurs(entry: Entry): void {
    if (!this.#isOurs(entry)) throw this.#foreign(entry.label);
  }

  #foreign(label: string): ProviderError {
    const { account, workspace, repository } = this.#binding;
    return new ProviderError(
      'foreign',
      `${account}/${workspace} has “${label}”, which does not carry the marker of this repository (“${repository}”), ` +
        'so it is left alone. Rename it at Braze or, if it is ours, restore its name or description, and deploy again.',
    );
  }
}

/** Throws ProviderError for a payload that could not be read back unchanged. */
function assertFits(name: string, kind: Kind, payload: Payload): void {
  assertNameFits(name, nameLength);
  const back = payloadOf(kind, contentOf(payload));
  if (back && digestOf(back) === digestOf(payload)) return;
  throw new ProviderError('rejected', `“${name}” has text in it that Tenantry reserves for its own notes at Braze.`);
}
