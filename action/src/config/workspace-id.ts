import { own } from '../digest.ts';
import type { Channel, Tenant, TenantryConfig } from './model.ts';

/** Providers that create a workspace with the first write to it, under the tenant's id where none is given. */
export const createsWorkspaces: ReadonlySet<string> = new Set(['local']);

/** The vendor's id of a tenant's workspace for a channel; undefined where there is no workspace, or none yet. */
export function workspaceIdOf(tenant: Tenant, channel: Channel, config: TenantryConfig): string | undefined {
  const binding = tenant.workspaces[channel];
  if (!binding || binding.id !== undefined) return binding?.id;
  const provider = own(config.accounts, binding.account)?.provider;
  return provider !== undefined && createsWorkspaces.has(provider) ? tenant.id : undefined;
}
