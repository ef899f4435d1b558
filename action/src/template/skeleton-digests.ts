import type { TemplateVersion } from '../config/model.ts';
import { sha256 } from '../digest.ts';
import { hasSameParts, type Skeleton } from './skeleton.ts';

/** The skeletons of a message's fields, by name. */
export type Skeletons = ReadonlyMap<string, Skeleton>;

/**
 * The most skeletons remembered for a template's version: one for each language, locale and choice of optional parts.
 */
const most = 16;

/**
 * Computes digests of messages' skeletons. Most tenants' messages of a template share one, and comparing the parts of
 * two messages, mostly the very same texts, is a hundred times faster than joining and hashing them.
 */
export class SkeletonDigests {
  readonly #known = new WeakMap<TemplateVersion, { readonly skeletons: Skeletons; readonly digest: string }[]>();

  of(version: TemplateVersion, skeletons: Skeletons): string {
    let known = this.#known.get(version);
    if (known === undefined) {
      known = [];
      this.#known.set(version, known);
    }
    for (const one of known) if (isSame(one.skeletons, skeletons)) return one.digest;
    const digest = sha256(textOf(skeletons));
    known.unshift({ skeletons, digest });
    if (known.length > most) known.pop();
    return digest;
  }
}

function isSame(a: Skeletons, b: Skeletons): boolean {
  if (a.size !== b.size) return false;
  for (const [name, skeleton] of a) {
    const other = b.get(name);
    if (other === undefined || !hasSameParts(skeleton, other)) return false;
  }
  return true;
}

/** The text that is hashed. It includes lengths, so that no text can pass for a field. */
function textOf(skeletons: Skeletons): string {
  let all = '';
  for (const [name, parts] of skeletons) {
    const skeleton = parts.join('');
    all += `${name}\n${skeleton.length}\n${skeleton}\n`;
  }
  return all;
}
