import type { Finding } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import type { Rule } from './rule.ts';

/**
 * The locales that a jurisdiction's law requires. CA-QC: Charter of the French Language (CQLR c C-11), s. 52 and 55, on
 * commercial publications and contracts.
 */
const required: Readonly<Record<string, string>> = { 'CA-QC': 'fr-CA' };

/** A tenant has the locales that its jurisdictions require. */
export const jurisdictionLocale: Rule = ({ tenants }) => {
  const found: Finding[] = [];
  for (const loaded of tenants.values()) {
    const { jurisdictions, locales } = loaded.tenant;
    for (const [index, jurisdiction] of jurisdictions.entries()) {
      const locale = required[jurisdiction];
      if (locale === undefined || locales.includes(locale)) continue;
      found.push(
        layerFinding(
          'jurisdiction-locale',
          loaded,
          ['jurisdictions', String(index)],
          `${jurisdiction} requires the locale ${locale}, which the tenant does not have`,
          `Add ${locale} to the tenant’s locales.`,
        ),
      );
    }
  }
  return found;
};
