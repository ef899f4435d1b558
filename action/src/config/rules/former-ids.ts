import { type Finding, finding, valueAt } from '../findings.ts';
import type { Rule } from './rule.ts';

/** A former id belongs to one tenant only, and no existing tenant has it as its id. */
export const formerIds: Rule = ({ ids, tenants }) => {
  const found: Finding[] = [];
  const claimed = new Map<string, string>();
  for (const { tenant } of tenants.values()) {
    for (const [index, former] of tenant.formerly.entries()) {
      const place = valueAt(tenant.file, 'formerly', String(index));
      if (ids.tenants.has(former)) {
        const message = former === tenant.id ? `“${former}” is this tenant’s own id` : `there is a tenant “${former}”`;
        const fix = 'A former id must not be in use: delete it here, or delete that tenant.';
        found.push(finding('former-id-in-use', place, message, fix));
      }
      const owner = claimed.get(former);
      if (owner === undefined) claimed.set(former, tenant.id);
      else
        found.push(
          finding(
            'former-id-twice',
            place,
            `the tenant ${owner} has the former id “${former}” too`,
            'Delete one of them.',
          ),
        );
    }
  }
  return found;
};
