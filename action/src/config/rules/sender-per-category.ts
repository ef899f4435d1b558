import { own } from '../../digest.ts';
import { versionFor } from '../deployable.ts';
import { type Finding, finding, keyAt } from '../findings.ts';
import type { Rule } from './rule.ts';

/** A tenant that gets email of a category has a sender for it. */
export const senderPerCategory: Rule = ({ templates, tenants }) => {
  const found: Finding[] = [];
  for (const { tenant } of tenants.values()) {
    const told = new Set<string>();
    for (const template of templates.values()) {
      const { category } = template.metadata;
      if (told.has(category) || own(tenant.senders, category) !== undefined) continue;
      if (versionFor(tenant, template)?.channel !== 'email') continue;
      told.add(category);
      found.push(
        finding(
          'no-sender',
          keyAt(tenant.file, 'senders', category),
          `the tenant gets ${category} email (${template.id}), but has no ${category} sender`,
          `Add senders: { ${category}: { address: … } } here, in a group or in tenants/_defaults.yaml.`,
        ),
      );
    }
  }
  return found;
};
