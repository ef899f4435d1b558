import { hash } from 'node:crypto';

/** Any JSON value, as read from YAML or written to a ledger, plan or payload. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Orders strings by UTF-16 code unit, as RFC 8785 orders keys; never by a locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The canonical JSON text of a value (RFC 8785): keys sorted, no white space. `undefined` members are left out. Texts
 * in `known` are not escaped again.
 */
export function canonicalJson(value: Json, known: readonly EscapedText[] = []): string {
  return known.length === 0 ? JSON.stringify(sorted(value)) : write(sorted(value), known);
}

/** A text, and its JSON without the quotation marks. */
export interface EscapedText {
  readonly text: string;
  readonly json: string;
}

/** Works like `JSON.stringify`, but only concatenates long texts: joining would copy them once per level. */
function write(value: Json, known: readonly EscapedText[]): string {
  if (typeof value === 'string') {
    for (const { text, json } of known) if (text === value) return `"${json}"`;
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let all = '';
  if (Array.isArray(value)) {
    for (const item of value) all += (all === '' ? '' : ',') + write(item, known);
    return `[${all}]`;
  }
  const object = value as JsonObject;
  for (const key of Object.keys(object)) {
    all += `${all === '' ? '' : ','}${JSON.stringify(key)}:${write(object[key] as Json, known)}`;
  }
  return `{${all}}`;
}

const escapable = /["\\\p{Cc}\p{Cs}]/u;
const halfPair = /^[\udc00-\udfff]|[\ud800-\udbff]$/;

/**
 * The JSON for a text that is part of a longer one. Undefined for half of a surrogate pair at an edge, because JSON
 * escapes it only where it remains alone.
 */
export function escapedPart(text: string): string | undefined {
  if (!escapable.test(text)) return text;
  return halfPair.test(text) ? undefined : JSON.stringify(text).slice(1, -1);
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const object = value as JsonObject;
  const result: Record<string, Json> = {};
  for (const key of Object.keys(object).sort(compareText)) {
    const member = object[key];
    if (member !== undefined) result[key] = sorted(member);
  }
  return result;
}

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text);
}

/** SHA-256 of a value's canonical JSON. For the texts in `known`, the JSON is known already. */
export function digestOf(value: Json, known?: readonly EscapedText[]): string {
  return sha256(canonicalJson(value, known));
}

/** A record's own member. Ids and keys come from files, and `constructor` is among the words that can be an id. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Canonical JSON for people to read: indented, and with a line end. */
export function prettyJson(value: Json): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}
