import { own } from '../../digest.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { Rule } from './rule.ts';

/** The name under which an account passes all other data contains a `*`, so that each piece of data gets its own. */
export const dataMapping: Rule = ({ config }) => {
  const found: Finding[] = [];
  for (const [name, { data }] of Object.entries(config?.accounts ?? {})) {
    for (const root of ['recipient', 'event'] as const) {
      const other = own(data?.[root] ?? {}, '*');
      if (other === undefined || other.includes('*')) continue;
      found.push(
        finding(
          'data-mapping',
          valueAt(configPath, 'accounts', name, 'data', root, '*'),
          `all data of ${root} would be called “${other}”, because this value has no *`,
          `Put a * where the name goes, for instance “${other}.*”.`,
        ),
      );
    }
  }
  return found;
};
