import type { TemplateVersion, Tenant } from '../config/model.ts';
import { digestOf, sha256 } from '../digest.ts';
import type { Renderer } from '../template/render.ts';
import type { OpenAccount } from './prepare.ts';

/**
 * To be raised whenever the engine's output for unchanged input changes, so that every message is looked at anew. The
 * golden digests of the test suite fail until it is.
 */
export const engineEpoch = 3;

/** Computes the key of a pair: equal keys mean equal messages; with different keys, only rendering can tell. */
export type PairKeys = (version: TemplateVersion, tenant: Tenant, open: OpenAccount) => string;

/** Creates the key function of one repository's renderer. It remembers the hash of each tenant. */
export function createKeys(renderer: Renderer): PairKeys {
  const tenants = new WeakMap<Tenant, string>();
  return (version, tenant, open) => {
    let rendered = tenants.get(tenant);
    if (rendered === undefined) {
      rendered = digestOf(tenant.rendered);
      tenants.set(tenant, rendered);
    }
    return sha256(`${engineEpoch}\n${renderer.closure(version, tenant)}\n${rendered}\n${open.fingerprint}`);
  };
}
