import type { Channel, Repository, Template, Tenant, WorkspaceBinding } from '../config/model.ts';
import { type Destination, destinationKey } from '../ledger/ledger.ts';
import type { OpenAccount } from './prepare.ts';
import { versionFor } from './targets.ts';
import type { Today } from './today.ts';

/** One of a tenant's workspaces, and the templates whose channel goes there. */
export interface TenantDestination {
  readonly destination: Destination;
  readonly open: OpenAccount;
  /** Whether the workspace exists, or will be created by its first write. */
  readonly provisioned: boolean;
  /** In code-unit order of their ids. */
  readonly templates: readonly Template[];
}

export interface DestinationsInput {
  readonly repository: Repository;
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  /** Whether a draft without a workspace is assigned to the first account that supports the channel. */
  readonly drafts?: boolean;
}

/**
 * The workspaces of a tenant; channels often share one. A workspace without an id gets the tenant's. `today` decides
 * which pins apply: the channel is that of the version the tenant gets.
 */
export function destinationsOf(
  tenant: Tenant,
  { repository, accounts, drafts = false }: DestinationsInput,
  today: Today,
): TenantDestination[] {
  const isPreviewed = drafts && tenant.status === 'draft';
  const found = new Map<string, TenantDestination & { readonly templates: Template[] }>();
  for (const template of repository.templates.values()) {
    const { channel } = versionFor(tenant, template, today).version;
    const binding = tenant.workspaces[channel] ?? (isPreviewed ? anyBinding(channel, accounts) : undefined);
    const open = binding && accounts.get(binding.account);
    if (!open) continue;
    const destination = { account: binding.account, workspace: binding.id ?? tenant.id };
    const provisioned = binding.id !== undefined || open.provider.capabilities.createsWorkspaces;
    const key = destinationKey(destination);
    const entry = found.get(key) ?? { destination, open, provisioned, templates: [] };
    entry.templates.push(template);
    found.set(key, entry);
  }
  return [...found.values()];
}

function anyBinding(channel: Channel, accounts: ReadonlyMap<string, OpenAccount>): WorkspaceBinding | undefined {
  for (const [account, { provider }] of accounts)
    if (provider.capabilities.channels.includes(channel)) return { account };
  return undefined;
}
