import type { Repository, Template, Tenant } from '../config/model.ts';
import type { Plan } from '../generated/index.ts';
import type { Side } from '../plan/as-deployed.ts';
import { target, type Verdict } from '../plan/targets.ts';
import { todayAt } from '../plan/today.ts';
import type { Seen } from './collect.ts';

/** A tenant and one of the templates that change, for whichever tenant. */
export interface Bystander {
  readonly tenant: Tenant;
  readonly template: Template;
  readonly verdict: Verdict;
  /** Undefined for a tenant without a workspace for the template's channel, such as a draft. */
  readonly dialect: string | undefined;
  /** Whether a message of this tenant and template changes. */
  readonly changes: boolean;
  /** Locales whose message is made from something that changed, and yet reads as before. */
  readonly sameIn: readonly string[];
}

/**
 * Every pair of the templates that change, whether the pair changes or not. A template does not count as changing if a
 * new tenant or locale gets it, or if only a single tenant's own values or settings change in it.
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

/** Whether a change concerns a single tenant alone, so that nobody else's message could be expected to follow it. */
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
