import type { Plan, PlannedPair, PlannedWorkspace, PlanReason } from '../generated/index.ts';
import { destinationKey } from '../ledger/ledger.ts';
import { digestOfPairs } from './content.ts';
import { forecast } from './forecast.ts';
import type { OpenAccount } from './prepare.ts';

/** The plan with whole pairs held for reasons that planning could not know. Its refusals stay as they are. */
export function hold(
  plan: Plan,
  reasons: ReadonlyMap<PlannedPair, PlanReason>,
  accounts: ReadonlyMap<string, OpenAccount>,
): Plan {
  if (reasons.size === 0) return plan;
  const summary = { ...plan.summary };
  const pairs = plan.pairs.map((pair) => {
    const reason = reasons.get(pair);
    if (!reason) return pair;
    summary[pair.action] -= 1;
    summary.held += 1;
    return held(pair, reason);
  });
  const byWorkspace = Map.groupBy(pairs, destinationKey);
  const workspaces = plan.workspaces.map((one) => counted(one, byWorkspace.get(destinationKey(one)) ?? []));
  return {
    ...plan,
    digest: digestOfPairs(pairs),
    summary,
    pairs,
    workspaces,
    forecast: forecast(workspaces, accounts),
  };
}

function held(pair: PlannedPair, reason: PlanReason): PlannedPair {
  return {
    ...pair,
    action: 'held',
    reasons: [...pair.reasons, reason],
    messages: pair.messages.map((message) =>
      message.action === 'unchanged' ? message : { ...message, action: 'held' as const },
    ),
  };
}

function counted(workspace: PlannedWorkspace, pairs: readonly PlannedPair[]): PlannedWorkspace {
  const actions = pairs.flatMap(({ messages }) => messages.map(({ action }) => action));
  const writes = actions.filter((action) => action === 'create' || action === 'update').length;
  return { ...workspace, writes, archives: actions.filter((action) => action === 'archive').length };
}
