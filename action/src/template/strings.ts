import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { FoundString } from './site.ts';

/**
 * Finds the text of a string: for each locale of the chain, the tenant's own text (if the template allows it), then the
 * template's, then the shared one. Undefined if no locale of the chain has it.
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

/** All keys of the template's strings and the shared ones, in any locale, sorted. */
export function stringKeys(version: TemplateVersion): readonly string[] {
  const keys = new Set<string>();
  for (const level of [version.strings, version.library.strings]) {
    for (const { strings } of level.values()) for (const key of strings.keys()) keys.add(key);
  }
  return [...keys].sort();
}
