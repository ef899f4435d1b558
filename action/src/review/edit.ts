import { sha256 } from '../digest.ts';
import { outlineOf } from '../template/outline.ts';
import type { Earlier } from './before.ts';
import type { After, Seen } from './collect.ts';
import type { Hunk } from './review.ts';
import { envelopeDifferences, shownEdits, type TenantDifferences, type ValueEdit } from './values.ts';
import { editsBetween } from './words.ts';

/** The outlines of a message's fields, by name. */
export type Outlines = ReadonlyMap<string, string>;

/** How the messages of a class change, as seen in one of them. */
export interface ClassEdit {
  /** Equal for classes of which a reviewer need look at only one. */
  readonly key: string;
  readonly hunks: readonly Hunk[];
  readonly before: Outlines | undefined;
  readonly after: Outlines;
}

/** The outlines of a message's fields: their texts with names in place of the tenant's own values. */
export function outlinesOf({ side, version, tenant }: Earlier | After, locale: string): Outlines {
  const { fields } = side.renderer.evaluate(version, tenant, locale);
  return new Map(Array.from(fields, ([name, { nodes }]) => [name, outlineOf(nodes)]));
}

/** Compares the outlines of one message; where only its code in the vendor's language differs, compares that. */
export function classEdit(seen: Seen & { readonly after: After }): ClassEdit {
  const { message, before, after, sameSkeleton, movedFrom } = seen;
  const { locale } = message;
  const young = outlinesOf(after, locale);
  const old = before && outlinesOf(before, locale);
  if (!before || !old) return { key: 'unknown', hunks: [], before: old, after: young };
  let hunks = hunksBetween(old, young);
  if (hunks.length === 0 && !sameSkeleton && !movedFrom)
    hunks = hunksBetween(sourcesOf(before, locale), sourcesOf(after, locale));
  return { key: keyOf(hunks), hunks, before: old, after: young };
}

/** The fields of a message in the vendor's language. */
function sourcesOf({ side, version, tenant, open }: Earlier | After, locale: string): Outlines {
  const target = { dialect: open.dialect, data: open.account.data };
  const { message } = side.renderer.render(version, tenant, locale, target);
  return new Map(Object.entries(message?.fields ?? {}));
}

/**
 * Compares the fields of two texts. An edit that occurs in several fields is reported once, because the text part
 * mostly follows the HTML.
 */
function hunksBetween(before: Outlines, after: Outlines): Hunk[] {
  const hunks: Hunk[] = [];
  const told = new Set<string>();
  for (const field of new Set([...after.keys(), ...before.keys()])) {
    for (const edit of editsBetween(before.get(field) ?? '', after.get(field) ?? '')) {
      const words = wordsOf(edit);
      if (told.has(words)) continue;
      told.add(words);
      hunks.push({ field, ...edit });
    }
  }
  return hunks;
}

function wordsOf({ before, after }: Pick<Hunk, 'before' | 'after'>): string {
  return `${before.trim()}\n→\n${after.trim()}`;
}

/** Equal edits have equal keys wherever they stand in a message. */
function keyOf(hunks: readonly Hunk[]): string {
  return `words ${sha256(hunks.map(wordsOf).sort().join('\n'))}`;
}

/**
 * The values that change in a message: those of the payload apart from the texts, and those that the message shows.
 * Where nothing else changes and none is seen to be shown, all changed values are returned, as any of them may be the
 * cause.
 */
export function valueEdits(
  { message, before, after, sameSkeleton }: Seen,
  outline: string,
  tenants: TenantDifferences,
): readonly ValueEdit[] {
  if (!before || !after) return [];
  const envelope = envelopeDifferences(before, after, message.locale);
  const values = tenants.of(before.tenant, after.tenant);
  const edits = [...envelope, ...shownEdits(values, outline)];
  return edits.length === 0 && sameSkeleton ? values : edits;
}
