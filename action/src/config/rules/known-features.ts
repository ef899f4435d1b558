import { suggestion } from '../../diagnostics/suggest.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Some tenant has each feature that a template requires. */
export const knownFeatures: Rule = (context) => {
  const { ids, templates, tenants } = context;
  if (tenants.size < ids.tenants.size) return [];
  const known = featuresOf(context);
  const found: Finding[] = [];
  for (const { file, metadata } of templates.values()) {
    for (const [index, feature] of (metadata.requires?.features ?? []).entries()) {
      if (known.has(feature)) continue;
      const place = valueAt(file, 'requires', 'features', String(index));
      const message = `no tenant has the variable features.${feature}`;
      found.push(finding('unknown-feature', place, message, suggestion(feature, known)));
    }
  }
  return found;
};

function featuresOf({ tenants }: RuleContext): Set<string> {
  const known = new Set<string>();
  for (const { tenant } of tenants.values()) {
    const { features } = tenant.variables;
    if (typeof features !== 'object' || features === null || Array.isArray(features)) continue;
    for (const name of Object.keys(features)) known.add(name);
  }
  return known;
}
