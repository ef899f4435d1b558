import type { Finding } from '../findings.ts';
import type { LayerSource } from '../layers.ts';
import type { LoadedTenant } from '../load/tenants.ts';
import type { Library, Template, TenantryConfig } from '../model.ts';

/** Everything that was loaded, for rules that look across files. */
export interface RuleContext {
  /** Undefined when it is missing or invalid; rules about accounts then report nothing. */
  readonly config: TenantryConfig | undefined;
  readonly library: Library;
  readonly templates: ReadonlyMap<string, Template>;
  /** Tenants that merged into a complete tenant. */
  readonly tenants: ReadonlyMap<string, LoadedTenant>;
  /** Every `tenant.yaml` that is valid by itself. */
  readonly tenantFiles: ReadonlyMap<string, LayerSource>;
  /** The ids of all tenants, templates and groups that have files, valid or not. */
  readonly ids: Readonly<Record<'tenants' | 'templates' | 'groups', ReadonlySet<string>>>;
}

/** Something that must hold between files: returns what violates it. Pure. */
export type Rule = (context: RuleContext) => readonly Finding[];
