/** Percent-encodes all but letters, digits, `-`, `.`, `_` and `~` (RFC 3986, 2.3); lone surrogates become U+FFFD. */
export function encodeUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
