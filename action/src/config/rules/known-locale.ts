import { suggestion } from '../../diagnostics/suggest.ts';
import type { Finding } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import { fallbackChain } from '../locales.ts';
import type { Rule, RuleContext } from './rule.ts';

/** For every locale of a tenant there are strings, either its own or those of a locale that it falls back to. */
export const knownLocale: Rule = (context) => {
  const found: Finding[] = [];
  const known = localesWithStrings(context);
  // A repository without any strings has one language, and nothing to look up.
  if (known.size === 0) return found;
  const fallbacks = context.config?.locales?.fallback ?? {};
  for (const loaded of context.tenants.values()) {
    for (const [index, locale] of loaded.tenant.locales.entries()) {
      const chain = fallbackChain(locale, fallbacks);
      if (chain.some((one) => known.has(one) || loaded.tenant.strings.has(one))) continue;
      const others = chain.slice(1).map((one) => `, nor for ${one}`);
      found.push(
        layerFinding(
          'unknown-locale',
          loaded,
          pointerTo(index),
          `there are no strings for the locale “${locale}”${others.join('')}`,
          suggestion(locale, known),
        ),
      );
    }
  }
  return found;
};

/**
 * Where a tenant names a locale, by its index among the tenant's locales: the default first, then the others in order.
 */
function pointerTo(index: number): string[] {
  return index === 0 ? ['locales', 'default'] : ['locales', 'also', String(index - 1)];
}

function localesWithStrings({ library, templates }: RuleContext): Set<string> {
  const known = new Set(library.strings.keys());
  for (const template of templates.values()) {
    for (const version of [template, ...template.pinned.values()]) {
      for (const locale of version.strings.keys()) known.add(locale);
    }
  }
  return known;
}
