import { isReserved } from '../../names.ts';
import { type Finding, finding, keyAt } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import type { Rule } from './rule.ts';

const fix = 'Choose another name, or nest it: links.url instead of url.';

/** No root variable of a tenant has the name of a helper, or of anything else that templates see at the root. */
export const reservedVariables: Rule = ({ templates, tenants }) => {
  const found: Finding[] = [];
  for (const loaded of tenants.values()) {
    for (const name of Object.keys(loaded.tenant.variables)) {
      if (isReserved(name))
        found.push(layerFinding('reserved-variable', loaded, ['variables', name], reserved(name), fix));
    }
  }
  for (const { file, metadata } of templates.values()) {
    for (const name of Object.keys(metadata.variables?.properties ?? {})) {
      if (!isReserved(name)) continue;
      found.push(finding('reserved-variable', keyAt(file, 'variables', 'properties', name), reserved(name), fix));
    }
  }
  return found;
};

function reserved(name: string): string {
  return `“${name}” means something else in templates and cannot be a variable`;
}
