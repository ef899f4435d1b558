import type { Channel, Template, TemplateVersion, Tenant, WorkspaceBinding } from '../config/model.ts';
import { missingFeatures, selects } from '../config/targets.ts';
import { own } from '../digest.ts';
import type { PlanReason } from '../generated/index.ts';
import type { Today } from './today.ts';

/** What the repository's files alone say about a pair at a given time. */
export type Verdict =
  /** Meant to be deployed. `hold` says why it is not written now; what is deployed stays. */
  | {
      readonly kind: 'wanted';
      readonly version: TemplateVersion;
      readonly binding: WorkspaceBinding;
      readonly reasons: readonly PlanReason[];
      readonly hold?: PlanReason;
    }
  /** Not meant for this tenant: what is deployed is archived, unless the tenant is on hold. */
  | { readonly kind: 'unwanted'; readonly reason: PlanReason; readonly hold?: PlanReason }
  /** A draft: rendered for reviewers, neither deployed nor archived. */
  | { readonly kind: 'draft'; readonly version: TemplateVersion; readonly binding: WorkspaceBinding | undefined };

/** An opt-out or pin whose `until` has passed: it no longer applies. */
export interface Expired {
  readonly tenant: Tenant;
  readonly template: string;
  readonly kind: 'optOut' | 'pins';
  readonly until: string;
}

/**
 * Decides whether and in which version a template is meant for a tenant, and why. `today` decides freezes and `until`
 * dates.
 */
export function target(tenant: Tenant, template: Template, today: Today): Verdict {
  const { version, pinReason } = versionFor(tenant, template, today);
  const hold = holdReason(tenant, today);
  const binding = tenant.workspaces[version.channel];
  const reason = exclusion(tenant, template, today);
  if (!reason && tenant.status === 'draft') return { kind: 'draft', version, binding };
  if (reason || !binding) {
    return { kind: 'unwanted', reason: reason ?? noWorkspace(version.channel), ...(hold && { hold }) };
  }
  return { kind: 'wanted', version, binding, reasons: pinReason ? [pinReason] : [], ...(hold && { hold }) };
}

/** The opt-outs and pins of a tenant that have expired, for warnings. */
export function expired(tenant: Tenant, today: Today): Expired[] {
  const date = today(tenant.timezone);
  const found: Expired[] = [];
  for (const kind of ['optOut', 'pins'] as const) {
    for (const [template, { until }] of Object.entries(tenant[kind])) {
      if (until !== undefined && until < date) found.push({ tenant, template, kind, until });
    }
  }
  return found;
}

/** The version of a template that a tenant would get: the live one, or the one it is pinned to. */
export function versionFor(
  tenant: Tenant,
  template: Template,
  today: Today,
): { version: TemplateVersion; pinReason?: PlanReason } {
  const pin = own(tenant.pins, template.id);
  if (!pin || isOver(pin.until, tenant, today)) return { version: template };
  const version = template.pinned.get(pin.version);
  // A pin to a missing version is reported by a diagnostic of its own; the plan is not used then.
  if (!version) return { version: template };
  const until = pin.until ? ` until ${pin.until}` : '';
  return { version, pinReason: { code: 'pinned', message: `pinned to ${pin.version}${until}${because(pin.reason)}` } };
}

/** Why a template is not meant for a tenant, if so. Uses the live template's targets even for a pinned pair. */
function exclusion(tenant: Tenant, template: Template, today: Today): PlanReason | undefined {
  if (tenant.status === 'retired') return { code: 'tenant-retired', message: 'the tenant is retired' };
  if (!selects(template.metadata.targets, tenant)) {
    return { code: 'not-targeted', message: 'the template’s targets do not select this tenant' };
  }
  const optOut = own(tenant.optOut, template.id);
  if (optOut && !isOver(optOut.until, tenant, today)) {
    const until = optOut.until ? ` until ${optOut.until}` : '';
    return { code: 'opted-out', message: `the tenant opted out${until}${because(optOut.reason)}` };
  }
  const missing = missingFeatures(tenant, template);
  if (missing.length > 0) {
    return {
      code: 'feature-missing',
      message: `the template requires ${missing.map((f) => `features.${f}`).join(', ')}`,
    };
  }
  return undefined;
}

/** Why nothing of a tenant is written or archived now; undefined when nothing prevents it. */
export function holdReason(tenant: Tenant, today: Today): PlanReason | undefined {
  if (tenant.status === 'suspended') return { code: 'suspended', message: 'the tenant is suspended' };
  const date = today(tenant.timezone);
  for (const [name, freeze] of Object.entries(tenant.freeze)) {
    if (freeze.from <= date && date <= freeze.until) {
      return {
        code: 'freeze',
        message: `freeze “${name}” until ${freeze.until} (${tenant.timezone})${because(freeze.reason)}`,
      };
    }
  }
  return undefined;
}

function noWorkspace(channel: Channel): PlanReason {
  return { code: 'no-workspace', message: `the tenant has no workspace for ${channel}` };
}

function isOver(until: string | undefined, tenant: Tenant, today: Today): boolean {
  return until !== undefined && until < today(tenant.timezone);
}

function because(reason: string | undefined): string {
  return reason ? `: ${reason}` : '';
}
