import { compareText } from '../digest.ts';
import type { Plan } from '../generated/index.ts';
import type { Bystander } from './bystanders.ts';
import type { Unaffected } from './review.ts';

/** The most tenants that are named for each reason. */
const mostTenants = 5;

/** Counts the pairs that do not change, by reason; the most frequent reason first. */
export function unaffectedOf(bystanders: readonly Bystander[], plan: Plan): Unaffected[] {
  const found = new Map<string, { code: string; reason: string; pairs: number; tenants: Set<string> }>();
  let unchanged = 0;
  for (const one of bystanders) {
    if (one.changes) continue;
    const { code, reason } = reasonOf(one);
    if (one.verdict.kind === 'wanted') unchanged += 1;
    const entry = found.get(`${code} ${reason}`) ?? { code, reason, pairs: 0, tenants: new Set() };
    found.set(`${code} ${reason}`, entry);
    entry.pairs += 1;
    if (entry.tenants.size < mostTenants) entry.tenants.add(one.tenant.id);
  }
  const others = plan.summary.unchanged - unchanged;
  if (others > 0) {
    const reason = 'of templates that do not change';
    found.set('others', { code: 'other-template', reason, pairs: others, tenants: new Set() });
  }
  return Array.from(found.values(), (entry) => ({ ...entry, tenants: [...entry.tenants] })).sort(
    (a, b) => b.pairs - a.pairs || compareText(a.reason, b.reason),
  );
}

function reasonOf({ verdict, template, sameIn }: Bystander): { code: string; reason: string } {
  if (verdict.kind === 'unwanted') {
    const { code } = verdict.reason;
    if (code === 'opted-out') return { code, reason: `opted out of ${template.id}` };
    if (code === 'not-targeted') return { code, reason: `not a target of ${template.id}` };
    if (code === 'feature-missing') return { code, reason: `without a feature that ${template.id} requires` };
    if (code === 'no-workspace') return { code, reason: `without a workspace for ${template.channel}` };
    return { code, reason: verdict.reason.message };
  }
  if (verdict.kind === 'draft') return { code: 'draft', reason: 'drafts that the change does not reach' };
  if (verdict.version !== template) return { code: 'pinned', reason: `pinned to an earlier ${template.id}` };
  if (sameIn.length > 0) return { code: 'not-shown', reason: 'reached by the change, which has no effect on them' };
  return { code: 'not-reached', reason: 'not reached by the change' };
}
