import { type JsonObject, own } from '../digest.ts';
import type { Targets } from '../generated/index.ts';
import type { Template, Tenant } from './model.ts';

/** Whether targets select a tenant. */
export function selects(targets: Targets, tenant: Pick<Tenant, 'id' | 'labels'>): boolean {
  if ('all' in targets) return true;
  if ('tenants' in targets) return targets.tenants.includes(tenant.id);
  return matchesLabels(tenant.labels, targets.matchLabels);
}

/** Whether labels have every wanted value; where a list of values is wanted, any of them will do. */
export function matchesLabels(
  labels: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  return Object.entries(wanted).every(([label, values]) => {
    const value = own(labels, label);
    return value !== undefined && (typeof values === 'string' ? values === value : values.includes(value));
  });
}

/** The features that a template requires and a tenant lacks or has switched off. */
export function missingFeatures(tenant: Pick<Tenant, 'variables'>, { metadata }: Pick<Template, 'metadata'>): string[] {
  const { features } = tenant.variables;
  const has = typeof features === 'object' && features !== null && !Array.isArray(features) ? features : {};
  return (metadata.requires?.features ?? []).filter((name) => !own(has as JsonObject, name));
}
