import type { Json, JsonObject } from '../../digest.ts';
import type { Files } from '../files.ts';
import { type Finding, finding, keyAt } from '../findings.ts';
import type { Strings, StringsByLocale } from '../model.ts';
import { schemaFindings } from '../schema-findings.ts';

/** Loads strings files by locale; one that cannot be read is reported and left out. */
export function loadStrings(files: Files, paths: ReadonlyMap<string, string>): StringsByLocale {
  const result = new Map<string, { path: string; strings: Strings }>();
  for (const [locale, path] of paths) {
    const content = loadStringsFile(files, path);
    if (content) result.set(locale, { path, strings: flatten(content, [], path, files.findings) });
  }
  return result;
}

/** Loads a tenant's strings files: by locale, then by the template's id, which is the first level in the file. */
export function loadTenantStrings(
  files: Files,
  paths: ReadonlyMap<string, string>,
): Map<string, { path: string; templates: Map<string, Strings> }> {
  const result = new Map<string, { path: string; templates: Map<string, Strings> }>();
  for (const [locale, path] of paths) {
    const content = loadStringsFile(files, path);
    if (!content) continue;
    const templates = new Map<string, Strings>();
    for (const [template, entries] of Object.entries(content)) {
      if (isMap(entries)) templates.set(template, flatten(entries, [template], path, files.findings));
      else files.findings.push(notNested(path, template));
    }
    result.set(locale, { path, templates });
  }
  return result;
}

function loadStringsFile(files: Files, path: string): JsonObject | undefined {
  const content = files.yaml(path);
  if (content === undefined) return undefined;
  const found = schemaFindings('strings', path, content ?? {});
  files.findings.push(...found);
  return isMap(content) ? content : {};
}

function notNested(path: string, key: string): Finding {
  return finding(
    'wrong-type',
    keyAt(path, key),
    `“${key}” is text, but the keys on the first level of a tenant’s strings are template ids`,
    'Move the text below the id of the template that it belongs to.',
  );
}

/**
 * Flattens nested maps to dotted keys.
 *
 * @param base the pointer to `content` in the file
 */
function flatten(content: JsonObject, base: readonly string[], path: string, findings: Finding[]): Strings {
  const strings = new Map<string, string>();
  const visit = (map: JsonObject, pointer: readonly string[]): void => {
    for (const [key, value] of Object.entries(map)) {
      const here = [...pointer, key];
      if (isMap(value)) {
        visit(value, here);
      } else if (typeof value === 'string') {
        const dotted = here.slice(base.length).join('.');
        if (strings.has(dotted)) findings.push(keyTwice(path, here, dotted));
        else strings.set(dotted, value);
      }
    }
  };
  visit(content, base);
  return strings;
}

function keyTwice(path: string, pointer: readonly string[], dotted: string): Finding {
  const message = `the key “${dotted}” is already in this file, written with different dots and levels`;
  return finding('string-key-twice', keyAt(path, ...pointer), message, 'Delete one of them.');
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
