import type { SourceFile, TemplateVersion, Tenant } from '../config/model.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import type { PartialUse } from './compiled.ts';
import type { Spot } from './ir.ts';
import { findPartial, partialNames, type Sources } from './sources.ts';

/** Everything that a template's messages can come from, whatever the values: whatever is called anywhere counts. */
export interface Reach {
  /** Partials and layouts, by the name that they are called by. */
  readonly partials: ReadonlyMap<string, SourceFile>;
  /** All names that are called, whether defined or not. */
  readonly names: ReadonlySet<string>;
  readonly strings: ReadonlySet<string>;
  /** What each of these partials and layouts refers to itself, by the name that it is called by. */
  readonly uses: ReadonlyMap<string, Uses>;
  /** What is wrong with the sources, and with how they call one another. */
  readonly problems: readonly Diagnostic[];
}

/** The names of the partials that a source calls, and the keys of the strings that it prints. */
export interface Uses {
  readonly partials: ReadonlySet<string>;
  readonly strings: ReadonlySet<string>;
}

/** Finds what a version of a template reaches, with the tenant's own partials in place. */
export class Reaches {
  readonly #sources: Sources;
  readonly #shared = new WeakMap<TemplateVersion, Reach>();
  readonly #own = new WeakMap<TemplateVersion, WeakMap<Tenant, Reach>>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** What the version reaches for this tenant. */
  of(version: TemplateVersion, tenant: Tenant): Reach {
    const shared = this.#sharedOf(version, tenant);
    if (!this.hasOwn(version, tenant)) return shared;
    let byTenant = this.#own.get(version);
    if (byTenant === undefined) {
      byTenant = new WeakMap();
      this.#own.set(version, byTenant);
    }
    let reach = byTenant.get(tenant);
    if (reach === undefined) {
      reach = new Walk(this.#sources, version, tenant).reach();
      byTenant.set(tenant, reach);
    }
    return reach;
  }

  /** Whether the version calls a name for which the tenant has a partial of its own. */
  hasOwn(version: TemplateVersion, tenant: Tenant): boolean {
    if (tenant.partials.size === 0) return false;
    const { names } = this.#sharedOf(version, tenant);
    for (const name of tenant.partials.keys()) if (names.has(name) && !name.startsWith('legal/')) return true;
    return false;
  }

  #sharedOf(version: TemplateVersion, tenant: Tenant): Reach {
    let shared = this.#shared.get(version);
    if (shared === undefined) {
      shared = new Walk(this.#sources, version, { ...tenant, partials: new Map() }).reach();
      this.#shared.set(version, shared);
    }
    return shared;
  }
}

class Walk {
  readonly #sources: Sources;
  readonly #version: TemplateVersion;
  readonly #tenant: Tenant;
  readonly #partials = new Map<string, SourceFile>();
  readonly #names = new Set<string>();
  readonly #inlines = new Set<string>();
  readonly #strings = new Set<string>();
  readonly #uses = new Map<string, Uses>();
  readonly #problems: Diagnostic[] = [];
  readonly #missing: PartialUse[] = [];
  /** The partials being walked, outermost first. */
  readonly #chain: string[] = [];

  constructor(sources: Sources, version: TemplateVersion, tenant: Tenant) {
    this.#sources = sources;
    this.#version = version;
    this.#tenant = tenant;
  }

  reach(): Reach {
    for (const source of this.#version.fields.values()) this.#walk(source, true);
    for (const use of this.#missing) if (!this.#inlines.has(use.name)) this.#reportMissing(use);
    const [partials, names, strings, uses] = [this.#partials, this.#names, this.#strings, this.#uses];
    return { partials, names, strings, uses, problems: this.#problems };
  }

  #walk(source: SourceFile, isField: boolean): void {
    const { problems, partials, inlines, strings } = this.#sources.compiled(source);
    this.#problems.push(...problems);
    const itself = this.#chain.at(-1);
    if (itself !== undefined) this.#uses.set(itself, { partials: new Set(partials.map(({ name }) => name)), strings });
    for (const key of strings) this.#strings.add(key);
    for (const name of inlines) this.#inlines.add(name);
    for (const use of partials) {
      this.#names.add(use.name);
      const partial = findPartial(this.#version, this.#tenant, use.name);
      if (partial === undefined) {
        // In a partial or layout, a call with a block is a slot that templates may fill; in a field, nobody could fill
        // it.
        if (isField || !use.hasBlock) this.#missing.push(use);
        continue;
      }
      this.#visit(use, partial, inlines.has(use.name));
    }
  }

  #visit(use: PartialUse, partial: SourceFile, isShadowed: boolean): void {
    const { name, at } = use;
    const begin = this.#chain.indexOf(name);
    if (begin >= 0 && !isShadowed) {
      const chain = [...this.#chain.slice(begin), name].join(' → ');
      const fix = 'Remove one of these calls; to print a list of lists, put one loop inside another.';
      this.#problems.push(
        diagnose('template-partial-cycle', positionOf(at), `The partial \`${name}\` calls itself: ${chain}.`, { fix }),
      );
    }
    if (this.#partials.has(name)) return;
    this.#partials.set(name, partial);
    this.#chain.push(name);
    this.#walk(partial, false);
    this.#chain.pop();
  }

  #reportMissing({ name, at }: PartialUse): void {
    const names = partialNames(this.#version, this.#tenant);
    const where = `Partials are in templates/_partials, layouts in templates/_layouts.`;
    const fix = [suggestion(name, names), where].filter((hint) => hint !== undefined).join(' ');
    this.#problems.push(
      diagnose('template-missing-partial', positionOf(at), `There is no partial \`${name}\`.`, { fix }),
    );
  }
}

/** The position of a place in a source, for diagnostics. */
export function positionOf(at: Spot): Position {
  return { file: at.source.path, line: at.line, column: at.column };
}
