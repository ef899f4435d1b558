import { suggestion } from '../../diagnostics/suggest.ts';
import type { Finding } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import { channels } from '../model.ts';
import type { Rule } from './rule.ts';

/** Every workspace is in a declared account. */
export const knownAccount: Rule = ({ config, tenants }) => {
  const found: Finding[] = [];
  if (!config) return found;
  for (const loaded of tenants.values()) {
    for (const channel of channels) {
      const account = loaded.tenant.workspaces[channel]?.account;
      if (account === undefined || Object.hasOwn(config.accounts, account)) continue;
      found.push(
        layerFinding(
          'unknown-account',
          loaded,
          ['workspaces', channel, 'account'],
          `there is no account “${account}” in .github/tenantry.yml`,
          suggestion(account, Object.keys(config.accounts)),
        ),
      );
    }
  }
  return found;
};
