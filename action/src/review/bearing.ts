import type { StringsByLocale, TemplateVersion } from '../config/model.ts';
import type { Reach } from '../template/reach.ts';
import type { Earlier } from './before.ts';
import type { After, Seen } from './collect.ts';
import type { Own } from './own.ts';
import { TenantDifferences } from './values.ts';

/**
 * Whether something of a tenant's own bears on how its message changes: it was changed itself, or it is made from
 * something that was. When in doubt, it does: where what was there before is unknown, and where a message moves.
 */
export function bearsOn(own: Own, { before, after, movedFrom, message }: Seen): boolean {
  if (own.kind === 'pin' || !before || !after || movedFrom) return true;
  if (before.open.dialect.id !== after.open.dialect.id) return true;
  const sides = [before, after].map((side) => ({
    ...side,
    reach: side.side.renderer.reach(side.version, side.tenant),
  }));
  const [old, young] = sides as [Known, Known];
  return own.kind === 'string'
    ? ownText(old, own.name, message.locale) !== ownText(young, own.name, message.locale)
    : isMadeOtherwise(own.name, old, young);
}

/** Kept across calls, which come for every message of a tenant, class by class. Released with the tenants. */
const values = new TenantDifferences();

type Known = (Earlier | After) & { readonly reach: Reach };

/** The tenant's own text for a key, if the message can print it; otherwise its words come from elsewhere. */
function ownText({ version, tenant, reach }: Known, key: string, locale: string): string | undefined {
  if (!reach.strings.has(key) || version.metadata.overridable?.includes(key) !== true) return undefined;
  return tenant.strings.get(locale)?.templates.get(version.id)?.get(key);
}

/**
 * Whether a partial, or one that it calls, has another source, prints a text that changed, or names a value that did.
 */
function isMadeOtherwise(name: string, old: Known, young: Known): boolean {
  const named = values.of(old.tenant, young.tenant).map(({ path }) => nameIn(path));
  const visited = new Set<string>();
  const isOther = (one: string): boolean => {
    if (visited.has(one)) return false;
    visited.add(one);
    const source = young.reach.partials.get(one);
    if (source?.text !== old.reach.partials.get(one)?.text) return true;
    if (source && named.some((value) => source.text.includes(value))) return true;
    const uses = young.reach.uses.get(one);
    if (!uses) return false;
    for (const key of uses.strings) if (textsOf(old, key) !== textsOf(young, key)) return true;
    return [...uses.partials].some(isOther);
  };
  return isOther(name);
}

/** The name by which authors refer to a value, wherever it stands: `title` of `perks.1.title`, `perks` of `perks.1`. */
function nameIn(path: string): string {
  return path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path;
}

/** A text in every locale: the tenant's own, the template's, and the shared one. Comparable as a string. */
function textsOf({ version, tenant }: Known, key: string): string {
  const own = Array.from(tenant.strings, ([locale, { templates }]) => [locale, templates.get(version.id)?.get(key)]);
  return `${JSON.stringify(own)} ${sharedTexts(version, key)}`;
}

/** A text in every locale as templates define it: the template's own, and the shared one. Comparable as a string. */
export function sharedTexts({ strings: own, library }: TemplateVersion, key: string): string {
  const inAll = (level: StringsByLocale) => Array.from(level, ([locale, file]) => [locale, file.strings.get(key)]);
  return JSON.stringify([inAll(own), inAll(library.strings)]);
}
