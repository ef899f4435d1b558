import type { Repository } from '../config/model.ts';
import type { Plan } from '../generated/index.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import type { Side } from '../plan/as-deployed.ts';
import { type Bystander, bystandersOf } from './bystanders.ts';
import { changesOf } from './changes.ts';
import type { Seen } from './collect.ts';
import { forecastOf } from './forecast.ts';
import type { Change, Review, ReviewCounts } from './review.ts';
import { risksOf } from './risks/index.ts';
import { unaffectedOf } from './unaffected.ts';
import { unexpectedOf } from './unexpected.ts';

export interface ReviewInput {
  /** The value of `Review.base`; undefined where the comparison is with a ledger. */
  readonly baseCommit: string | undefined;
  /** What was there before, as far as it is known. */
  readonly base: Repository | undefined;
  readonly head: Side;
  readonly plan: Plan;
  /** The ledger that the plan was made against. */
  readonly ledger: LedgerReader;
  /** The messages that the plan changes, noted while it was made (`Collector`). */
  readonly seen: readonly Seen[];
  readonly pending?: Review['pending'];
  readonly incomplete?: string | undefined;
}

/** Arranges what a plan changes so that a person can judge it. Pure: the same input gives the same review. */
export function reviewOf(input: ReviewInput): Review {
  const { baseCommit, base, head, plan, ledger, seen, pending, incomplete } = input;
  const groups = changesOf(seen, base, head.repository);
  const changes = groups.map(({ change }) => change);
  const bystanders = bystandersOf(head, base, plan, seen);
  return {
    base: baseCommit,
    head: head.repository.commit,
    now: plan.now,
    counts: countsOf(seen, changes, bystanders, head.repository),
    changes,
    risks: risksOf({ base, head: head.repository, plan, ledger, groups }),
    unexpected: unexpectedOf(bystanders, seen, base, head),
    unaffected: unaffectedOf(bystanders, plan),
    forecast: forecastOf(plan, head, ledger),
    pending,
    refusals: plan.refusals,
    ...(incomplete !== undefined && { incomplete }),
  };
}

function countsOf(
  seen: readonly Seen[],
  changes: readonly Change[],
  bystanders: readonly Bystander[],
  { tenants }: Repository,
): ReviewCounts {
  const all = new Set([...tenants.keys(), ...seen.map(({ message }) => message.tenant)]);
  const touched = new Set(seen.map(({ message }) => message.tenant));
  const changing = new Set(
    seen.filter(({ message }) => message.action !== 'held').map(({ message }) => message.tenant),
  );
  // Retired tenants do not count as excluded: they are excluded from everything, which is no news.
  const meant = new Set(
    bystanders
      .filter(({ verdict, tenant }) => verdict.kind !== 'unwanted' || tenant.status === 'retired')
      .map(({ tenant }) => tenant.id),
  );
  const affected = new Set(bystanders.map(({ tenant }) => tenant.id));
  const excluded = [...affected].filter((id) => !touched.has(id) && !meant.has(id)).length;
  return {
    messages: seen.length,
    pairs: new Set(seen.map(({ message }) => `${message.tenant}/${message.template}`)).size,
    previews: changes.reduce((sum, change) => sum + change.representatives.length, 0),
    tenants: {
      changing: changing.size,
      held: touched.size - changing.size,
      excluded,
      unchanged: all.size - touched.size - excluded,
      total: all.size,
    },
  };
}
