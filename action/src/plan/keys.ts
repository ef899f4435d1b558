import type { TemplateVersion, Tenant } from '../config/model.ts';
import { digestOf, sha256 } from '../digest.ts';
import type { Renderer } from '../template/render.ts';
import type { OpenAccount } from './prepare.ts';

/**
 * Raised whenever the engine's output for unchanged input changes, so that every message is looked at anew.
 * The golden digests of the test suite fail until it is.
 */
export const engineEpoch = 2;

/** The key of a pair: equal keys mean an equal message, unequal ones mean that it must be rendered to know. */
export type PairKeys = (version: TemplateVersion, tenant: Tenant, open: OpenAccount) => string;

/** Keys over one repository's renderer; remembers what it has hashed of each tenant. */
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
