import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { isLegal, isLegalString } from '../config/load/library.ts';
import type { StringsByLocale, Template, Tenant } from '../config/model.ts';
import { compareText } from '../digest.ts';
import type { Session } from './session.ts';

/**
 * The files of a pinned version, by path within its folder: all of the template's own files and, of what templates
 * share, only the parts that it uses, both with and without the tenant's own partials. Legal text is never included.
 */
export function frozenFiles(session: Session, template: Template, tenant: Tenant): Map<string, Uint8Array> {
  const { renderer, snapshot } = session;
  const folder = dirname(template.file);
  const files = new Map<string, Uint8Array>([['template.yaml', deeper(snapshot.read(template.file))]]);
  for (const [field, { path }] of template.fields) files.set(`${field}.hbs`, snapshot.read(path));
  for (const { path } of template.strings.values()) {
    files.set(path.slice(folder.length + 1), deeper(snapshot.read(path)));
  }
  const reaches = [renderer.reach(template, { ...tenant, partials: new Map() }), renderer.reach(template, tenant)];
  for (const name of reaches.flatMap((reach) => [...reach.partials.keys()])) {
    const layout = template.library.layouts.get(name);
    const partial = isLegal(name) ? undefined : template.library.partials.get(name);
    if (layout) files.set(`_layouts/${name}.hbs`, snapshot.read(layout.path));
    if (partial) files.set(`_partials/${name}.hbs`, snapshot.read(partial.path));
  }
  const keys = new Set(reaches.flatMap((reach) => [...reach.strings]));
  for (const [path, text] of sharedStrings(template.library.strings, keys)) files.set(path, Buffer.from(text));
  return files;
}

/**
 * A YAML file for a place two folders deeper: lengthens the relative path in the comment that tells editors its schema.
 */
function deeper(bytes: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/(\$schema=)((?:\.\.\/)+)/, '$1../../$2'),
  );
}

/**
 * The shared strings that the template prints. Others are left out, so that editing them is no reason for a new
 * version.
 */
function* sharedStrings(shared: StringsByLocale, keys: ReadonlySet<string>): Generator<[path: string, text: string]> {
  for (const [locale, { strings }] of shared) {
    const printed = [...strings]
      .filter(([key]) => keys.has(key) && !isLegalString(key))
      .sort(([a], [b]) => compareText(a, b));
    if (printed.length === 0) continue;
    const nested: Record<string, unknown> = {};
    for (const [key, text] of printed) put(nested, key.split('.'), text);
    const schema = '# yaml-language-server: $schema=../../../../../schemas/strings.schema.json\n';
    yield [`_strings/${locale}.yaml`, schema + stringify(nested, { lineWidth: 0 })];
  }
}

function put(map: Record<string, unknown>, [first, ...rest]: readonly string[], text: string): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    map[first] = text;
    return;
  }
  const below = (Object.hasOwn(map, first) ? map[first] : {}) as Record<string, unknown>;
  map[first] = below;
  put(below, rest, text);
}
