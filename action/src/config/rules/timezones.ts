import { suggest } from '../../diagnostics/suggest.ts';
import type { Finding } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import type { Rule } from './rule.ts';

/** Every tenant's time zone exists. */
export const timezones: Rule = ({ tenants }) => {
  const found: Finding[] = [];
  const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
  for (const loaded of tenants.values()) {
    const { timezone } = loaded.tenant;
    if (!known.has(timezone) && isOtherName(timezone)) known.add(timezone);
    if (known.has(timezone)) continue;
    const meant = suggest(timezone, known);
    const fix = meant ? `Did you mean “${meant}”?` : 'Use a name from the IANA database, such as America/New_York.';
    found.push(layerFinding('invalid-timezone', loaded, ['timezone'], `there is no time zone “${timezone}”`, fix));
  }
  return found;
};

/**
 * Whether a name is one of the older ones that zones also have (US/Eastern) and that are not listed. Offsets such as
 * +01:00 are not names.
 */
function isOtherName(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
