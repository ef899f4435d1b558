import { canonicalJson, type JsonObject } from '../../digest.ts';
import { parseObject } from '../../json.ts';

const before = '{% comment %}tenantry ';
const after = '{% endcomment %}';

/** A text and what is noted behind it. */
export interface Noted {
  readonly text: string;
  readonly note: JsonObject;
}

/**
 * Puts a note behind a text, in a comment of Liquid: Braze keeps it, and what it renders for customers has nothing of it.
 * No character that means something to Liquid, to Braze or in HTML stays as it is.
 */
export function withNote(text: string, note: JsonObject): string {
  const json = canonicalJson(note)
    .replace(/"(?:[^"\\]|\\.)*"/g, (string) => string.replace(/[{}%$<>&]/g, escaped))
    // Neither end of the JSON may look like the end of a tag.
    .replace(/\}(?=\})/g, '} ');
  return `${text}${before}${json}${after}`;
}

/** Takes a text and its note apart; undefined for a text without one. */
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
