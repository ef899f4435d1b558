import type { Tenant } from '../../config/model.ts';
import { own } from '../../digest.ts';
import { type Today, todayAt } from '../../plan/today.ts';
import type { Risk } from '../review.ts';
import { counted, fewDetails, type RiskInput } from './risk.ts';

/**
 * Finds tenants that are suspended, reactivated, frozen or no longer frozen. No message changes by that, but it decides
 * whether later changes are deployed.
 */
export function* standing({ base, head, plan }: RiskInput): Generator<Risk> {
  if (!base) return;
  const today = todayAt(new Date(plan.now));
  const noted = { suspended: new Noted(), active: new Noted(), frozen: new Noted(), thawed: new Noted() };
  for (const tenant of head.tenants.values()) {
    const earlier = [tenant.id, ...tenant.formerly].map((id) => base.tenants.get(id)).find(Boolean);
    if (!earlier || tenant.status === 'retired') continue;
    const [from, to] = [earlier.status, tenant.status];
    if (to === 'suspended' && from !== to) noted.suspended.add(tenant, '');
    if (to === 'active' && from === 'suspended') noted.active.add(tenant, '');
    for (const text of comingFreezes(earlier, tenant, today)) noted.frozen.add(tenant, text);
    for (const text of goneFreezes(earlier, tenant, today)) noted.thawed.add(tenant, text);
  }
  yield* noted.suspended.risk((who, one) => {
    const until = one ? 'to it until it is' : 'to them until they are';
    return `${who} ${one ? 'is' : 'are'} suspended, so nothing is deployed ${until} active again; what is deployed there stays in use`;
  });
  yield* noted.active.risk((who, one) => {
    const missed = one ? 'it what it missed' : 'them what they missed';
    return `${who} ${one ? 'is' : 'are'} active again, so the next deployment brings ${missed}`;
  });
  yield* noted.frozen.risk((who, one) => {
    return `a freeze is added or changed for ${who}, so nothing is deployed to ${one ? 'it' : 'them'} while it lasts; what is deployed there stays in use`;
  });
  yield* noted.thawed.risk((who, one) => {
    return `a freeze is removed for ${who}, so deployments to ${one ? 'it' : 'them'} no longer wait for its end`;
  });
}

/** Freezes that are not over, and that are new or have other dates than before. */
function* comingFreezes(before: Tenant, after: Tenant, today: Today): Generator<string> {
  const date = today(after.timezone);
  for (const [name, freeze] of Object.entries(after.freeze)) {
    const old = own(before.freeze, name);
    if (freeze.until < date || (old && old.from === freeze.from && old.until === freeze.until)) continue;
    yield `“${name}” from ${freeze.from} until ${freeze.until}${old ? `, not from ${old.from} until ${old.until}` : ''}`;
  }
}

function* goneFreezes(before: Tenant, after: Tenant, today: Today): Generator<string> {
  const date = today(after.timezone);
  for (const [name, freeze] of Object.entries(before.freeze)) {
    if (!own(after.freeze, name) && freeze.until >= date) yield `“${name}” until ${freeze.until}`;
  }
}

/** The tenants that have the same risk, by the detail to report. */
class Noted {
  readonly #tenants = new Set<string>();
  readonly #texts = new Map<string, string[]>();

  add({ id }: Tenant, text: string): void {
    this.#tenants.add(id);
    this.#texts.set(text, [...(this.#texts.get(text) ?? []), id]);
  }

  *risk(message: (who: string, isOne: boolean) => string): Generator<Risk> {
    const { size } = this.#tenants;
    if (size === 0) return;
    const details = [...this.#texts].flatMap(([text, ids]) => {
      if (text === '') return ids;
      return ids.length > 3 ? [`${counted(ids.length, 'tenant')}: ${text}`] : ids.map((id) => `${id}: ${text}`);
    });
    const told = { details: fewDetails(details), changes: [] };
    yield { code: 'reach', severity: 'look', message: message(counted(size, 'tenant'), size === 1), ...told };
  }
}
