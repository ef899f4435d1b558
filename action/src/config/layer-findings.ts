import type { Code } from '../diagnostics/catalogue.ts';
import { type Finding, keyAt, type Place, valueAt } from './findings.ts';
import { origin } from './layers.ts';
import type { LoadedTenant } from './load/tenants.ts';
import type { Pointer } from './locate.ts';

/**
 * The place where the value at a pointer of a merged tenant was set; in the tenant's own file when no layer sets it.
 */
export function placeOf({ tenant, layers }: LoadedTenant, pointer: Pointer): Place {
  const found = origin(layers, pointer);
  return found ? valueAt(found.setting.file, ...found.setting.pointer) : keyAt(tenant.file, ...pointer);
}

/** A finding about a value of a merged tenant, at the place where it was set. In a shared layer it names the tenant. */
export function layerFinding(
  code: Code,
  loaded: LoadedTenant,
  pointer: Pointer,
  message: string,
  fix?: string,
): Finding {
  const place = placeOf(loaded, pointer);
  const { id, file } = loaded.tenant;
  return { code, ...place, message, fix, unusable: [id], ...(place.file !== file && { tenants: [id] }) };
}
