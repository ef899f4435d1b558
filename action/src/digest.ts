import { hash } from 'node:crypto';

/** Any JSON value, as read from YAML or written to a ledger, plan or payload. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Orders strings by UTF-16 code unit, as RFC 8785 orders keys; never by a locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The canonical JSON text of a value (RFC 8785): keys sorted, no white space. `undefined` members are left out. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sorted(value));
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

/** SHA-256 of a value's canonical JSON. */
export function digestOf(value: Json): string {
  return sha256(canonicalJson(value));
}

/** A record's own member: ids and keys come from files, and `constructor` is one of the words an id can be. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Canonical JSON for people: indented, with a line end. */
export function prettyJson(value: Json): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}
