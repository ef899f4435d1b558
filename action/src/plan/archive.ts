import type { TenantryConfig } from '../config/model.ts';
import type { PlannedMessage, PlanReason } from '../generated/index.ts';
import type { LedgerLine } from '../ledger/ledger.ts';

/**
 * When an unwanted message may be archived: after `grace` milliseconds, counted from the run that first found it
 * unwanted.
 */
export interface ArchivePolicy {
  readonly now: Date;
  /** Milliseconds; 0 archives at once. */
  readonly grace: number;
}

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Converts a duration such as `30d`, `12h` or `0d` to milliseconds. The schema has checked its form. */
export function milliseconds(duration: string): number {
  const unit = duration.at(-1) as keyof typeof unitMilliseconds;
  return Number(duration.slice(0, -1)) * unitMilliseconds[unit];
}

/** How long a configuration keeps what nothing wants any more, as written there, for example `30d`. */
export function archiveGraceOf({ policies }: TenantryConfig): string {
  return policies?.archiveGrace ?? '30d';
}

/**
 * Decides what happens to a deployed message that nothing wants any more: archive it, or hold it until its grace time
 * is over.
 */
export function archiveMessage(
  line: LedgerLine,
  policy: ArchivePolicy,
  hold: PlanReason | undefined,
): { message: PlannedMessage; held?: PlanReason } {
  const noted = new Date(line.unwantedSince ?? Number.NaN);
  const since = Number.isNaN(noted.getTime()) ? policy.now : noted;
  const due = new Date(since.getTime() + policy.grace);
  const grace: PlanReason | undefined =
    due > policy.now
      ? { code: 'archive-grace', message: `unwanted since ${day(since)}, to be archived from ${day(due)} on` }
      : undefined;
  const held = hold ?? grace;
  const action = held ? 'held' : 'archive';
  const message: PlannedMessage = { locale: line.locale, action, before: line.digest, after: null, class: null };
  return held ? { message, held } : { message };
}

function day(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
