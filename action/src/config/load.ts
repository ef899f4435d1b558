import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Json } from '../digest.ts';
import { Files } from './files.ts';
import { type Finding, finding, placeFindings, startOf } from './findings.ts';
import { type Arrangement, arrange, configPath } from './load/arrange.ts';
import { loadLibrary } from './load/library.ts';
import { loadTemplates } from './load/templates.ts';
import { loadTenants } from './load/tenants.ts';
import type { Repository, TenantryConfig } from './model.ts';
import { pathProblem, shownPath } from './paths.ts';
import { rules } from './rules/index.ts';
import { schemaFindings } from './schema-findings.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The result of loading a snapshot: the repository as far as it is valid, and everything that is wrong with the rest.
 */
export interface Loaded {
  readonly repository: Repository;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads, merges and checks the whole repository. Total: bad input is reported in `diagnostics`, in a stable order, and
 * what it makes unusable is left out of `repository`. Without a valid configuration, `repository` has no tenants.
 */
export function loadRepository(snapshot: Snapshot): Loaded {
  const files = new Files(snapshot);
  const arrangement = arrange(snapshot.paths);
  files.findings.push(...arrangement.findings, ...snapshot.irregular.map(irregular));
  const config = loadConfig(files, arrangement);
  const library = loadLibrary(files, arrangement.library);
  const templates = loadTemplates(files, arrangement, library);
  const { tenants, files: tenantFiles } = loadTenants(files, arrangement);
  const context = { config, library, templates, tenants, tenantFiles, ids: idsOf(arrangement) };
  for (const rule of rules) files.findings.push(...rule(context));
  const unusable = new Set(files.findings.flatMap((one) => one.unusable ?? []));
  const usable = config ? [...tenants].filter(([id]) => !unusable.has(id)) : [];
  const repository: Repository = {
    commit: snapshot.commit,
    config: config ?? noConfig,
    tenants: new Map(usable.map(([id, { tenant }]) => [id, tenant])),
    templates,
    library,
  };
  return { repository, diagnostics: placeFindings(files.findings, (path) => files.text(path)) };
}

/** Stands in for a configuration that is missing or invalid. */
const noConfig: TenantryConfig = { repository: 'unknown', accounts: {} };

function loadConfig(files: Files, arrangement: Arrangement): TenantryConfig | undefined {
  if (arrangement.config === undefined) {
    files.findings.push(noConfigFile());
    return undefined;
  }
  const content = files.yaml(configPath, { typed: true });
  if (content === undefined) return undefined;
  const value: Json = content ?? {};
  const found = schemaFindings('config', configPath, value);
  files.findings.push(...found);
  return found.length === 0 ? (value as Json as { [key: string]: Json } as TenantryConfig) : undefined;
}

/**
 * The ids of everything that has files, valid or not: a reference to something invalid is not a reference to nothing.
 */
function idsOf({ tenants, templates, groups }: Arrangement): Record<'tenants' | 'templates' | 'groups', Set<string>> {
  return {
    tenants: new Set(tenants.keys()),
    templates: new Set(templates.keys()),
    groups: new Set(groups.keys()),
  };
}

function noConfigFile(): Finding {
  return finding(
    'missing-file',
    startOf(configPath),
    `there is no ${configPath}, which says where tenants’ workspaces are`,
    'Run the command in the folder that contains it, give that folder with --root, or add the file.',
  );
}

function irregular(path: string): Finding {
  const problem = pathProblem(path);
  if (problem !== undefined) {
    const fix = 'Rename it: use lower-case letters, digits and hyphens, followed by the file extension.';
    return finding('unsafe-name', startOf(shownPath(path)), `this file is not read: ${problem}`, fix);
  }
  return finding(
    'irregular-file',
    startOf(path),
    'this is a symbolic link, a submodule or a special file; links are never followed',
    'Replace it with a copy of the files; share values through groups, and templates through partials.',
  );
}
