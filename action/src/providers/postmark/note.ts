import type { Json, JsonObject } from '../../digest.ts';
import { canonicalJson } from '../../digest.ts';
import { isObject, parseObject } from '../../json.ts';

/**
 * Matches our note, a Mustachio comment at the end of a text. Mustachio drops comments when it parses a template,
 * before anything is rendered, and a comment cannot hold a brace (github.com/ActiveCampaign/mustachio, Tokenizer.cs).
 */
const pattern = /\{\{! tenantry ([^{}]*) \}\}$/;

/**
 * Writes an object as a comment that customers never receive: as JSON without its outer braces, with the members of
 * inner objects as `"object.member"`, and braces in texts escaped.
 */
export function writeNote(note: JsonObject): string {
  const json = canonicalJson(flat(note)).slice(1, -1);
  return `{{! tenantry ${json.replaceAll('{', '\\u007b').replaceAll('}', '\\u007d')} }}`;
}

/** Separates a text from the note at its end; undefined for a text without one. */
export function readNote(text: string): { readonly html: string; readonly note: JsonObject } | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const members = parseObject(`{${found[1]}}`);
  return members && { html: text.slice(0, found.index), note: deep(members) };
}

function flat(note: JsonObject): JsonObject {
  const members: Record<string, Json> = {};
  for (const [name, value] of Object.entries(note)) {
    if (!isObject(value)) members[name] = value;
    else for (const [inner, one] of Object.entries(value)) members[`${name}.${inner}`] = one;
  }
  return members;
}

function deep(members: JsonObject): JsonObject {
  const note: Record<string, Json> = {};
  for (const [path, value] of Object.entries(members)) {
    const [name, inner] = path.split('.', 2) as [string, string?];
    const known = note[name];
    note[name] = inner === undefined ? value : { ...(isObject(known) ? known : {}), [inner]: value };
  }
  return note;
}
