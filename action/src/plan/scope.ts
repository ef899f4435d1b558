import type { Tenant } from '../config/model.ts';
import { matchesLabels } from '../config/targets.ts';
import type { Plan } from '../generated/index.ts';

/** How a run is narrowed (`--tenant`, `--template`, `--label`); empty means everything. */
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

/** Whether a narrowed run looks at tenants that only the ledger knows: labels they no longer have cannot select them. */
export function includesFormerTenant(scope: Scope, tenant: string): boolean {
  return Object.keys(scope.labels).length === 0 && (scope.tenants.length === 0 || scope.tenants.includes(tenant));
}
