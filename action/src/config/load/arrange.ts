import { suggest } from '../../diagnostics/suggest.ts';
import { type Finding, finding, startOf } from '../findings.ts';
import { idFinding, isId, isLocale, isVersion } from '../ids.ts';

/** The paths of the shared files of the live templates, or of a pinned version, by name or locale. */
export interface LibraryPaths {
  readonly layouts: Map<string, string>;
  readonly partials: Map<string, string>;
  readonly strings: Map<string, string>;
}

/**
 * The paths of one version of a template. `fields` has every `.hbs` file, whether or not the channel has such a field.
 */
export interface VersionPaths {
  readonly folder: string;
  metadata?: string;
  readonly fields: Map<string, string>;
  readonly strings: Map<string, string>;
}

export interface PinnedPaths extends VersionPaths {
  readonly library: LibraryPaths;
}

export interface TemplatePaths extends VersionPaths {
  readonly samples: Map<string, string>;
  readonly pinned: Map<string, PinnedPaths>;
}

export interface TenantPaths {
  readonly folder: string;
  file?: string;
  readonly partials: Map<string, string>;
  readonly strings: Map<string, string>;
}

/**
 * Paths by their purpose. Every path of the snapshot is either in here, or in a finding, or one that may lie anywhere.
 */
export interface Arrangement {
  config?: string;
  defaults?: string;
  readonly groups: Map<string, string>;
  readonly tenants: Map<string, TenantPaths>;
  readonly templates: Map<string, TemplatePaths>;
  readonly library: LibraryPaths;
  readonly findings: Finding[];
}

export const configPath = '.github/tenantry.yml';

/** Sorts paths by their purpose. */
export function arrange(paths: readonly string[]): Arrangement {
  const arrangement: Arrangement = {
    groups: new Map(),
    tenants: new Map(),
    templates: new Map(),
    library: emptyLibrary(),
    findings: [],
  };
  for (const path of paths) {
    const [root, ...rest] = path.split('/');
    const known =
      path === configPath
        ? setConfig(arrangement, path)
        : root === 'tenants'
          ? arrangeTenants(arrangement, path, rest)
          : arrangeTemplates(arrangement, path, rest);
    if (!known && !welcome.has(rest.at(-1) ?? '')) arrangement.findings.push(notKnown(path));
  }
  return arrangement;
}

/** Files that people leave in folders and that nothing reads. */
const welcome: ReadonlySet<string> = new Set(['README.md', '.gitkeep']);

function setConfig(arrangement: Arrangement, path: string): true {
  arrangement.config = path;
  return true;
}

function arrangeTenants(arrangement: Arrangement, path: string, [id = '', ...rest]: string[]): boolean {
  if (id === '_defaults.yaml' && rest.length === 0) {
    arrangement.defaults = path;
    return true;
  }
  if (id === '_groups') return byName(arrangement, arrangement.groups, path, rest, '.yaml', 'a group');
  if (id.startsWith('_') || rest.length === 0) return false;
  const tenant = entry(arrangement.tenants, id, () => emptyTenant(`tenants/${id}`));
  const [first = '', ...below] = rest;
  if (first === 'tenant.yaml' && below.length === 0) {
    tenant.file = path;
    return true;
  }
  if (first === 'partials') return byPartial(arrangement, tenant.partials, path, below);
  if (first === 'strings') return byLocale(arrangement, tenant.strings, path, below);
  return false;
}

function arrangeTemplates(arrangement: Arrangement, path: string, [id = '', ...rest]: string[]): boolean {
  const { library, templates } = arrangement;
  if (id.startsWith('_')) return arrangeLibrary(arrangement, library, path, id, rest);
  if (rest.length === 0) return false;
  const template = entry(templates, id, () => emptyTemplate(`templates/${id}`));
  const [first = '', ...below] = rest;
  if (first === 'samples') return byName(arrangement, template.samples, path, below, '.yaml', 'a sample');
  if (first === 'pinned') return arrangePinned(arrangement, template, path, below);
  return arrangeVersion(arrangement, template, path, rest);
}

function arrangePinned(arrangement: Arrangement, template: TemplatePaths, path: string, rest: string[]): boolean {
  const [version = '', ...below] = rest;
  if (!isVersion(version) || below.length === 0) return false;
  const pinned = entry(template.pinned, version, () => ({
    ...emptyVersion(`${template.folder}/pinned/${version}`),
    library: emptyLibrary(),
  }));
  const [first = '', ...names] = below;
  if (first.startsWith('_')) return arrangeLibrary(arrangement, pinned.library, path, first, names);
  return arrangeVersion(arrangement, pinned, path, below);
}

function arrangeVersion(arrangement: Arrangement, version: VersionPaths, path: string, rest: string[]): boolean {
  const [first = '', ...below] = rest;
  if (first === 'strings') return byLocale(arrangement, version.strings, path, below);
  if (below.length > 0) return false;
  if (first === 'template.yaml') version.metadata = path;
  else if (first.endsWith('.hbs')) version.fields.set(first.slice(0, -'.hbs'.length), path);
  else return false;
  return true;
}

function arrangeLibrary(
  arrangement: Arrangement,
  library: LibraryPaths,
  path: string,
  folder: string,
  rest: string[],
): boolean {
  if (folder === '_layouts') return byPartial(arrangement, library.layouts, path, rest);
  if (folder === '_partials') return byPartial(arrangement, library.partials, path, rest);
  if (folder === '_strings') return byLocale(arrangement, library.strings, path, rest);
  return false;
}

function byName(
  arrangement: Arrangement,
  into: Map<string, string>,
  path: string,
  rest: string[],
  ending: string,
  what: string,
): boolean {
  const [file = ''] = rest;
  if (rest.length !== 1 || !file.endsWith(ending)) return false;
  const name = file.slice(0, -ending.length);
  if (isId(name)) into.set(name, path);
  else arrangement.findings.push(idFinding(what, name, path));
  return true;
}

/** Adds a layout or partial, which is named by its path; each segment of the path must be an id. */
function byPartial(arrangement: Arrangement, into: Map<string, string>, path: string, rest: string[]): boolean {
  const name = rest.join('/');
  if (!name.endsWith('.hbs')) return false;
  const segments = name.slice(0, -'.hbs'.length).split('/');
  const bad = segments.find((segment) => !isId(segment));
  if (bad === undefined) into.set(segments.join('/'), path);
  else arrangement.findings.push(idFinding('a layout or partial', bad, path));
  return true;
}

function byLocale(arrangement: Arrangement, into: Map<string, string>, path: string, rest: string[]): boolean {
  const [file = ''] = rest;
  if (rest.length !== 1 || !file.endsWith('.yaml')) return false;
  const locale = file.slice(0, -'.yaml'.length);
  if (isLocale(locale)) into.set(locale, path);
  else arrangement.findings.push(localeFinding(path, locale));
  return true;
}

function localeFinding(path: string, name: string): Finding {
  const [language = '', ...rest] = name.split(/[-_]/);
  const better = [
    language.toLowerCase(),
    ...rest.map((part) => (part.length === 4 ? titleCase(part) : part.toUpperCase())),
  ];
  const fix = isLocale(better.join('-'))
    ? `Rename it to “${better.join('-')}.yaml”.`
    : 'Rename it to a locale, such as “en.yaml” or “es-US.yaml”.';
  return finding('invalid-locale', startOf(path), `“${name}” is not a locale`, fix);
}

function titleCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

function notKnown(path: string): Finding {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!/\.(hbs|ya?ml)$/.test(name)) {
    return finding('stray-file', startOf(path), 'nothing reads this file', 'Move it elsewhere, or delete it.');
  }
  return finding(
    'misplaced-file',
    startOf(path),
    'nothing reads a file with this name in this folder',
    placeFor(path, name),
  );
}

const folderNames = ['partials', 'strings', 'samples', 'pinned', '_layouts', '_partials', '_strings', '_groups'];

function placeFor(path: string, name: string): string {
  if (name.endsWith('.yml')) return `Rename it to “${name.slice(0, -'.yml'.length)}.yaml”.`;
  const meant = suggest(name, ['tenant.yaml', 'template.yaml', '_defaults.yaml']);
  if (meant !== undefined && meant !== name) return `Did you mean “${meant}”?`;
  for (const folder of path.split('/').slice(1, -1)) {
    const near = suggest(folder, folderNames);
    if (near !== undefined && near !== folder) return `Did you mean the folder “${near}”?`;
  }
  return 'Move it to where the folder structure in README.md has such files, or delete it.';
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function emptyLibrary(): LibraryPaths {
  return { layouts: new Map(), partials: new Map(), strings: new Map() };
}

function emptyVersion(folder: string): VersionPaths {
  return { folder, fields: new Map(), strings: new Map() };
}

function emptyTemplate(folder: string): TemplatePaths {
  return { ...emptyVersion(folder), samples: new Map(), pinned: new Map() };
}

function emptyTenant(folder: string): TenantPaths {
  return { folder, partials: new Map(), strings: new Map() };
}
