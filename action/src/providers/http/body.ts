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
  let clean = text.slice(0, 20_000);
  for (const secret of secrets) clean = clean.replaceAll(secret, '•••');
  clean = clean
    .replace(/<(style|script)\b[\s\S]*?<\/\1>|<[^<>]*>/gi, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return clean.length > length ? `${clean.slice(0, length)}…` : clean;
}
