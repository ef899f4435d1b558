import { suggestion } from '../../diagnostics/suggest.ts';
import { type Finding, finding, keyAt, startOf } from '../findings.ts';
import { fallbackChain } from '../locales.ts';
import type { Strings, Template, Tenant } from '../model.ts';
import type { Rule } from './rule.ts';

/** A tenant's strings replace only what templates allow, and only in locales that the tenant uses. */
export const overriddenStrings: Rule = ({ config, templates, tenants }) => {
  const found: Finding[] = [];
  const fallbacks = config?.locales?.fallback ?? {};
  for (const { tenant } of tenants.values()) {
    if (tenant.strings.size === 0) continue;
    const locales = new Set(tenant.locales.flatMap((locale) => fallbackChain(locale, fallbacks)));
    for (const [locale, { path, templates: byTemplate }] of tenant.strings) {
      if (!locales.has(locale)) found.push(unusedLocale(tenant, locale, path));
      for (const [id, strings] of byTemplate) {
        const template = templates.get(id);
        if (template) found.push(...notOverridable(template, strings, path));
      }
    }
  }
  return found;
};

function notOverridable(template: Template, strings: Strings, path: string): Finding[] {
  // A pinned version lets tenants replace what it allowed at the time.
  const versions = [template, ...template.pinned.values()];
  const allowed = new Set(versions.flatMap((version) => version.metadata.overridable ?? []));
  return [...strings.keys()]
    .filter((key) => !allowed.has(key))
    .map((key) =>
      finding(
        'string-not-overridable',
        keyAt(path, template.id, ...key.split('.')),
        `the template “${template.id}” does not let tenants replace the string “${key}”`,
        suggestion(key, allowed) ?? `Add it to overridable in ${template.file}.`,
      ),
    );
}

function unusedLocale(tenant: Tenant, locale: string, path: string): Finding {
  const message = `the tenant sends nothing in ${locale}, so these strings are not used`;
  return finding('string-unused', startOf(path), message, `Its locales are ${tenant.locales.join(', ')}.`);
}
