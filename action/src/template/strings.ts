import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { FoundString } from './site.ts';

/**
 * The text of a string: per locale of the chain the tenant's own (where the template allows it), the template's, the
 * shared one. Undefined when no locale of the chain has it.
 */
export function findString(
  version: TemplateVersion,
  tenant: Tenant,
  chain: readonly string[],
  key: string,
): FoundString | undefined {
  const isOverridable = version.metadata.overridable?.includes(key) === true;
  for (const locale of chain) {
    const own = isOverridable ? tenant.strings.get(locale) : undefined;
    const ownText = own?.templates.get(version.id)?.get(key);
    if (own !== undefined && ownText !== undefined) return { text: ownText, path: own.path };
    for (const level of [version.strings, version.library.strings]) {
      const file = level.get(locale);
      const text = file?.strings.get(key);
      if (file !== undefined && text !== undefined) return { text, path: file.path };
    }
  }
  return undefined;
}

/** Every key that the template or what templates share has in any locale, sorted. */
export function stringKeys(version: TemplateVersion): readonly string[] {
  const keys = new Set<string>();
  for (const level of [version.strings, version.library.strings]) {
    for (const { strings } of level.values()) for (const key of strings.keys()) keys.add(key);
  }
  return [...keys].sort();
}
