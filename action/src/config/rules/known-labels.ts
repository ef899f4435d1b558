import { suggestion } from '../../diagnostics/suggest.ts';
import type { Targets } from '../../generated/index.ts';
import { type Finding, finding, keyAt } from '../findings.ts';
import { configPath } from '../load/arrange.ts';
import type { Rule, RuleContext } from './rule.ts';

type Labels = ReadonlyMap<string, ReadonlySet<string>>;

/** Some tenant has each label that targets ask for. */
export const knownLabels: Rule = (context) => {
  const { config, ids, templates, tenants } = context;
  // The labels of tenants that did not load are not known.
  if (tenants.size < ids.tenants.size) return [];
  const labels = labelsOf(context);
  const found: Finding[] = [];
  for (const { file, metadata } of templates.values())
    found.push(...unknown(labels, file, metadata.targets, ['targets']));
  for (const [index, wave] of (config?.waves ?? []).entries()) {
    if ('targets' in wave)
      found.push(...unknown(labels, configPath, wave.targets, ['waves', String(index), 'targets']));
  }
  return found;
};

function labelsOf({ tenants }: RuleContext): Labels {
  const labels = new Map<string, Set<string>>();
  for (const { tenant } of tenants.values()) {
    for (const [label, value] of Object.entries(tenant.labels)) {
      const values = labels.get(label) ?? new Set();
      labels.set(label, values.add(value));
    }
  }
  return labels;
}

function unknown(labels: Labels, file: string, targets: Targets, pointer: readonly string[]): Finding[] {
  if (!('matchLabels' in targets)) return [];
  const found: Finding[] = [];
  for (const [label, wanted] of Object.entries(targets.matchLabels)) {
    const place = keyAt(file, ...pointer, 'matchLabels', label);
    const values = labels.get(label);
    if (!values) {
      const message = `no tenant has the label “${label}”`;
      found.push(finding('unknown-label', place, message, suggestion(label, labels.keys())));
      continue;
    }
    for (const value of [wanted].flat()) {
      if (values.has(value)) continue;
      const message = `no tenant has the label “${label}” with the value “${value}”`;
      found.push(finding('unknown-label', place, message, suggestion(value, values)));
    }
  }
  return found;
}
