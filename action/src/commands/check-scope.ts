import type { Repository, Tenant } from '../config/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { InvalidInput } from '../diagnostics/errors.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import { includesTenant, type Scope } from '../plan/scope.ts';

/**
 * Throws InvalidInput when a scope names a tenant, template or label that does not exist, or selects no tenant: a
 * narrowed run that looks at nothing must not look like one that found everything in order.
 */
export function checkScope(
  scope: Scope,
  { repository, snapshot }: { repository: Repository; snapshot: Snapshot },
): void {
  const { tenants, templates } = repository;
  for (const id of scope.tenants) checkKnown('tenant', id, tenants, snapshot);
  for (const id of scope.templates) checkKnown('template', id, templates, snapshot);
  const all = [...tenants.values()];
  for (const [key, value] of Object.entries(scope.labels)) checkLabel(key, value, all);
  const isSelective = scope.tenants.length > 0 || Object.keys(scope.labels).length > 0;
  const selected = all.filter((tenant) => includesTenant(scope, tenant));
  if (!isSelective || selected.length > 0 || scope.tenants.some((id) => !tenants.has(id))) return;
  throw new InvalidInput('no tenant matches all of --tenant and --label', {
    fix: 'See the labels of a tenant with `npm run tenantry -- explain <tenant>`.',
  });
}

/** Throws unless the name is known. What has files exists, even if they are too wrong to be loaded. */
function checkKnown(
  what: 'tenant' | 'template',
  id: string,
  known: ReadonlyMap<string, unknown>,
  snapshot: Snapshot,
): void {
  if (known.has(id) || snapshot.paths.includes(`${what}s/${id}/${what}.yaml`)) return;
  throw new InvalidInput(`there is no ${what} “${id}”`, withFix(suggestion(id, known.keys())));
}

function checkLabel(key: string, value: string, tenants: readonly Tenant[]): void {
  const values = tenants.flatMap(({ labels }) => (Object.hasOwn(labels, key) ? [labels[key]!] : []));
  if (values.length === 0) {
    const keys = new Set(tenants.flatMap(({ labels }) => Object.keys(labels)));
    throw new InvalidInput(`no tenant has a label “${key}”`, withFix(suggestion(key, keys)));
  }
  if (values.includes(value)) return;
  throw new InvalidInput(`no tenant has the label ${key}=${value}`, withFix(suggestion(value, new Set(values))));
}

function withFix(fix: string | undefined): { fix?: string } {
  return fix === undefined ? {} : { fix };
}
