import { suggestion } from '../../diagnostics/suggest.ts';
import type { Targets } from '../../generated/index.ts';
import { type Finding, finding, valueAt } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { Rule } from './rule.ts';

/** Every tenant named by targets exists. */
export const knownTenant: Rule = ({ config, ids, templates }) => {
  const found: Finding[] = [];
  const look = (file: string, targets: Targets, ...pointer: string[]): void => {
    if (!('tenants' in targets)) return;
    for (const [index, tenant] of targets.tenants.entries()) {
      if (ids.tenants.has(tenant)) continue;
      const place = valueAt(file, ...pointer, 'tenants', String(index));
      found.push(finding('unknown-tenant', place, `there is no tenant “${tenant}”`, suggestion(tenant, ids.tenants)));
    }
  };
  for (const { file, metadata } of templates.values()) look(file, metadata.targets, 'targets');
  for (const [index, wave] of (config?.waves ?? []).entries()) {
    if ('targets' in wave) look(configPath, wave.targets, 'waves', String(index), 'targets');
  }
  return found;
};
