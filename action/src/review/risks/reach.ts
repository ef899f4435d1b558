import { target } from '../../plan/targets.ts';
import { todayAt } from '../../plan/today.ts';
import type { Grouped } from '../changes.ts';
import type { Risk } from '../review.ts';
import { counted, fewDetails, type RiskInput } from './risk.ts';

/**
 * The smallest change of reach worth mentioning: the number of tenants of one template, and their share of those it
 * had.
 */
const fewest = 3;
const share = 0.1;
/**
 * A grave change concerns at least so many tenants, and so large a share of those that had the template: nobody means
 * that without knowing it.
 */
const grave = { tenants: 10, share: 0.5 } as const;

/** Finds templates that go to many more, or many fewer, tenants than before. */
export function* reach({ base, head, plan, groups }: RiskInput): Generator<Risk> {
  if (!base) return;
  const come = tenantsByTemplate(groups, 'create');
  const go = tenantsByTemplate(groups, 'archive');
  const today = todayAt(new Date(plan.now));
  const found: { detail: string; isGrave: boolean; templates: string }[] = [];
  for (const id of new Set([...come.keys(), ...go.keys()])) {
    const template = head.templates.get(id);
    if (!template || !base.templates.has(id)) continue;
    let now = 0;
    for (const tenant of head.tenants.values()) if (target(tenant, template, today).kind === 'wanted') now += 1;
    const more = come.get(id)?.size ?? 0;
    const fewer = go.get(id)?.size ?? 0;
    const before = now - more + fewer;
    const moved = Math.max(more, fewer);
    if (moved < fewest || moved < before * share) continue;
    const isGrave = moved >= grave.tenants && moved >= before * grave.share;
    found.push({ detail: `${id}: ${before} tenants become ${now}`, isGrave, templates: id });
  }
  if (found.length === 0) return;
  const templates = new Set(found.map((one) => one.templates));
  const changes = groups
    .filter(({ change, classes }) => change.kind !== 'update' && classes.some((one) => templates.has(one.template)))
    .map(({ change }) => change.id);
  yield {
    code: 'reach',
    severity: found.some((one) => one.isGrave) ? 'stop' : 'look',
    message: `${counted(found.length, 'template')} ${found.length === 1 ? 'reaches' : 'reach'} many more, or fewer, tenants than before`,
    details: fewDetails(found.map((one) => one.detail)),
    changes,
  };
}

function tenantsByTemplate(groups: readonly Grouped[], kind: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { change, classes } of groups) {
    if (change.kind !== kind) continue;
    for (const { template, members } of classes) {
      const tenants = found.get(template) ?? new Set();
      for (const { message } of members) tenants.add(message.tenant);
      found.set(template, tenants);
    }
  }
  return found;
}
