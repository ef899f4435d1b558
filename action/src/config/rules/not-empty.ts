import { type Finding, finding, startOf } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { Rule } from './rule.ts';

/** There is something to deploy, and somebody to deploy it to. */
export const notEmpty: Rule = ({ ids }) => {
  const found: Finding[] = [];
  const place = startOf(configPath);
  if (ids.tenants.size === 0) {
    const message = 'there is no tenant: the folder tenants/ is empty or missing';
    found.push(finding('no-tenants', place, message, 'Add one: npm run tenantry -- new tenant <id>'));
  }
  if (ids.templates.size === 0) {
    const message = 'there is no template: the folder templates/ is empty or missing';
    found.push(finding('no-templates', place, message, 'Add one: npm run tenantry -- new template <id>'));
  }
  return found;
};
