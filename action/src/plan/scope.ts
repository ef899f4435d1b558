import type { Tenant } from '../config/model.ts';
import { matchesLabels } from '../config/targets.ts';
import type { Plan } from '../generated/index.ts';

/** What a run is limited to (`--tenant`, `--template`, `--label`); empty means everything. */
export type Scope = Plan['scope'];

export const everything: Scope = { tenants: [], templates: [], labels: {} };

export function isEverything({ tenants, templates, labels }: Scope): boolean {
  return tenants.length === 0 && templates.length === 0 && Object.keys(labels).length === 0;
}

export function includesTenant(scope: Scope, tenant: Tenant): boolean {
  return (
    (scope.tenants.length === 0 || scope.tenants.includes(tenant.id)) && matchesLabels(tenant.labels, scope.labels)
  );
}

export function includesTemplate(scope: Scope, template: string): boolean {
  return scope.templates.length === 0 || scope.templates.includes(template);
}

/**
 * Whether a narrowed run looks at a tenant that only the ledger knows. Labels cannot select it, since it has none any
 * more.
 */
export function includesFormerTenant(scope: Scope, tenant: string): boolean {
  return Object.keys(scope.labels).length === 0 && (scope.tenants.length === 0 || scope.tenants.includes(tenant));
}
