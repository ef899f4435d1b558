import type { JsonObject } from '../../digest.ts';
import { Kept } from '../kept.ts';
import type { BrazeApi, Listed } from './api.ts';
import { isClaim } from './claim-name.ts';
import { endpoints, type Kind, kinds } from './kinds.ts';
import { couldBeOurs, readBlockLabel, readEmailLabel, type Told } from './label.ts';

/** An object of a workspace: what a listing says of it, and what its name and description tell. */
export interface Entry extends Listed, Told {}

/** What this process has done in a workspace, through whichever driver: the vendor's listings may lag behind it. */
export class Memory {
  readonly created = new Map<string, Kind>();
  readonly archived = new Set<string>();
  /** Settled once the workspace was found to be ours, or was claimed. */
  readonly claim = new Kept<void>();
}

/**
 * The objects of a workspace as one driver knows them: listed once, and kept up to date with the driver's own writes.
 */
export class Catalogue {
  readonly #api: BrazeApi;
  readonly #memory: Memory;
  readonly #entries = new Map<string, Entry>();

  private constructor(api: BrazeApi, memory: Memory) {
    this.#api = api;
    this.#memory = memory;
  }

  /**
   * Lists the workspace, and asks one by one for objects that this process created and that the listing does not show
   * yet.
   */
  static async load(api: BrazeApi, memory: Memory, signal?: AbortSignal): Promise<Catalogue> {
    const catalogue = new Catalogue(api, memory);
    const listed = await Promise.all(kinds.map((kind) => api.list(kind, signal)));
    await Promise.all(listed.flat().map((one) => catalogue.#add(one, signal)));
    for (const [id, kind] of memory.created) {
      if (!catalogue.#entries.has(id)) await catalogue.refresh(kind, id, signal);
    }
    return catalogue;
  }

  /** All objects of the workspace, except content blocks that claim it for a repository. */
  all(): Entry[] {
    return [...this.#entries.values()];
  }

  named(kind: Kind, name: string): Entry[] {
    return this.all().filter((entry) => entry.kind === kind && entry.name === name);
  }

  /**
   * Finds an object of either kind by its id, asking the vendor where it is not known. Undefined when it does not
   * exist.
   */
  async find(id: string, signal?: AbortSignal): Promise<Entry | undefined> {
    const known = this.#entries.get(id);
    if (known) return known;
    for (const kind of kinds) {
      const found = await this.refresh(kind, id, signal);
      if (found) return found;
    }
    return undefined;
  }

  async refresh(kind: Kind, id: string, signal?: AbortSignal): Promise<Entry | undefined> {
    const held = await this.#api.info(kind, id, signal);
    if (!held) {
      this.#entries.delete(id);
      return undefined;
    }
    const entry = entryOf(kind, id, held);
    this.#entries.set(id, entry);
    return entry;
  }

  /** Lists a kind anew, and adds the objects that were not known yet. */
  async look(kind: Kind, signal?: AbortSignal): Promise<void> {
    const news = (await this.#api.list(kind, signal)).filter(({ id }) => !this.#entries.has(id));
    await Promise.all(news.map((one) => this.#add(one, signal)));
  }

  created(entry: Entry): void {
    this.#memory.created.set(entry.id, entry.kind);
    this.wrote(entry);
  }

  wrote(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    if (entry.archived) this.#memory.archived.add(entry.id);
    else this.#memory.archived.delete(entry.id);
  }

  async #add(one: Listed, signal: AbortSignal | undefined): Promise<void> {
    if (one.kind === 'block' && isClaim(one.label)) return;
    const isPlain = one.kind === 'email' || !couldBeOurs(one.label);
    const entry = isPlain ? { ...one, ...told(one, '') } : await this.refresh('block', one.id, signal);
    if (entry && this.#memory.archived.has(one.id)) this.#entries.set(one.id, { ...entry, archived: true });
    else if (entry) this.#entries.set(one.id, entry);
  }
}

/** Makes an entry of an object as the vendor returns it. */
export function entryOf(kind: Kind, id: string, held: JsonObject): Entry {
  const listed = { id, kind, label: String(held[endpoints[kind].label]) };
  return { ...listed, ...told(listed, typeof held.description === 'string' ? held.description : '') };
}

function told({ kind, label }: Listed, description: string): Told {
  return kind === 'email' ? readEmailLabel(label) : readBlockLabel(label, description);
}
