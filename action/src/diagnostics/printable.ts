/** Control characters, line separators and marks that turn the direction of what follows. */
const commanding = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text that anybody may have written, with nothing left in it that a terminal or a log would obey. */
export function printable(text: string): string {
  return text.replace(commanding, '\ufffd');
}
