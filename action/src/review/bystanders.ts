import type { Repository, Template, Tenant } from '../config/model.ts';
import type { Plan } from '../generated/index.ts';
import type { Side } from '../plan/as-deployed.ts';
import { target, type Verdict } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import type { Seen } from './collect.ts';

/** A tenant and a template of which something changes, for whomever. */
export interface Bystander {
  readonly tenant: Tenant;
  readonly template: Template;
  readonly verdict: Verdict;
  /** Undefined for drafts without a workspace, and who has none at all. */
  readonly dialect: string | undefined;
  /** Whether a message of theirs changes. */
  readonly changes: boolean;
  /** Locales in which what they are made from changed, and what they say did not. */
  readonly sameIn: readonly string[];
}

/**
 * Every pair of the templates that change, changing or not. A template that a new tenant or locale gets does not change,
 * and neither does one of which a single tenant's own values or wishes change.
 * @param base undefined where nothing was there before
 */
export function bystandersOf(head: Side, base: Repository | undefined, plan: Plan, seen: readonly Seen[]): Bystander[] {
  const changed = new Set(seen.map(({ message }) => `${message.tenant}/${message.template}`));
  const same = new Map<string, string[]>();
  for (const { tenant, template, locale } of plan.refresh) {
    const key = `${tenant}/${template}`;
    same.set(key, [...(same.get(key) ?? []), locale]);
  }
  const today = todayAt(new Date(plan.now));
  const isChanged = (one: Seen): boolean => one.existed || !base?.templates.has(one.message.template);
  const affected = Map.groupBy(seen.filter(isChanged), ({ message }) => message.template);
  const found: Bystander[] = [];
  for (const [id, members] of affected) {
    if (base?.templates.has(id) && isOneTenants(members)) continue;
    const template = head.repository.templates.get(id);
    if (!template) continue;
    for (const tenant of head.repository.tenants.values()) {
      const key = `${tenant.id}/${id}`;
      const verdict = target(tenant, template, today);
      const binding = tenant.workspaces[template.channel];
      const dialect = binding && head.accounts.get(binding.account)?.dialect.id;
      found.push({ tenant, template, verdict, dialect, changes: changed.has(key), sameIn: same.get(key) ?? [] });
    }
  }
  return found;
}

/** Whether a change is a tenant's alone: nobody else's message could be expected to follow it. */
function isOneTenants(members: readonly Seen[]): boolean {
  const tenants = new Set(members.map(({ message }) => message.tenant));
  return tenants.size === 1 && !members.some(hasOtherSources);
}

/** Whether a message is made from other templates, partials or strings than before. */
function hasOtherSources({ before, after }: Seen): boolean {
  if (!before || !after) return false;
  const closureOf = ({ side, version, tenant }: NonNullable<typeof before | typeof after>): string =>
    side.renderer.closure(version, tenant);
  return closureOf(before) !== closureOf(after);
}
