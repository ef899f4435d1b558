import type { Class } from '../changes.ts';
import type { Outlines } from '../edit.ts';
import type { Risk } from '../review.ts';
import { counted, Findings, type RiskInput } from './risk.ts';

/**
 * Finds hosts that links lead to and that are added or removed. Graver is a new host that neither the policies nor the
 * tenant's domains name.
 */
export function* links({ groups, head }: RiskInput): Generator<Risk> {
  const strange = new Findings();
  const other = new Findings();
  const allowed = head.config.policies?.links ?? [];
  for (const group of groups) {
    for (const found of group.classes) {
      const { come, go } = hostsOf(found);
      const domains = new Set([...allowed, ...found.members.flatMap(({ after }) => after?.tenant.domains ?? [])]);
      const unknown = come.filter((host) => isStrange(host, domains));
      if (unknown.length > 0)
        strange.add(
          group,
          found,
          unknown.map((host) => `+ ${host}`),
        );
      const rest = come.filter((host) => !unknown.includes(host));
      const isNew = group.change.kind === 'create' || group.change.kind === 'archive';
      if (isNew || rest.length + go.length === 0) continue;
      other.add(group, found, [...rest.map((host) => `+ ${host}`), ...go.map((host) => `- ${host}`)]);
    }
  }
  if (strange.messages > 0) {
    const { details, changes } = strange;
    const message = `links lead to hosts that neither policies.links nor the tenant’s domains name, in ${counted(strange.messages, 'message')}`;
    yield { code: 'links', severity: 'stop', message, details, changes };
  }
  if (other.messages > 0) {
    const { details, changes } = other;
    yield {
      code: 'links',
      severity: 'look',
      message: `links lead elsewhere in ${counted(other.messages, 'message')}`,
      details,
      changes,
    };
  }
}

function hostsOf({ edit, values }: Class): { come: string[]; go: string[] } {
  const before = new Set(edit?.before ? hostsIn(edit.before) : []);
  const after = new Set(edit ? hostsIn(edit.after) : []);
  for (const one of values) {
    for (const { path, before: old, after: young } of one) {
      const [from, to] = [hostOf(old), hostOf(young)];
      if (path.startsWith('sender.') || from === to) continue;
      if (from !== undefined) before.add(from);
      if (to !== undefined) after.add(to);
    }
  }
  return { come: [...after].filter((host) => !before.has(host)), go: [...before].filter((host) => !after.has(host)) };
}

/** Hosts of links in the text itself, and the names of values that links begin with. */
function* hostsIn(outlines: Outlines): Generator<string> {
  for (const [field, outline] of outlines) {
    for (const [, host] of outline.matchAll(/(?:\bhttps?:|["'(=])\/\/([^\s/"'<>?#]+)/gi)) yield host!.toLowerCase();
    if (field === 'html')
      for (const [, value] of outline.matchAll(/\bhref\s*=\s*(?:["']\s*)?(⟦[^⟦⟧]+⟧)/gi)) yield value!;
    if (field === 'link') for (const [value] of outline.matchAll(/^⟦[^⟦⟧]+⟧/g)) yield value;
  }
}

function hostOf(value: string): string | undefined {
  return URL.canParse(value) && /^https?:/i.test(value) ? new URL(value).host : undefined;
}

/**
 * Whether a host is outside of the domains. A value at its beginning is checked as a value; what follows it is part of
 * the host all the same.
 */
function isStrange(host: string, domains: ReadonlySet<string>): boolean {
  const [, end = ''] = /^.*(?:⟧|\}\})(.*)$/su.exec(host) ?? [undefined, `.${host}`];
  return end.startsWith('.') && !isWithin(end.slice(1), domains);
}

function isWithin(host: string, domains: ReadonlySet<string>): boolean {
  const name = host.replace(/:\d+$/, '');
  for (const domain of domains) if (name === domain || name.endsWith(`.${domain}`)) return true;
  return false;
}
