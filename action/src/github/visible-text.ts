/** Control characters, marks that turn the direction of what follows, and tag characters, which nobody sees. */
const commanding = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}]/gu;

/** No text is shown at such a length; a hostile one is not gone through to its end. */
const longestRead = 20_000;

/** Text on one line, with nothing in it that acts on the text around it: what would is named, as ⟨U+202E⟩. */
export function visible(text: string): string {
  return shortened(text, longestRead).toWellFormed().replace(/\s+/g, ' ').trim().replace(commanding, codePoint);
}

/** A character by its name: `⟨U+202E⟩`. */
export function codePoint(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** At most `longest` UTF-16 code units of a text, never half a character, and a sign that there is more. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')} …`;
}
