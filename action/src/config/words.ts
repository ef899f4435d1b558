import type { Json } from '../digest.ts';

/** The names that a person would use for JSON types. */
export const typeNames = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
} as const;
export type JsonType = keyof typeof typeNames;

export function typeOf(value: Json): Exclude<JsonType, 'integer'> {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}

const longestShown = 60;

/** A value as shown in a message: short ones in full, longer ones cut, maps and lists by their type. */
export function describe(value: Json): string {
  if (value === null) return 'nothing (null)';
  if (typeof value === 'string') return value === '' ? 'empty text' : `“${shorten(value)}”`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return typeNames[typeOf(value)];
}

/** Shortens a text to one line of at most sixty characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longestShown ? line : `${line.slice(0, longestShown - 1)}…`;
}
