import type { DataRef } from '../../ir.ts';
import type { DataMapping } from '../dialect.ts';

/** An account's name for a piece of runtime data: the mapped name with `*` filled in, and the segments below it. */
export interface MappedName {
  /** The mapped name, split at the dots outside of `${…}`. */
  readonly base: readonly string[];
  readonly rest: readonly string[];
}

/** Applies an account's data mapping; undefined if the mapping has no name for this path. */
export function mappedName(ref: DataRef, data: DataMapping): MappedName | undefined {
  const [first, ...rest] = ref.path as [string, ...string[]];
  const names = data[ref.root];
  const pattern = Object.hasOwn(names, first) ? names[first] : Object.hasOwn(names, '*') ? names['*'] : undefined;
  if (pattern === undefined) return undefined;
  const base = splitPattern(pattern).map((part) => part.split('*').join(first));
  return { base, rest };
}

const patterns = new Map<string, readonly string[]>();

function splitPattern(pattern: string): readonly string[] {
  let parts = patterns.get(pattern);
  if (parts === undefined) {
    parts = pattern.match(/\$\{[^}]*\}|[^.]+/g) ?? [pattern];
    patterns.set(pattern, parts);
  }
  return parts;
}

/** A path as authors write it, for messages. */
export function authorsPath(ref: DataRef): string {
  return [ref.root, ...ref.path].join('.');
}
