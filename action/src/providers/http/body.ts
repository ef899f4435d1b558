/** Thrown when a response is larger than anything the vendor has to say. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** Reads a response's text, at most so many bytes of it. Throws TooLarge beyond them, and what the connection throws. */
export async function textOf(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A short piece of a text that can be shown: no tags, no control characters, and none of the secrets. */
export function excerpt(text: string, secrets: readonly string[], length = 200): string {
  // Before anything is cut off, for a part of a secret is not recognised.
  const clean = secrets
    .reduce((rest, secret) => rest.replace(anyFormOf(secret), '•••'), text)
    .slice(0, 20_000)
    .replace(/<(style|script)\b[\s\S]*?<\/\1>|<[^<>]*>/gi, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return clean.length > length ? `${clean.slice(0, length)}…` : clean;
}

/**
 * Finds a secret, which is ASCII, as it is or as a vendor may repeat it: in the other case, percent-encoded, escaped in
 * JSON or HTML, and in base64 with anything before it.
 */
function anyFormOf(secret: string): RegExp {
  const written = [...secret].map((character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
    const plain = /[A-Za-z0-9]/.test(character) ? character : `(?:\\\\?\\x${hex}|&#?\\w+;)`;
    return `(?:${plain}|%${hex}|\\\\u00${hex})`;
  });
  // Of a very short one, hardly anything would remain that is its own.
  const encoded = [0, 1, 2].map((before) => inBase64(secret, before)).filter(({ length }) => length >= 8);
  return new RegExp([written.join(''), ...encoded].join('|'), 'gi');
}

/** The characters of base64 that come of a secret alone, whatever is around it. */
function inBase64(secret: string, bytesBefore: number): string {
  const encoded = Buffer.from(`${'\0'.repeat(bytesBefore)}${secret}`).toString('base64');
  const [from, to] = [Math.ceil((bytesBefore * 8) / 6), Math.floor(((bytesBefore + secret.length) * 8) / 6)];
  return encoded.slice(from, to).replaceAll('+', '[-+]').replaceAll('/', '[/_]');
}
