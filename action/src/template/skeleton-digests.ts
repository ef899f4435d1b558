import { sha256 } from '../digest.ts';

/** Skeletons remembered at once; with 15 KB each, a few megabytes. */
const most = 256;

/**
 * Digests of skeletons. Most tenants' messages of a template share one, and looking a text up takes a fifth of the time
 * of hashing it.
 */
export class SkeletonDigests {
  readonly #known = new Map<string, string>();

  of(skeleton: string): string {
    let digest = this.#known.get(skeleton);
    if (digest === undefined) {
      digest = sha256(skeleton);
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(skeleton, digest);
    }
    return digest;
  }
}
