import type { Hunk } from './review.ts';
import type { ValueEdit } from './values.ts';

/** The most hunks that a change keeps; further ones are only counted. */
export const mostHunks = 8;

/** The most characters that are kept of a hunk's words. */
const longestWords = 400;
const longestInTitle = 60;

/** Keeps the first hunks, and shortens words that are too long to be read in a list. */
export function fewHunks(hunks: readonly Hunk[]): { hunks: readonly Hunk[]; moreHunks: number } {
  const kept = hunks.slice(0, mostHunks).map((hunk) => ({
    ...hunk,
    before: shortened(hunk.before, longestWords),
    after: shortened(hunk.after, longestWords),
  }));
  return { hunks: kept, moreHunks: hunks.length - kept.length };
}

/** A title from words that changed: `“Shop” becomes “Shop now”, and 2 more edits`. */
export function titleOfWords([first, ...more]: readonly Hunk[]): string {
  if (!first) return 'the payload changes';
  const rest = more.length > 0 ? `, and ${more.length} more ${more.length === 1 ? 'edit' : 'edits'}` : '';
  return `${edited(first.before, first.after)}${rest}`;
}

/**
 * A title from values that changed: `brand.tagline: “a” becomes “b”`, or only that the value changes where messages
 * differ; and how much else changes.
 */
export function titleOfValues(edits: readonly (readonly ValueEdit[])[], words: number): string {
  const hunks = hunksOfValues(edits);
  const [first, ...more] = hunks;
  if (!first) return 'the payload changes';
  const values = more.length > 0 ? `, and ${more.length} more ${more.length === 1 ? 'value' : 'values'}` : '';
  const rest = `${values}${words > 0 ? `, and ${words} ${words === 1 ? 'edit' : 'edits'} of words` : ''}`;
  const isOne = distinct(edits, first.field).length === 1;
  return isOne ? `${first.field}: ${edited(first.before, first.after)}${rest}` : `${first.field} changes${rest}`;
}

/** Makes one hunk for each path. Where the messages' values differ, it says how many there are. */
export function hunksOfValues(edits: readonly (readonly ValueEdit[])[]): Hunk[] {
  const paths = [...new Set(edits.flatMap((one) => one.map(({ path }) => path)))].sort();
  return paths.map((path) => {
    const found = distinct(edits, path);
    const [only] = found;
    const count = (values: readonly string[]): string => `(${new Set(values).size} values)`;
    const isOne = found.length === 1;
    const before = isOne && only ? only.before : count(found.map((edit) => edit.before));
    const after = isOne && only ? only.after : count(found.map((edit) => edit.after));
    return { field: path, lead: '', before, after, tail: '' };
  });
}

function distinct(edits: readonly (readonly ValueEdit[])[], path: string): ValueEdit[] {
  const found = new Map<string, ValueEdit>();
  for (const one of edits) {
    for (const edit of one) if (edit.path === path) found.set(`${edit.before}\n→\n${edit.after}`, edit);
  }
  return [...found.values()];
}

function edited(before: string, after: string): string {
  if (before.trim() === '' && after.trim() === '') return 'white space changes';
  if (before.trim() === '') return `adds ${quoted(after)}`;
  if (after.trim() === '') return `removes ${quoted(before)}`;
  return `${quoted(before)} becomes ${quoted(after)}`;
}

function quoted(text: string): string {
  return `“${shortened(text.trim().replace(/\s+/g, ' '), longestInTitle)}”`;
}

/** Shortens a text to at most so many UTF-16 code units, never splitting a surrogate pair. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
