/** Thrown for a response larger than any that a vendor has reason to send. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** Reads a response's text, up to `maxBytes` bytes. Throws TooLarge beyond that, and whatever the connection throws. */
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

/** A short excerpt of a text that is safe to show: without tags, control characters or any of the secrets. */
export function excerpt(text: string, secrets: readonly string[], length = 200): string {
  // Before anything is cut off, because a part of a secret would not be recognised.
  const clean = secrets
    .reduce((rest, secret) => rest.replace(anyFormOf(secret), '•••'), text)
    .slice(0, 20_000)
    .replace(/<(style|script)\b[\s\S]*?<\/\1>|<[^<>]*>/gi, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return clean.length > length ? `${clean.slice(0, length)}…` : clean;
}

/**
 * Matches a secret, which is ASCII, as it is or as a vendor may repeat it: in the other case, percent-encoded, escaped
 * in JSON or HTML, or in base64 at any offset.
 */
function anyFormOf(secret: string): RegExp {
  const written = [...secret].map((character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
    const plain = /[A-Za-z0-9]/.test(character) ? character : `(?:\\\\?\\x${hex}|&#?\\w+;)`;
    return `(?:${plain}|%${hex}|\\\\u00${hex})`;
  });
  // Of a very short secret, too few characters would remain that are its own.
  const encoded = [0, 1, 2].map((before) => inBase64(secret, before)).filter(({ length }) => length >= 8);
  return new RegExp([written.join(''), ...encoded].join('|'), 'gi');
}

/** The base64 characters that a secret alone determines, whatever comes before and after it. */
function inBase64(secret: string, bytesBefore: number): string {
  const encoded = Buffer.from(`${'\0'.repeat(bytesBefore)}${secret}`).toString('base64');
  const [from, to] = [Math.ceil((bytesBefore * 8) / 6), Math.floor(((bytesBefore + secret.length) * 8) / 6)];
  return encoded.slice(from, to).replaceAll('+', '[-+]').replaceAll('/', '[/_]');
}
