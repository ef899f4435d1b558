import { canonicalJson, type JsonObject } from '../../digest.ts';
import { parseObject } from '../../json.ts';

const before = '{% comment %}tenantry ';
const after = '{% endcomment %}';

/** A text, and the note that stands behind it. */
export interface Noted {
  readonly text: string;
  readonly note: JsonObject;
}

/**
 * Appends a note to a text, in a Liquid comment: Braze keeps it, and renders nothing of it for customers. Characters
 * that mean something to Liquid, to Braze or in HTML are escaped.
 */
export function withNote(text: string, note: JsonObject): string {
  const json = canonicalJson(note)
    .replace(/"(?:[^"\\]|\\.)*"/g, (string) => string.replace(/[{}%$<>&]/g, escaped))
    // The end of the JSON must not look like the end of a tag.
    .replace(/\}(?=\})/g, '} ');
  return `${text}${before}${json}${after}`;
}

/** Separates a text from its note; undefined for a text without one. */
export function withoutNote(text: string): Noted | undefined {
  const trimmed = text.trimEnd();
  const at = trimmed.lastIndexOf(before);
  if (at < 0 || !trimmed.endsWith(after)) return undefined;
  const note = parseObject(trimmed.slice(at + before.length, -after.length));
  return note && { text: trimmed.slice(0, at), note };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
