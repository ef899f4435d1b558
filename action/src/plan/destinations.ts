import type { Repository, Template, Tenant } from '../config/model.ts';
import { type Destination, destinationKey } from '../ledger/ledger.ts';
import type { OpenAccount } from './prepare.ts';

/** One of a tenant's workspaces, and the templates whose channel goes there. */
export interface TenantDestination {
  readonly destination: Destination;
  readonly open: OpenAccount;
  /** In code-unit order of their ids. */
  readonly templates: readonly Template[];
}

/** The workspaces of a tenant; channels often share one. A workspace without an id goes by the tenant's. */
export function destinationsOf(
  tenant: Tenant,
  repository: Repository,
  accounts: ReadonlyMap<string, OpenAccount>,
): TenantDestination[] {
  const found = new Map<string, { destination: Destination; open: OpenAccount; templates: Template[] }>();
  for (const template of repository.templates.values()) {
    const binding = tenant.workspaces[template.channel];
    const open = binding && accounts.get(binding.account);
    if (!open) continue;
    const destination = { account: binding.account, workspace: binding.id ?? tenant.id };
    const key = destinationKey(destination);
    const entry = found.get(key) ?? { destination, open, templates: [] };
    entry.templates.push(template);
    found.set(key, entry);
  }
  return [...found.values()];
}
