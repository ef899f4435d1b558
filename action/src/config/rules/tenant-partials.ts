import { suggestion } from '../../diagnostics/suggest.ts';
import { type Finding, finding, startOf } from '../findings.ts';
import { isLegal } from '../load/library.ts';
import type { Library, SourceFile, Template, Tenant } from '../model.ts';
import type { Rule } from './rule.ts';

/** A tenant's own partials replace shared ones that may be replaced, or are called somewhere. */
export const tenantPartials: Rule = ({ library, templates, tenants }) => {
  const found: Finding[] = [];
  let used: ReadonlySet<string> | undefined;
  for (const { tenant } of tenants.values()) {
    for (const [name, { path }] of tenant.partials) {
      if (isLegal(name)) found.push(legal(path));
      else if (!isShared(name, library, templates)) {
        used ??= partialsUsed(library, templates);
        if (!used.has(name) && !ownUses(tenant).has(name)) found.push(unused(path, name, library));
      }
    }
  }
  return found;
};

function isShared(name: string, live: Library, templates: ReadonlyMap<string, Template>): boolean {
  const pinned = [...templates.values()].flatMap((template) => [...template.pinned.values()]);
  const libraries = [live, ...pinned.map((version) => version.library)];
  return libraries.some((library) => library.partials.has(name) || library.layouts.has(name));
}

/** Matches the names of partials after `>` in Handlebars: `{{> name`, `{{#> name`, `{{> "name"`. */
const call = /\{\{~?#?>\s*(?:"([^"]*)"|'([^']*)'|([^\s"'(){}|~]+))/g;

function callsIn(sources: Iterable<SourceFile>): Set<string> {
  const names = new Set<string>();
  for (const { text } of sources) {
    for (const [, double, single, plain] of text.matchAll(call)) names.add(double ?? single ?? plain ?? '');
  }
  return names;
}

function partialsUsed(library: Library, templates: ReadonlyMap<string, Template>): Set<string> {
  const versions = [...templates.values()].flatMap((template) => [template, ...template.pinned.values()]);
  const sources = versions.flatMap(({ fields, library: own }) => [
    ...fields.values(),
    ...own.layouts.values(),
    ...own.partials.values(),
  ]);
  return callsIn([...sources, ...library.layouts.values(), ...library.partials.values()]);
}

function ownUses(tenant: Tenant): Set<string> {
  return callsIn(tenant.partials.values());
}

function legal(path: string): Finding {
  const message = 'partials below legal/ are the same for everybody and cannot be overridden';
  return finding(
    'legal-partial',
    startOf(path),
    message,
    'Delete the file, and use variables for what differs between tenants.',
  );
}

function unused(path: string, name: string, library: Library): Finding {
  const message = `there is no shared partial “${name}” to override, and nothing calls it`;
  return finding('partial-unused', startOf(path), message, suggestion(name, library.partials.keys()));
}
