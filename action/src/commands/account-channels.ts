import { layerFinding } from '../config/layer-findings.ts';
import { type Channel, channels, type Repository, type Tenant } from '../config/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import type { Provider } from '../providers/provider.ts';
import { loadedFindings } from './loaded-findings.ts';

const channelNames: Readonly<Record<Channel, string>> = { email: 'email', push: 'push messages', sms: 'text messages' };

/**
 * Errors for workspaces in accounts whose vendor does not send that kind of message: the vendor would take it for
 * another.
 */
export function channelErrors(
  snapshot: Snapshot,
  { tenants }: Repository,
  accounts: ReadonlyMap<string, OpenAccount>,
): Diagnostic[] {
  const wrong = (tenant: Tenant): Wrong[] =>
    channels.flatMap((channel) => {
      const account = tenant.workspaces[channel]?.account;
      const provider = account === undefined ? undefined : accounts.get(account)?.provider;
      if (account === undefined || !provider || provider.capabilities.channels.includes(channel)) return [];
      return [{ channel, account, provider }];
    });
  const ids = new Set([...tenants.values()].filter((tenant) => wrong(tenant).length > 0).map(({ id }) => id));
  const fix = fixFor(accounts);
  return loadedFindings(snapshot, ids, (loaded) =>
    wrong(loaded.tenant).map(({ channel, account, provider }) => {
      const message = `the account “${account}” cannot send ${channelNames[channel]}: its vendor is ${provider.name}`;
      return layerFinding('no-such-channel', loaded, ['workspaces', channel, 'account'], message, fix(channel));
    }),
  );
}

interface Wrong {
  readonly channel: Channel;
  readonly account: string;
  readonly provider: Provider;
}

function fixFor(accounts: ReadonlyMap<string, OpenAccount>): (channel: Channel) => string {
  return (channel) => {
    const able = [...accounts].filter(([, { provider }]) => provider.capabilities.channels.includes(channel));
    const names = able.map(([name]) => name).join(', ');
    const others =
      names === '' ? 'No account in .github/tenantry.yml can send them: add one' : `Use one that can: ${names}`;
    return `${others}; or delete the line, and the tenant gets no ${channelNames[channel]}.`;
  };
}
