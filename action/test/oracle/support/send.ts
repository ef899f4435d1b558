import type { JsonObject } from '../../../src/digest.ts';
import type { VendorRef } from '../../../src/template/ir.ts';

/** What a message is rendered with when it is sent. */
export interface SendData {
  readonly recipient: JsonObject;
  readonly event: JsonObject;
  readonly vendor: Readonly<Record<VendorRef['name'], string>>;
}

export const vendorUrls: SendData['vendor'] = {
  unsubscribe_url: 'https://vendor.example/u?id=1&list=2',
  preferences_url: 'https://vendor.example/p?id=1',
  browser_url: 'https://vendor.example/b',
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** Decodes numeric entities and the few names that the engines write. */
export function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));/g, (_, decimal, hexadecimal, name) => {
    if (name !== undefined) return named[name] as string;
    return String.fromCodePoint(decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });
}
