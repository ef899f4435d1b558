import { suggestion } from '../../diagnostics/suggest.ts';
import { type Finding, finding, keyAt } from '../findings.ts';
import { layerFinding } from '../layer-findings.ts';
import type { Rule } from './rule.ts';

/** Every template named by an opt-out, a pin or a tenant's strings exists. */
export const knownTemplate: Rule = ({ ids, tenants }) => {
  const found: Finding[] = [];
  for (const loaded of tenants.values()) {
    const { tenant } = loaded;
    for (const map of ['optOut', 'pins'] as const) {
      for (const template of Object.keys(tenant[map])) {
        if (ids.templates.has(template)) continue;
        found.push(
          layerFinding('unknown-template', loaded, [map, template], unknown(template), fix(template, ids.templates)),
        );
      }
    }
    for (const { path, templates } of tenant.strings.values()) {
      for (const template of templates.keys()) {
        if (ids.templates.has(template)) continue;
        found.push(finding('unknown-template', keyAt(path, template), unknown(template), fix(template, ids.templates)));
      }
    }
  }
  return found;
};

function unknown(template: string): string {
  return `there is no template “${template}”`;
}

function fix(template: string, known: ReadonlySet<string>): string | undefined {
  return suggestion(template, known);
}
