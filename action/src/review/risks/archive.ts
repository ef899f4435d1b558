import type { TenantryConfig } from '../../config/model.ts';
import type { Plan } from '../../generated/index.ts';
import { archiveGraceOf } from '../../plan/archive.ts';
import { archivesBeyond } from '../../plan/guards.ts';
import type { Grouped } from '../changes.ts';
import type { Risk } from '../review.ts';
import { counted, fewDetails, type RiskInput } from './risk.ts';

/**
 * Finds deployed messages that will be taken away. Graver where they are more than one deployment may archive, or where
 * that limit is raised.
 */
export function* archive(input: RiskInput): Generator<Risk> {
  const grace = archiveGraceOf(input.head.config);
  const late = beyondLater(input);
  if (late) {
    const message = `${counted(late.archived, 'message')} will be archived when the grace time of ${grace} is over, which is more than policies.maxArchives (${percent(late.share)}) allows one deployment; raise it then, or split this change`;
    const leaving = input.groups.filter(({ change }) => change.kind === 'archive' || change.kind === 'move');
    yield { code: 'archive', severity: 'stop', message, ...about(leaving) };
    return;
  }
  const found = input.groups.filter(({ change }) => change.kind === 'archive');
  if (found.length === 0) return;
  const messages = found.reduce((sum, { classes }) => sum + size(classes), 0);
  yield {
    code: 'archive',
    severity: isRaised(input) || input.plan.refusals.some(isTooMany) ? 'stop' : 'look',
    message: `${counted(messages, 'message')} will be archived, ${grace} after becoming unwanted`,
    ...about(found),
  };
}

/** The changes that take messages away, and how many each. */
function about(found: readonly Grouped[]): Pick<Risk, 'details' | 'changes'> {
  const details = found.map(({ change, classes }) => `${change.title} (${counted(size(classes), 'message')})`);
  return { details: fewDetails(details), changes: found.map(({ change }) => change.id) };
}

function size(classes: Grouped['classes']): number {
  return classes.reduce((sum, { members }) => sum + members.length, 0);
}

/**
 * What a deployment after the grace time would refuse although none before it does. A message that moves leaves its old
 * place, so it counts, too.
 */
function beyondLater({ plan, head, ledger }: RiskInput): { archived: number; share: number } | undefined {
  if (plan.refusals.some(isTooMany)) return undefined;
  const archived = plan.pairs.flatMap(({ messages }) => messages).filter(({ action }) => action === 'archive').length;
  const beyond = archivesBeyond(archived, { repository: head, ledger });
  return beyond && { archived, share: beyond.share };
}

function isTooMany({ code }: Plan['refusals'][number]): boolean {
  return code === 'too-many-archives';
}

function isRaised({ base, head }: RiskInput): boolean {
  const most = ({ policies }: TenantryConfig): number => policies?.maxArchives ?? 0.05;
  return base !== undefined && most(head.config) > most(base.config);
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
