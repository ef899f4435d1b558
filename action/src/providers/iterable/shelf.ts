import { type Channel, channels } from '../../config/model.ts';
import { ProviderError } from '../errors.ts';
import type { Entry, IterableApi, Template } from './api.ts';

/** What this process knows about a project beyond its listings, which may lag behind. */
export class Memory {
  readonly created = new Map<string, Channel>();
  readonly deleted = new Set<string>();
  /** The channel of every template seen so far. */
  readonly channels = new Map<string, Channel>();
}

/** The templates of a project: finds them by listing, by id and by `clientTemplateId`, and removes them. */
export class Shelf {
  /** `account/workspace`. */
  readonly #where: string;
  readonly #memory: Memory;
  readonly #api: IterableApi;

  constructor(where: string, memory: Memory, api: IterableApi) {
    this.#where = where;
    this.#memory = memory;
    this.#api = api;
  }

  /** Lists the templates, leaving out those that this process deleted and adding those that it created. */
  async list(signal?: AbortSignal): Promise<readonly Entry[]> {
    const { created, deleted, channels: known } = this.#memory;
    const listed = (await this.#api.list(signal)).filter(({ id }) => !deleted.has(id));
    for (const { id, channel } of listed) known.set(id, channel);
    const ids = new Set(listed.map(({ id }) => id));
    const late: Entry[] = [];
    for (const [id, channel] of created) {
      const template = ids.has(id) ? undefined : await this.#api.get(channel, id, signal);
      if (template) late.push(template);
    }
    return [...listed, ...late];
  }

  /** Reads a template by its id, whatever its channel; `likely` is tried first where the channel is not known. */
  async get(id: string, likely: Channel, signal?: AbortSignal): Promise<Template | undefined> {
    const first = this.#memory.channels.get(id) ?? likely;
    for (const channel of [first, ...channels.filter((one) => one !== first)]) {
      const template = await this.#api.get(channel, id, signal);
      if (!template) continue;
      this.#memory.channels.set(id, channel);
      return template;
    }
    return undefined;
  }

  /** All templates with that `clientTemplateId`, of any channel, in ascending order of their ids. */
  async matching(clientTemplateId: string, likely: Channel, signal?: AbortSignal): Promise<Template[]> {
    const found: Template[] = [];
    for (const id of await this.#api.matches(clientTemplateId, signal)) {
      const template = this.#memory.deleted.has(id) ? undefined : await this.get(id, likely, signal);
      if (template) found.push(template);
    }
    return found;
  }

  created(template: Template): void {
    this.#memory.created.set(template.id, template.channel);
  }

  /**
   * Deletes templates. One that a campaign uses cannot be deleted: it gets another name and `clientTemplateId`, and
   * keeps its content, because what a campaign sends is decided where campaigns are managed.
   */
  async remove(templates: readonly Entry[], signal?: AbortSignal): Promise<void> {
    if (templates.length === 0) return;
    const ids = templates.map(({ id }) => id);
    const gone = await this.#api.delete(ids, signal);
    for (const { id, channel } of templates) {
      const left = gone.has(id) ? undefined : await this.#api.get(channel, id, signal);
      if (left) {
        await this.#release(left, signal);
        continue;
      }
      this.#memory.created.delete(id);
      this.#memory.deleted.add(id);
    }
  }

  async #release({ id, channel, clientTemplateId = id }: Template, signal?: AbortSignal): Promise<void> {
    const name = `archived ${clientTemplateId} (${id})`;
    await this.#api.update(channel, { templateId: Number(id), name, clientTemplateId: `archived.${id}` }, signal);
    const released = await this.#api.get(channel, id, signal);
    if (released?.clientTemplateId !== clientTemplateId) return;
    throw new ProviderError(
      'rejected',
      `${this.#where}: a campaign uses the template ${id}, which can neither be deleted nor renamed. Give it another ` +
        'client template id at Iterable, and deploy again.',
    );
  }
}
