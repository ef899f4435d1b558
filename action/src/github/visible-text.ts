/** Control characters, marks that turn the direction of what follows, and tag characters, which are invisible. */
const commanding = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}]/gu;

/**
 * The most characters that are read of a text: nothing that long is shown, and a hostile text is not read to its end.
 */
const longestRead = 20_000;

/**
 * Makes a text one line in which nothing acts on the text around it: characters that would are named, as in ⟨U+202E⟩.
 */
export function visible(text: string): string {
  return shortened(text, longestRead).toWellFormed().replace(/\s+/g, ' ').trim().replace(commanding, codePoint);
}

/** The name of a character: `⟨U+202E⟩`. */
export function codePoint(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Shortens a text to `longest` UTF-16 code units and a sign that there is more, never splitting a surrogate pair. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')} …`;
}
