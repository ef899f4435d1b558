import type { Finding } from '../findings.ts';
import type { LayerSource } from '../layers.ts';
import type { LoadedTenant } from '../load/tenants.ts';
import type { Library, Template, TenantryConfig } from '../model.ts';

/** Everything that loaded, for rules that look across files. */
export interface RuleContext {
  /** Undefined when it is missing or unsound; rules about accounts then have nothing to say. */
  readonly config: TenantryConfig | undefined;
  readonly library: Library;
  readonly templates: ReadonlyMap<string, Template>;
  /** Tenants that merged to a whole. */
  readonly tenants: ReadonlyMap<string, LoadedTenant>;
  /** Every `tenant.yaml` that is sound by itself. */
  readonly tenantFiles: ReadonlyMap<string, LayerSource>;
  /** Every tenant, template and group there is, sound or not. */
  readonly ids: Readonly<Record<'tenants' | 'templates' | 'groups', ReadonlySet<string>>>;
}

/** One thing that must hold between files: what violates it. Pure. */
export type Rule = (context: RuleContext) => readonly Finding[];
