import { layerFinding } from '../config/layer-findings.ts';
import type { Repository } from '../config/model.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { expired } from '../plan/targets.ts';
import type { Today } from '../plan/today.ts';
import { loadedFindings } from './loaded-findings.ts';

const words = {
  optOut: { code: 'expired-opt-out', what: 'the opt-out from', effect: 'the tenant gets the template again' },
  pins: { code: 'expired-pin', what: 'the pin of', effect: 'the tenant gets the current version' },
} as const;

/** Warns of opt-outs and pins that have expired, and so no longer apply, at the places where they are written. */
export function expiredWarnings(snapshot: Snapshot, { tenants }: Repository, today: Today): Diagnostic[] {
  const found = new Map([...tenants.values()].map((tenant) => [tenant.id, expired(tenant, today)]));
  const ids = new Set([...found].flatMap(([id, list]) => (list.length > 0 ? [id] : [])));
  return loadedFindings(snapshot, ids, (one) =>
    (found.get(one.tenant.id) ?? []).map(({ kind, template, until }) => {
      const { code, what, effect } = words[kind];
      const message = `${what} ${template} expired after ${until}: ${effect}`;
      return layerFinding(code, one, [kind, template, 'until'], message, 'Delete it, or give it a later date.');
    }),
  );
}
