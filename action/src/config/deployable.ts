import { own } from '../digest.ts';
import type { Template, TemplateVersion, Tenant } from './model.ts';
import { missingFeatures, selects } from './targets.ts';

/**
 * The version of a template that a tenant would get by what the files say, whatever the day: undefined when it is not
 * meant for it. Opt-outs and pins count even where their time may be over.
 */
export function versionFor(tenant: Tenant, template: Template): TemplateVersion | undefined {
  if (tenant.status === 'retired' || !selects(template.metadata.targets, tenant)) return undefined;
  if (own(tenant.optOut, template.id) || missingFeatures(tenant, template).length > 0) return undefined;
  const pin = own(tenant.pins, template.id);
  const version = pin ? template.pinned.get(pin.version) : template;
  return version && (tenant.workspaces[version.channel] || tenant.status === 'draft') ? version : undefined;
}
