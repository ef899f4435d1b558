import type { Channel, TemplateVersion, Tenant } from '../config/model.ts';
import { channelFields } from '../config/model.ts';
import { canonicalJson, compareText, type Json } from '../digest.ts';
import type { OpenAccount } from '../plan/prepare.ts';

/** A value that changed: of the tenant, or of the payload apart from the texts (`sender.address`, `topic`). */
export interface ValueEdit {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The differences between two tenants' values, by dotted path of the leaf; cached, since many messages share them. */
export class TenantDifferences {
  readonly #known = new WeakMap<Tenant, WeakMap<Tenant, readonly ValueEdit[]>>();

  of(before: Tenant, after: Tenant): readonly ValueEdit[] {
    let byAfter = this.#known.get(before);
    if (!byAfter) {
      byAfter = new WeakMap();
      this.#known.set(before, byAfter);
    }
    let edits = byAfter.get(after);
    if (!edits) {
      edits = differences(valuesOf(before), valuesOf(after));
      byAfter.set(after, edits);
    }
    return edits;
  }
}

function valuesOf(tenant: Tenant): Json {
  return { ...tenant.variables, tenant: { id: tenant.id, name: tenant.name } };
}

/**
 * What changed in a message's payload apart from the texts: `sender.address`, `topic`, `category` …, as the provider
 * encodes them.
 */
export function envelopeDifferences(before: EnvelopeOf, after: EnvelopeOf, locale: string): ValueEdit[] {
  return differences(envelope(before, locale), envelope(after, locale));
}

interface EnvelopeOf {
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly open: OpenAccount;
}

/** The payload of a message whose texts are empty. */
function envelope({ version, tenant, open }: EnvelopeOf, locale: string): Json {
  const { id: template, channel, metadata } = version;
  const { category, topic } = metadata;
  return open.provider.encode(
    { tenant: tenant.id, template, locale, channel, category, topic, fields: noTexts(channel) },
    tenant,
  );
}

function noTexts(channel: Channel): Record<string, string> {
  const { required, optional } = channelFields[channel];
  return Object.fromEntries([...required, ...optional].map((field) => [field, '']));
}

/** The edits that a message shows: those of values whose names are in its outline. */
export function shownEdits(edits: readonly ValueEdit[], outline: string): readonly ValueEdit[] {
  const origins = new Set(Array.from(outline.matchAll(/⟦([^⟦⟧]*)⟧/g), ([, path]) => path!));
  return edits.filter(({ path }) => {
    const pattern = withStars(path);
    for (const origin of origins)
      if (origin === path || origin === pattern || origin.startsWith(`${pattern}.`)) return true;
    return false;
  });
}

/** The path as outlines have it: `perks.1.title` is `perks.*.title`. */
function withStars(path: string): string {
  return path.replace(/(^|\.)\d+(?=\.|$)/g, '$1*');
}

/** The leaves that differ, by path; a missing leaf reads as an empty text. */
function differences(before: Json, after: Json): ValueEdit[] {
  const old = leavesOf(before);
  const young = leavesOf(after);
  const paths = [...new Set([...old.keys(), ...young.keys()])].sort(compareText);
  return paths
    .map((path) => ({ path, before: old.get(path) ?? '', after: young.get(path) ?? '' }))
    .filter((edit) => edit.before !== edit.after);
}

function leavesOf(value: Json, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    into.set(path, typeof value === 'string' ? value : canonicalJson(value));
    return into;
  }
  const members = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, member] of members)
    if (member !== undefined) leavesOf(member, path === '' ? `${key}` : `${path}.${key}`, into);
  return into;
}
