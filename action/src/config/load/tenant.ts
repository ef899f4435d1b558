import type { JsonObject } from '../../digest.ts';
import { type Finding, finding, keyAt } from '../findings.ts';
import { type Channel, channels, type Tenant, type WorkspaceBinding } from '../model.ts';

/** A tenant's own files, and the merged values of its layers. */
export interface TenantParts extends Pick<Tenant, 'id' | 'file' | 'partials' | 'strings'> {
  /** Merged from layers that conform to their schemas; contains no null outside lists. */
  readonly merged: JsonObject;
}

/** The merged tenant as guaranteed by the schemas, without nulls. */
interface Merged {
  readonly name: string;
  readonly status: Tenant['status'];
  readonly labels?: Tenant['labels'];
  readonly groups?: readonly string[];
  readonly workspaces?: Readonly<Partial<Record<Channel, { readonly account?: string; readonly id?: string }>>>;
  readonly locales?: { readonly default?: string; readonly also?: readonly string[] };
  readonly timezone?: string;
  readonly jurisdictions?: readonly string[];
  readonly senders?: Readonly<Record<string, JsonObject>>;
  readonly domains?: readonly string[];
  readonly app?: { readonly scheme?: string };
  readonly variables?: JsonObject;
  readonly optOut?: Tenant['optOut'];
  readonly pins?: Tenant['pins'];
  readonly freeze?: Tenant['freeze'];
  readonly formerly?: readonly string[];
}

/** Makes a tenant from its merged layers. When a required value is in no layer, reports that and returns undefined. */
export function buildTenant(parts: TenantParts, findings: Finding[]): Tenant | undefined {
  const { id, file, partials, strings } = parts;
  const merged = parts.merged as JsonObject & Merged;
  const lacking = lacks(file, merged);
  findings.push(...lacking);
  const locale = merged.locales?.default;
  if (locale === undefined || lacking.length > 0) return undefined;
  return {
    id,
    name: merged.name,
    locales: [...new Set([locale, ...(merged.locales?.also ?? [])])],
    timezone: merged.timezone ?? 'UTC',
    jurisdictions: merged.jurisdictions ?? [],
    senders: merged.senders ?? {},
    domains: merged.domains ?? [],
    ...(merged.app?.scheme !== undefined && { app: { scheme: merged.app.scheme } }),
    workspaces: (merged.workspaces ?? {}) as Partial<Record<Channel, WorkspaceBinding>>,
    variables: merged.variables ?? {},
    status: merged.status,
    labels: merged.labels ?? {},
    groups: merged.groups ?? [],
    optOut: merged.optOut ?? {},
    pins: merged.pins ?? {},
    freeze: merged.freeze ?? {},
    formerly: merged.formerly ?? [],
    file,
    partials,
    strings,
    rendered: { id, ...without(parts.merged, notRendered) },
  };
}

/** Members that decide whether and when a message is deployed, but never what it contains. */
const notRendered: ReadonlySet<string> = new Set([
  'labels',
  'status',
  'groups',
  'optOut',
  'pins',
  'freeze',
  'formerly',
]);

function without(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.has(key)));
}

function lacks(file: string, merged: Merged): Finding[] {
  const found: Finding[] = [];
  if (merged.locales?.default === undefined) {
    const fix = 'Add locales: { default: en } here, in a group or in tenants/_defaults.yaml.';
    found.push(finding('no-default-locale', keyAt(file, 'locales', 'default'), 'no layer sets a default locale', fix));
  }
  for (const channel of channels) {
    const workspace = merged.workspaces?.[channel];
    if (!workspace || workspace.account !== undefined) continue;
    const message = `the workspace for ${channel} has no account`;
    const fix = 'Add the account here, in a group or in tenants/_defaults.yaml; see accounts in .github/tenantry.yml.';
    found.push(finding('no-account', keyAt(file, 'workspaces', channel), message, fix));
  }
  for (const [category, sender] of Object.entries(merged.senders ?? {})) {
    if (sender.address !== undefined) continue;
    const message = `the ${category} sender has no address`;
    const fix = 'Add its address here, in a group or in tenants/_defaults.yaml.';
    found.push(finding('no-sender-address', keyAt(file, 'senders', category), message, fix));
  }
  return found;
}
