import type { SourceFile, TemplateVersion, Tenant } from '../config/model.ts';
import { compareText, digestOf, type Json, sha256 } from '../digest.ts';
import type { Evaluator } from './evaluate.ts';
import type { Reach, Reaches } from './reach.ts';
import { findString } from './strings.ts';

/** Computes digests of closures, and caches those that many tenants share. */
export class Closures {
  readonly #reaches: Reaches;
  readonly #evaluator: Evaluator;
  readonly #files = new WeakMap<SourceFile, string>();
  readonly #metadata = new WeakMap<TemplateVersion, string>();
  /** By version, then by the tenant's locales; for tenants with nothing of their own. */
  readonly #shared = new WeakMap<TemplateVersion, Map<string, string>>();
  readonly #locales = new WeakMap<Tenant, string>();

  constructor(reaches: Reaches, evaluator: Evaluator) {
    this.#reaches = reaches;
    this.#evaluator = evaluator;
  }

  /**
   * SHA-256 of everything in the repository, except values, that the tenant's messages of this template are made from.
   */
  of(version: TemplateVersion, tenant: Tenant): string {
    if (this.#hasOwn(version, tenant)) return this.#compute(version, tenant);
    let shared = this.#shared.get(version);
    if (shared === undefined) {
      shared = new Map();
      this.#shared.set(version, shared);
    }
    const locales = this.#localesOf(tenant);
    let digest = shared.get(locales);
    if (digest === undefined) {
      digest = this.#compute(version, tenant);
      shared.set(locales, digest);
    }
    return digest;
  }

  #hasOwn(version: TemplateVersion, tenant: Tenant): boolean {
    if (tenant.strings.size > 0) {
      for (const { templates } of tenant.strings.values()) if (templates.has(version.id)) return true;
    }
    return this.#reaches.hasOwn(version, tenant);
  }

  #localesOf(tenant: Tenant): string {
    let locales = this.#locales.get(tenant);
    if (locales === undefined) {
      locales = tenant.locales.join(' ');
      this.#locales.set(tenant, locales);
    }
    return locales;
  }

  #compute(version: TemplateVersion, tenant: Tenant): string {
    const reach = this.#reaches.of(version, tenant);
    return digestOf({
      metadata: this.#metadataOf(version),
      fields: this.#digests(version.fields),
      partials: this.#digests(reach.partials),
      strings: this.#strings(version, tenant, reach),
    });
  }

  /** Digests template.yaml, except for what only people read. */
  #metadataOf(version: TemplateVersion): string {
    let digest = this.#metadata.get(version);
    if (digest === undefined) {
      const { name: _name, owners: _owners, ...rest } = version.metadata;
      digest = digestOf({ id: version.id, ...rest } as Json);
      this.#metadata.set(version, digest);
    }
    return digest;
  }

  #digests(sources: ReadonlyMap<string, SourceFile>): Json {
    return [...sources]
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, source]) => [name, this.#digestOfFile(source)]);
  }

  #digestOfFile(source: SourceFile): string {
    let digest = this.#files.get(source);
    if (digest === undefined) {
      digest = sha256(source.text);
      this.#files.set(source, digest);
    }
    return digest;
  }

  #strings(version: TemplateVersion, tenant: Tenant, reach: Reach): Json {
    const keys = [...reach.strings].sort(compareText);
    return tenant.locales.map((locale) => [
      locale,
      keys.map((key) => findString(version, tenant, this.#evaluator.chain(locale), key)?.text ?? null),
    ]);
  }
}
