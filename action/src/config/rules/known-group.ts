import { suggestion } from '../../diagnostics/suggest.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import { groupsOf } from '../load/tenants.ts';
import type { Rule } from './rule.ts';

/** Every group that a tenant is in exists. */
export const knownGroup: Rule = ({ ids, tenantFiles }) => {
  const found: Finding[] = [];
  for (const layer of tenantFiles.values()) {
    for (const [index, group] of groupsOf(layer).entries()) {
      if (ids.groups.has(group)) continue;
      found.push(
        finding(
          'unknown-group',
          valueAt(layer.file, 'groups', String(index)),
          `there is no group “${group}”`,
          suggestion(group, ids.groups) ?? `Add tenants/_groups/${group}.yaml.`,
        ),
      );
    }
  }
  return found;
};
