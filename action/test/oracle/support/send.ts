import type { SendData } from '../../../src/emulators/rendering.ts';

export const vendorUrls: SendData['vendor'] = {
  unsubscribe_url: 'https://vendor.example/u?id=1&list=2',
  preferences_url: 'https://vendor.example/p?id=1',
  browser_url: 'https://vendor.example/b',
};

/** Decodes numeric entities and the few names that the engines write. */
export function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));/g, (_, decimal, hexadecimal, name) => {
    if (name !== undefined) return named[name] as string;
    return String.fromCodePoint(decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });
}
