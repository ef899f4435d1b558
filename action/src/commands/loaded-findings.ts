import { Files } from '../config/files.ts';
import { type Finding, placeFindings } from '../config/findings.ts';
import { arrange } from '../config/load/arrange.ts';
import { type LoadedTenant, loadTenants } from '../config/load/tenants.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/**
 * Loads some tenants again, with the layers they are merged from, and locates what is found about them in their files.
 */
export function loadedFindings(
  snapshot: Snapshot,
  ids: ReadonlySet<string>,
  find: (loaded: LoadedTenant) => readonly Finding[],
): Diagnostic[] {
  if (ids.size === 0) return [];
  const files = new Files(snapshot);
  const arrangement = arrange(snapshot.paths);
  const paths = new Map([...arrangement.tenants].filter(([id]) => ids.has(id)));
  const { tenants } = loadTenants(files, { ...arrangement, tenants: paths });
  return placeFindings([...tenants.values()].flatMap(find), (path) => files.text(path));
}
