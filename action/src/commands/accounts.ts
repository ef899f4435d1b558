import type { TenantryConfig } from '../config/model.ts';
import { digestOf, type Json } from '../digest.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import type { ProviderEnvironment } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import { dialects } from '../template/dialects/registry.ts';

/** Binds every account of the configuration to its provider and dialect. No I/O. */
export function openAccounts(config: TenantryConfig, environment: ProviderEnvironment): Map<string, OpenAccount> {
  const open = new Map<string, OpenAccount>();
  for (const [name, declared] of Object.entries(config.accounts)) {
    const provider = providers[declared.provider];
    const account = provider.open(name, declared, environment);
    const { credentials: _, ...rest } = declared;
    // Converted through JSON because the generated types have optional members, and canonical JSON has none.
    const fingerprint = digestOf({ name, ...(JSON.parse(JSON.stringify(rest)) as { [key: string]: Json }) });
    open.set(name, { provider, account, dialect: dialects[account.dialect], fingerprint });
  }
  return open;
}
