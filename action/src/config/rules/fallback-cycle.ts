import { own } from '../../digest.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { Fallbacks } from '../locales.ts';
import type { Rule } from './rule.ts';

/** Following fallbacks from any locale comes to an end. */
export const fallbackCycle: Rule = ({ config }) => {
  const found: Finding[] = [];
  const fallbacks = config?.locales?.fallback ?? {};
  const reported = new Set<string>();
  for (const locale of Object.keys(fallbacks)) {
    const cycle = cycleFrom(locale, fallbacks);
    if (!cycle || cycle.some((one) => reported.has(one))) continue;
    for (const one of cycle) reported.add(one);
    found.push(
      finding(
        'fallback-cycle',
        valueAt(configPath, 'locales', 'fallback', locale),
        `locales fall back in a circle: ${[...cycle, locale].join(' → ')}`,
        'Remove or change one of these fallbacks.',
      ),
    );
  }
  return found;
};

/** The cycle that a locale is part of; undefined when it is part of none. */
function cycleFrom(start: string, fallbacks: Fallbacks): string[] | undefined {
  const path = [start];
  for (let next = own(fallbacks, start); next !== undefined; next = own(fallbacks, next)) {
    if (next === start) return path;
    if (path.includes(next)) return undefined;
    path.push(next);
  }
  return undefined;
}
