import type { Library, Repository, Template, TemplateVersion } from '../config/model.ts';
import { compareText, own } from '../digest.ts';
import type { Side } from '../plan/as-deployed.ts';
import type { Bystander } from './bystanders.ts';
import type { Seen } from './collect.ts';
import type { Unexpected } from './review.ts';

/**
 * The size up to which a group of equal cases always counts as exceptions; larger groups do if they are no more than
 * half as many as the tenants that change.
 */
const fewest = 3;

/**
 * Finds tenants that do not follow the change although their neighbours do, or follow it differently, and says why.
 * What is true of many is no exception, and is only counted, as unaffected.
 */
export function unexpectedOf(
  bystanders: readonly Bystander[],
  seen: readonly Seen[],
  base: Repository | undefined,
  head: Side,
): Unexpected[] {
  const updated = new Map<string, Seen[]>();
  for (const one of seen) {
    if (!one.existed || !one.after) continue;
    const { template } = one.message;
    const known = updated.get(template);
    if (known) known.push(one);
    else updated.set(template, [one]);
  }
  const found: Unexpected[] = [];
  const groups = new Map<string, Unexpected[]>();
  const partials = base ? changedPartials(base.library, head.repository.library) : new Set<string>();
  const neighbours = new Map([...updated].map(([id, members]) => [id, new Neighbours(members)]));
  for (const one of bystanders) {
    const others = neighbours.get(one.template.id);
    if (!others) continue;
    found.push(...ownReasons(one, base, head, partials));
    const reason = exception(one, others);
    if (!reason) continue;
    const key = `${reason.code} ${one.template.id} ${reason.message}`;
    const group = groups.get(key) ?? [];
    group.push({ tenant: one.tenant.id, template: one.template.id, ...reason });
    groups.set(key, group);
  }
  for (const group of groups.values()) {
    const changing = neighbours.get(group[0]!.template)?.tenants.size ?? 0;
    if (group.length <= Math.max(fewest, changing / 2)) found.push(...group);
  }
  return found.sort(
    (a, b) => compareText(a.code, b.code) || compareText(a.tenant, b.tenant) || compareText(a.template, b.template),
  );
}

/** The names of partials and layouts whose text changed. */
function changedPartials(before: Library, after: Library): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const kind of ['partials', 'layouts'] as const) {
    for (const name of new Set([...before[kind].keys(), ...after[kind].keys()])) {
      if (before[kind].get(name)?.text !== after[kind].get(name)?.text) changed.add(name);
    }
  }
  return changed;
}

/** Finds what of the tenant's own keeps the change from its messages, or makes it different there. */
function ownReasons(
  { tenant, template, verdict, changes }: Bystander,
  base: Repository | undefined,
  { renderer }: Side,
  partials: ReadonlySet<string>,
): Unexpected[] {
  if (verdict.kind === 'unwanted') return [];
  const about = { tenant: tenant.id, template: template.id };
  const otherwise = changes ? 'it changes in another way' : 'this change does not reach it';
  if (verdict.version !== template) {
    const until = own(tenant.pins, template.id)?.until;
    const version = `${verdict.version.metadata.version}${until ? ` until ${until}` : ''}`;
    const message = `is pinned to ${version}, so ${otherwise}`;
    return [{ ...about, code: 'pinned', message }];
  }
  const found: Unexpected[] = [];
  if (tenant.partials.size > 0) {
    const { names } = renderer.reach(verdict.version, tenant);
    for (const name of tenant.partials.keys()) {
      if (!partials.has(name) || !names.has(name)) continue;
      found.push({ ...about, code: 'own-partial', message: `keeps its own ${name}, so ${otherwise}` });
    }
  }
  const earlier = base?.templates.get(template.id);
  for (const key of earlier ? ownChangedTexts(tenant, template, earlier) : []) {
    found.push({ ...about, code: 'own-string', message: `has its own text for ${key}, so ${otherwise}` });
  }
  return found;
}

/** The keys of the tenant's own texts whose shared text changed. */
function ownChangedTexts(tenant: Bystander['tenant'], template: Template, earlier: TemplateVersion): Set<string> {
  const changed = new Set<string>();
  for (const [locale, { templates }] of tenant.strings) {
    for (const key of templates.get(template.id)?.keys() ?? []) {
      const isUsed = template.metadata.overridable?.includes(key) === true;
      if (isUsed && textIn(template, locale, key) !== textIn(earlier, locale, key)) changed.add(key);
    }
  }
  return changed;
}

function textIn({ strings, library }: TemplateVersion, locale: string, key: string): string | undefined {
  return strings.get(locale)?.strings.get(key) ?? library.strings.get(locale)?.strings.get(key);
}

/** What the changing messages of a template have in common. */
class Neighbours {
  readonly tenants: ReadonlySet<string>;
  readonly locales: ReadonlySet<string>;
  readonly dialects: ReadonlySet<string>;
  readonly #features: ReadonlyMap<string, number>;

  constructor(members: readonly Seen[]) {
    this.locales = new Set(members.map(({ message }) => message.locale));
    this.dialects = new Set(members.map(({ dialect }) => dialect));
    const tenants = new Map(members.flatMap(({ after }) => (after ? [[after.tenant.id, after.tenant]] : [])));
    this.tenants = new Set(tenants.keys());
    const features = new Map<string, number>();
    for (const tenant of tenants.values()) {
      for (const name of featuresOf(tenant)) features.set(name, (features.get(name) ?? 0) + 1);
    }
    this.#features = features;
  }

  /** Describes a feature that all of these tenants have and this one has not, or that it alone has. */
  differingFeature(tenant: Bystander['tenant']): string | undefined {
    const has = featuresOf(tenant);
    for (const [name, times] of this.#features) {
      if (times === this.tenants.size && !has.has(name)) return `it has no features.${name}`;
    }
    for (const name of has) if (!this.#features.has(name)) return `it has features.${name}`;
    return undefined;
  }
}

function featuresOf({ variables }: Bystander['tenant']): Set<string> {
  const { features } = variables;
  if (typeof features !== 'object' || features === null || Array.isArray(features)) return new Set();
  return new Set(Object.entries(features).flatMap(([name, value]) => (value ? [name] : [])));
}

/** Why a pair is not meant to follow the change, or does not show it. */
function exception(
  { tenant, template, verdict, dialect, changes, sameIn }: Bystander,
  neighbours: Neighbours,
): Pick<Unexpected, 'code' | 'message'> | undefined {
  if (verdict.kind === 'unwanted') {
    return verdict.reason.code === 'opted-out'
      ? { code: 'opted-out', message: verdict.reason.message.replace('the tenant ', '') }
      : undefined;
  }
  if (sameIn.length === 0 || verdict.version !== template) return undefined;
  const feature = changes ? undefined : neighbours.differingFeature(tenant);
  if (feature) return { code: 'feature', message: `stays as it is: ${feature}` };
  const foreign = sameIn.filter((locale) => !neighbours.locales.has(locale));
  if (foreign.length > 0) {
    return { code: 'locale', message: `stays as it is in ${foreign.join(', ')}, where the change has no effect` };
  }
  if (dialect !== undefined && !neighbours.dialects.has(dialect)) {
    return { code: 'dialect', message: `stays as it is: the change has no effect in ${dialect}` };
  }
  return { code: 'own-value', message: 'stays as it is: with its values the change has no effect' };
}
