import type { Plan } from '../generated/index.ts';
import { destinationKey, type LedgerReader } from '../ledger/ledger.ts';
import type { Side } from '../plan/as-deployed.ts';
import { liveOfBoth } from '../plan/live.ts';
import type { ReviewForecast } from './review.ts';

type AccountForecast = ReviewForecast['accounts'][number];

/** What deploying the change costs, and when customers see it, by account. */
export function forecastOf(plan: Plan, { accounts }: Side, ledger: LedgerReader): ReviewForecast {
  const net = new Map<string, number>();
  for (const pair of plan.pairs) {
    const key = destinationKey(pair);
    for (const { action } of pair.messages) {
      if (action === 'create') net.set(key, (net.get(key) ?? 0) + 1);
      else if (action === 'archive') net.set(key, (net.get(key) ?? 0) - 1);
    }
  }
  const found = new Map<string, AccountForecast>();
  for (const place of plan.workspaces) {
    const { account, provider, writes } = place;
    const known = found.get(account);
    const live = liveOfBoth(known?.live, place.live);
    const most = accounts.get(account)?.provider.limits.templates;
    const here =
      most === undefined
        ? undefined
        : {
            used: (ledger.lines(place)?.size ?? 0) + (net.get(destinationKey(place)) ?? 0),
            of: most,
            workspace: place.workspace,
          };
    const isFuller = (here?.used ?? -1) > (known?.headroom?.used ?? -1);
    const headroom = isFuller ? here : known?.headroom;
    found.set(account, { account, provider, live, writes: (known?.writes ?? 0) + writes, headroom });
  }
  const sum = (member: 'writes' | 'archives') => plan.workspaces.reduce((total, one) => total + one[member], 0);
  return { writes: sum('writes'), archives: sum('archives'), ...plan.forecast, accounts: [...found.values()] };
}
