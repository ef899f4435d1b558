import { compareText, type Json, type JsonObject } from '../../digest.ts';
import { Files } from '../files.ts';
import { type Finding, finding, startOf } from '../findings.ts';
import { idFinding, isId } from '../ids.ts';
import { type LayerSource, mergeLayers, mergeOnto } from '../layers.ts';
import type { Tenant } from '../model.ts';
import { schemaFindings } from '../schema-findings.ts';
import type { FileKind } from '../schemas.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Arrangement, arrange, type TenantPaths } from './arrange.ts';
import { loadSources } from './library.ts';
import { loadTenantStrings } from './strings.ts';
import { buildTenant } from './tenant.ts';

/** A tenant with the layers it was merged from, lowest first, its own file last. */
export interface LoadedTenant {
  readonly tenant: Tenant;
  readonly layers: readonly LayerSource[];
}

/** The layers below the tenants' own. An invalid one is undefined, and everything that depends on it is left out. */
interface LowerLayers {
  readonly defaults: LayerSource | undefined;
  readonly groups: ReadonlyMap<string, LayerSource | undefined>;
  /** The merged lower layers for each combination of groups. */
  readonly merged: Map<string, JsonObject>;
}

export interface LoadedTenants {
  /** Tenants whose files are valid and merge into a complete tenant, by id. */
  readonly tenants: ReadonlyMap<string, LoadedTenant>;
  /** Every `tenant.yaml` that is valid by itself, whatever its other layers. */
  readonly files: ReadonlyMap<string, LayerSource>;
}

/** Loads and merges every tenant, in the order of ids; invalid ones are reported and left out. */
export function loadTenants(files: Files, arrangement: Arrangement): LoadedTenants {
  const lower = loadLowerLayers(files, arrangement);
  const tenants = new Map<string, LoadedTenant>();
  const sound = new Map<string, LayerSource>();
  for (const [id, paths] of [...arrangement.tenants].sort(([a], [b]) => compareText(a, b))) {
    if (!isId(id)) {
      files.findings.push(idFinding('a tenant', id, paths.file ?? `${paths.folder}/tenant.yaml`));
      continue;
    }
    const partials = loadSources(files, paths.partials);
    const strings = loadTenantStrings(files, paths.strings);
    const layer = loadTenantFile(files, paths);
    if (!layer) continue;
    sound.set(id, layer);
    const below = layersBelow(layer, lower);
    if (!below) continue;
    const merged = mergeOnto(mergedBelow(layer, below, lower), layer.value);
    const tenant = buildTenant({ id, file: layer.file, merged, partials, strings }, files.findings);
    if (tenant) tenants.set(id, { tenant, layers: [...below, layer] });
  }
  return { tenants, files: sound };
}

function loadLowerLayers(files: Files, { defaults, groups }: Arrangement): LowerLayers {
  const none: LayerSource = { file: 'tenants/_defaults.yaml', value: {} };
  return {
    defaults: defaults === undefined ? none : loadLayer(files, 'layer', defaults),
    groups: new Map([...groups].map(([name, path]) => [name, loadLayer(files, 'layer', path)])),
    merged: new Map(),
  };
}

function loadTenantFile(files: Files, { file, folder }: TenantPaths): LayerSource | undefined {
  if (file !== undefined) return loadLayer(files, 'tenant', file);
  files.findings.push(noTenantFile(folder));
  return undefined;
}

function loadLayer(files: Files, kind: FileKind, file: string): LayerSource | undefined {
  const content = files.yaml(file);
  if (content === undefined) return undefined;
  const value: Json = content ?? {};
  const found = schemaFindings(kind, file, value);
  files.findings.push(...found);
  return found.length === 0 ? { file, value: value as JsonObject } : undefined;
}

/**
 * The tenant's lower layers; undefined when one of them is invalid or missing. A rule reports groups that do not exist.
 */
function layersBelow(layer: LayerSource, lower: LowerLayers): LayerSource[] | undefined {
  const groups = groupsOf(layer).map((name) => lower.groups.get(name));
  const layers = [lower.defaults, ...groups];
  const sound = layers.filter((one) => one !== undefined);
  return sound.length === layers.length ? sound : undefined;
}

function mergedBelow(layer: LayerSource, below: readonly LayerSource[], lower: LowerLayers): JsonObject {
  const key = groupsOf(layer).join(' ');
  const known = lower.merged.get(key);
  if (known) return known;
  const merged = mergeLayers(below.map((one) => one.value));
  lower.merged.set(key, merged);
  return merged;
}

/** The groups that a valid `tenant.yaml` names. */
export function groupsOf({ value }: LayerSource): readonly string[] {
  return (value.groups as readonly string[] | undefined) ?? [];
}

function noTenantFile(folder: string): Finding {
  return finding(
    'missing-file',
    startOf(`${folder}/tenant.yaml`),
    `the tenant in ${folder} has no tenant.yaml`,
    'Add it (tenantry new tenant shows what belongs in it), or delete the folder.',
  );
}

/** The layers of one tenant of a valid repository, lowest first; empty when there is no such tenant. */
export function tenantLayers(snapshot: Snapshot, id: string): readonly LayerSource[] {
  const arrangement = arrange(snapshot.paths);
  const tenants = new Map([...arrangement.tenants].filter(([one]) => one === id));
  return loadTenants(new Files(snapshot), { ...arrangement, tenants }).tenants.get(id)?.layers ?? [];
}
