import type { AttributeKind } from './html-place.ts';

const urlAttributes: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'background',
  'formaction',
  'poster',
  'cite',
  'data',
  'longdesc',
  'srcset',
  'usemap',
  'xlink:href',
]);

/** The kind of values that an attribute has; `name` is in lower case. */
export function attributeKind(name: string): AttributeKind {
  if (urlAttributes.has(name)) return 'url';
  if (name === 'style') return 'style';
  return name.startsWith('on') || name === 'srcdoc' ? 'script' : 'other';
}

const entities: Readonly<Record<string, string>> = { colon: ':', tab: '', newline: '' };

/** The scheme at the beginning of an attribute's value; undefined if there is none. */
export function schemeOf(text: string): string | undefined {
  const decoded = decodeLink(text);
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : decoded.slice(0, colon);
}

/** A link as a browser reads it: entities are decoded; white space and control characters are dropped. */
export function decodeLink(text: string): string {
  const decoded = text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(colon|tab|newline));?/gi, (_, hex, decimal, name) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? '';
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them inside a URL
  return decoded.replace(/[\u0000-\u0020]/g, '');
}

/** Whether a link with this scheme runs what follows it. */
export function isScript(scheme: string): boolean {
  return /^(?:java|vb|live)script$/i.test(scheme);
}
