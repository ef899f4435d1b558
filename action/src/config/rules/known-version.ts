import { suggestion } from '../../diagnostics/suggest.ts';
import type { Finding } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import type { Rule } from './rule.ts';

/** Every version named by a pin exists. */
export const knownVersion: Rule = ({ templates, tenants }) => {
  const found: Finding[] = [];
  for (const loaded of tenants.values()) {
    for (const [id, { version }] of Object.entries(loaded.tenant.pins)) {
      const template = templates.get(id);
      if (!template || template.pinned.has(version)) continue;
      found.push(
        layerFinding(
          'unknown-version',
          loaded,
          ['pins', id, 'version'],
          `there is no pinned version ${version} of “${id}”`,
          suggestion(version, template.pinned.keys()) ??
            `To pin the current version, run: npm run tenantry -- pin ${loaded.tenant.id} ${id}`,
        ),
      );
    }
  }
  return found;
};
