import { own } from '../digest.ts';
import type { Template, TemplateVersion, Tenant } from './model.ts';
import { missingFeatures, selects } from './targets.ts';

/**
 * The version of a template that a tenant would get according to the files, whatever the date; undefined when the
 * template is not meant for the tenant. Opt-outs and pins count even if they may have expired.
 */
export function versionFor(tenant: Tenant, template: Template): TemplateVersion | undefined {
  if (tenant.status === 'retired' || !selects(template.metadata.targets, tenant)) return undefined;
  if (own(tenant.optOut, template.id) || missingFeatures(tenant, template).length > 0) return undefined;
  const pin = own(tenant.pins, template.id);
  const version = pin ? template.pinned.get(pin.version) : template;
  return version && (tenant.workspaces[version.channel] || tenant.status === 'draft') ? version : undefined;
}
