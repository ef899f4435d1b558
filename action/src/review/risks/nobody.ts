import type { Template, Tenant } from '../../config/model.ts';
import type { PlanReason } from '../../generated/index.ts';
import { target } from '../../plan/targets.ts';
import { type Today, todayAt } from '../../plan/today.ts';
import type { Risk } from '../review.ts';
import { counted, fewDetails, type RiskInput } from './risk.ts';

/**
 * Finds new templates that no tenant gets: they change no message, although whoever wrote them meant them for somebody.
 */
export function* nobody({ base, head, plan }: RiskInput): Generator<Risk> {
  if (!base) return;
  const today = todayAt(new Date(plan.now));
  const details: string[] = [];
  for (const [id, template] of head.templates) {
    if (base.templates.has(id)) continue;
    const why = whyNobody(template, head.tenants.values(), today);
    if (why !== undefined) details.push(`${id}: ${why}`);
  }
  if (details.length === 0) return;
  const message = `${counted(details.length, 'new template')} ${details.length === 1 ? 'reaches' : 'reach'} nobody`;
  yield { code: 'reach', severity: 'look', message, details: fewDetails(details), changes: [] };
}

/** Why nobody gets a template; undefined where somebody does, even if as a draft. */
function whyNobody(template: Template, tenants: Iterable<Tenant>, today: Today): string | undefined {
  const reasons = new Map<string, { reason: PlanReason; tenants: number }>();
  for (const tenant of tenants) {
    const verdict = target(tenant, template, today);
    if (verdict.kind !== 'unwanted') return undefined;
    const { reason } = verdict;
    if (reason.code === 'not-targeted' || reason.code === 'tenant-retired') continue;
    const known = reasons.get(reason.code);
    reasons.set(reason.code, { reason, tenants: (known?.tenants ?? 0) + 1 });
  }
  if (reasons.size === 0) return 'its targets select no tenant';
  const kept = Array.from(reasons.values(), ({ reason, tenants: number }) => {
    return `${counted(number, 'tenant')}, since ${reason.message}`;
  });
  return `its targets select only ${kept.join('; ')}`;
}
