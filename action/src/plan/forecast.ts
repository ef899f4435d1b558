import type { Plan, PlannedWorkspace } from '../generated/index.ts';
import type { OpenAccount } from './prepare.ts';

/** Calls to a workspace before its first write: to identify it, and to list it. */
const callsToOpen = 2;

/**
 * Estimates the number of calls, as an upper bound, and the seconds they take. An account takes as long as its vendor's
 * rate and simultaneous calls allow, or as its busiest workspace needs, whichever is longer; accounts are worked on
 * side by side.
 */
export function forecast(
  workspaces: readonly PlannedWorkspace[],
  accounts: ReadonlyMap<string, OpenAccount>,
): Plan['forecast'] {
  let total = 0;
  const perAccount = new Map<string, { calls: number; seconds: number }>();
  for (const workspace of workspaces) {
    const limits = accounts.get(workspace.account)?.provider.limits;
    const calls = callsFor(workspace, limits?.callsPerPut ?? 1);
    total += calls;
    const sum = perAccount.get(workspace.account) ?? { calls: 0, seconds: 0 };
    sum.calls += calls;
    sum.seconds = Math.max(sum.seconds, (calls * (limits?.secondsPerCall ?? 0)) / (limits?.concurrency ?? 1));
    perAccount.set(workspace.account, sum);
  }
  let seconds = 0;
  for (const [name, sum] of perAccount) {
    const { callsPerSecond, callsAtOnce, secondsPerCall = 0 } = accounts.get(name)?.provider.limits ?? {};
    const atPace = callsPerSecond ? sum.calls / callsPerSecond : 0;
    const inTurns = callsAtOnce ? (sum.calls * secondsPerCall) / callsAtOnce : 0;
    seconds = Math.max(seconds, sum.seconds, atPace, inTurns);
  }
  return { calls: total, seconds: Math.round(seconds * 100) / 100 };
}

function callsFor(workspace: PlannedWorkspace, callsPerPut: number): number {
  const changes = workspace.writes * callsPerPut + workspace.archives;
  return changes === 0 ? 0 : callsToOpen + changes;
}
