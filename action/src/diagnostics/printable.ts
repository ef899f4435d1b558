/** Control characters, line separators, and marks that change the direction of the text that follows. */
const commanding = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Replaces everything in a text that a terminal or log would obey. Anybody may have written the text. */
export function printable(text: string): string {
  return text.replace(commanding, '\ufffd');
}
