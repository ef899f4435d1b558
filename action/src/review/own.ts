import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { Side } from '../plan/as-deployed.ts';

/** Something of a tenant's own in a message. No other tenant's message shows it, so none can represent it. */
export interface Own {
  readonly kind: 'partial' | 'string' | 'pin';
  /** The partial's name, the string's key, or the pinned version. */
  readonly name: string;
}

/** Lists what in a message is the tenant's own. */
export function ownOf({ repository, renderer }: Side, version: TemplateVersion, tenant: Tenant, locale: string): Own[] {
  const own: Own[] = [];
  if (repository.templates.get(version.id) !== version) own.push({ kind: 'pin', name: version.metadata.version });
  if (tenant.partials.size === 0 && tenant.strings.size === 0) return own;
  const { partials, strings } = renderer.reach(version, tenant);
  for (const [name, source] of tenant.partials) if (partials.get(name) === source) own.push({ kind: 'partial', name });
  const texts = tenant.strings.get(locale)?.templates.get(version.id);
  for (const name of texts?.keys() ?? []) {
    if (strings.has(name) && version.metadata.overridable?.includes(name)) own.push({ kind: 'string', name });
  }
  return own;
}

/** A label for people: `own partial footer`, `own text hero.title`, `pinned to 1.4.0`. */
export function ownLabel({ kind, name }: Own): string {
  if (kind === 'pin') return `pinned to ${name}`;
  return kind === 'partial' ? `own partial ${name}` : `own text ${name}`;
}
