import type { TenantryConfig } from '../../config/model.ts';
import type { Risk } from '../review.ts';
import { counted, fewDetails, type RiskInput } from './risk.ts';

/** Something that is deployed will be taken away; graver where a guard would refuse so much of it, or is told not to. */
export function* archive({ groups, plan, base, head }: RiskInput): Generator<Risk> {
  const found = groups.filter(({ change }) => change.kind === 'archive');
  const members = found.flatMap(({ classes }) => classes.flatMap((one) => one.members));
  if (members.length === 0) return;
  const most = (config: TenantryConfig): number => config.policies?.maxArchives ?? 0.05;
  const raised = base !== undefined && most(head.config) > most(base.config);
  const tooMany = raised || plan.refusals.some(({ code }) => code === 'too-many-archives');
  const grace = head.config.policies?.archiveGrace ?? '30d';
  const details = found.map(({ change, classes }) => {
    const messages = classes.reduce((sum, one) => sum + one.members.length, 0);
    return `${change.title} (${counted(messages, 'message')})`;
  });
  yield {
    code: 'archive',
    severity: tooMany ? 'stop' : 'look',
    message: `${counted(members.length, 'message')} will be taken away, ${grace} after nothing wants them any more`,
    details: fewDetails(details),
    changes: found.map(({ change }) => change.id),
  };
}
