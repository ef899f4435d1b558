import type { JsonObject } from '../digest.ts';

/** The data that a vendor fills a message in with when it sends it. */
export interface SendData {
  readonly recipient: JsonObject;
  readonly event: JsonObject;
  /** Addresses that the vendor makes for each recipient; a vendor without one of them has no name for it either. */
  readonly vendor: Readonly<Record<'unsubscribe_url' | 'preferences_url' | 'browser_url', string>>;
}

/**
 * Compiles a text as a vendor does when it sends, to be filled in with any data. Throws whatever the engine throws for
 * a text that the vendor could not read.
 */
export type Compile = (text: string) => (data: SendData) => string;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * Decodes numeric entities and the few named ones that engines write, because each escapes the same characters in its
 * own way.
 */
export function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));/g, (_, decimal, hexadecimal, name) => {
    if (name !== undefined) return named[name] as string;
    return String.fromCodePoint(decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });
}
