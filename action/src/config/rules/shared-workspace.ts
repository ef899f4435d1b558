import type { Finding } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import type { LoadedTenant } from '../load/tenants.ts';
import { type Channel, channels } from '../model.ts';
import { workspaceIdOf } from '../workspace-id.ts';
import type { Rule } from './rule.ts';

/** No two tenants share a workspace, although one tenant's channels may. */
export const sharedWorkspace: Rule = ({ config, tenants }) => {
  const found: Finding[] = [];
  const owners = new Map<string, string>();
  if (!config) return found;
  for (const loaded of tenants.values()) {
    const { id, workspaces } = loaded.tenant;
    for (const channel of channels) {
      const workspace = workspaceIdOf(loaded.tenant, channel, config);
      if (workspace === undefined) continue;
      const account = workspaces[channel]?.account ?? '';
      const key = JSON.stringify([account, workspace]);
      const owner = owners.get(key) ?? id;
      owners.set(key, owner);
      if (owner !== id) found.push(shared(loaded, channel, { account, workspace, owner }));
    }
  }
  return found;
};

function shared(
  loaded: LoadedTenant,
  channel: Channel,
  { account, workspace, owner }: { account: string; workspace: string; owner: string },
): Finding {
  return layerFinding(
    'shared-workspace',
    loaded,
    ['workspaces', channel, loaded.tenant.workspaces[channel]?.id === undefined ? 'account' : 'id'],
    `the workspace “${workspace}” of account “${account}” already belongs to the tenant ${owner}`,
    'Give each tenant its own workspace.',
  );
}
