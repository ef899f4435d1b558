import type { SourceFile, TemplateVersion, Tenant } from '../config/model.ts';
import { compileSource } from './compile.ts';
import type { Compiled } from './compiled.ts';

/** Compiled sources, each compiled when it is first needed. */
export class Sources {
  readonly #compiled = new WeakMap<SourceFile, Compiled>();

  compiled(source: SourceFile): Compiled {
    const known = this.#compiled.get(source);
    if (known !== undefined) return known;
    const compiled = compileSource(source);
    this.#compiled.set(source, compiled);
    return compiled;
  }
}

/**
 * The source that a partial's name refers to: the tenant's own partial, else the shared partial, else the layout. A
 * tenant cannot replace what is below `legal/`.
 */
export function findPartial(version: TemplateVersion, tenant: Tenant, name: string): SourceFile | undefined {
  const own = name.startsWith('legal/') ? undefined : tenant.partials.get(name);
  return own ?? version.library.partials.get(name) ?? version.library.layouts.get(name);
}

/** All names that can be called as partials, sorted. */
export function partialNames(version: TemplateVersion, tenant: Tenant): readonly string[] {
  const { partials, layouts } = version.library;
  return [...new Set([...tenant.partials.keys(), ...partials.keys(), ...layouts.keys()])].sort();
}
