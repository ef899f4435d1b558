import type { Template, TemplatesApi, Version } from './api.ts';

/** What this process has created and deleted in a workspace: the vendor's listings may lag behind it. */
export class Memory {
  readonly created = new Set<string>();
  readonly deleted = new Set<string>();
}

/** The room that a write takes: one version and, where it creates one, a template. */
interface Claim {
  readonly template: boolean;
  /** The version that is deleted to make room. */
  readonly instead: string | undefined;
}

/**
 * The templates of a workspace as one driver knows them: listed once, and kept up to date with the driver's own writes.
 */
export class Catalogue {
  readonly #api: TemplatesApi;
  readonly #memory: Memory;
  readonly #templates = new Map<string, Template>();
  readonly #claims = new Set<Claim>();

  private constructor(api: TemplatesApi, memory: Memory, templates: readonly Template[]) {
    this.#api = api;
    this.#memory = memory;
    for (const template of templates) this.#templates.set(template.id, template);
  }

  /**
   * Lists the workspace, and asks one by one for templates that this process created and that the listing does not show
   * yet.
   */
  static async load(api: TemplatesApi, memory: Memory, signal?: AbortSignal): Promise<Catalogue> {
    const listed = (await api.list(signal)).filter(({ id }) => !memory.deleted.has(id));
    const catalogue = new Catalogue(api, memory, listed);
    for (const id of memory.created) if (!catalogue.#templates.has(id)) await catalogue.refresh(id, signal);
    return catalogue;
  }

  all(): Template[] {
    return [...this.#templates.values()];
  }

  named(name: string): Template[] {
    return this.all().filter((template) => template.name === name);
  }

  get(id: string): Template | undefined {
    return this.#templates.get(id);
  }

  /** Reads a template anew; where it does not exist, forgets it and resolves to undefined. */
  async refresh(id: string, signal?: AbortSignal): Promise<Template | undefined> {
    const template = await this.#api.get(id, signal);
    if (template) this.#templates.set(id, template);
    else this.#templates.delete(id);
    return template;
  }

  /** Lists the workspace anew, and takes over the templates of that name. */
  async look(name: string, signal?: AbortSignal): Promise<void> {
    for (const template of await this.#api.list(signal)) {
      if (template.name === name && !this.#memory.deleted.has(template.id)) this.#templates.set(template.id, template);
    }
  }

  created(template: Template): void {
    this.#templates.set(template.id, template);
    this.#memory.created.add(template.id);
  }

  renamed(template: Template): void {
    this.#templates.set(template.id, template);
  }

  deleted(id: string): void {
    this.#templates.delete(id);
    this.#memory.created.delete(id);
    this.#memory.deleted.add(id);
  }

  /**
   * Records that a version was written: it replaces the one with its id, and where it is active, deactivates the
   * others.
   */
  wrote(template: string, version: Version): void {
    this.#change(template, (versions) => [
      ...versions
        .filter(({ id }) => id !== version.id)
        .map((one) => (version.active ? { ...one, active: false } : one)),
      version,
    ]);
  }

  deletedVersion(template: string, version: string): void {
    this.#change(template, (versions) => versions.filter(({ id }) => id !== version));
  }

  /** The number of templates, including those about to be created. */
  templates(): number {
    return this.#templates.size + [...this.#claims].filter(({ template }) => template).length;
  }

  /**
   * The number of versions across all templates, including those about to be created, without those deleted for them.
   */
  versions(): number {
    return this.staying().reduce((sum, { versions }) => sum + versions.length, this.#claims.size);
  }

  /** The templates, without the versions that are about to be deleted for new ones. */
  staying(): Template[] {
    const going = new Set([...this.#claims].map(({ instead }) => instead));
    return this.all().map((one) => ({ ...one, versions: one.versions.filter(({ id }) => !going.has(id)) }));
  }

  /**
   * Reserves room for a write until the returned function is called, so that concurrent writes do not take the same
   * last slot.
   */
  claim(claim: Claim): () => void {
    this.#claims.add(claim);
    return () => this.#claims.delete(claim);
  }

  #change(id: string, change: (versions: readonly Version[]) => readonly Version[]): void {
    const template = this.#templates.get(id);
    if (template) this.#templates.set(id, { ...template, versions: change(template.versions) });
  }
}
