import type { Finding } from '../findings.ts';
import { isDate } from '../formats.ts';
import { layerFinding } from '../layer-findings.ts';
import type { LoadedTenant } from '../load/tenants.ts';
import type { Rule } from './rule.ts';

/** Dates exist, and freezes end after they begin. */
export const dates: Rule = ({ tenants }) =>
  [...tenants.values()].flatMap((loaded) => [...wrongDates(loaded), ...wrongOrder(loaded)]);

function wrongDates(loaded: LoadedTenant): Finding[] {
  const found: Finding[] = [];
  for (const map of ['optOut', 'pins', 'freeze'] as const) {
    for (const [name, entry] of Object.entries(loaded.tenant[map])) {
      for (const key of ['from', 'until'] as const) {
        const date = (entry as Readonly<Record<string, string>>)[key];
        if (date === undefined || isDate(date)) continue;
        const fix = 'Write a day that exists, as year-month-day.';
        found.push(layerFinding('invalid-date', loaded, [map, name, key], `the date ${date} does not exist`, fix));
      }
    }
  }
  return found;
}

function wrongOrder(loaded: LoadedTenant): Finding[] {
  return Object.entries(loaded.tenant.freeze)
    .filter(([, { from, until }]) => isDate(from) && isDate(until) && until < from)
    .map(([name, { from, until }]) =>
      layerFinding(
        'date-order',
        loaded,
        ['freeze', name, 'until'],
        `the freeze “${name}” ends (${until}) before it begins (${from})`,
        'Swap the dates, or correct the year.',
      ),
    );
}
