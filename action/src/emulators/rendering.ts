import type { JsonObject } from '../digest.ts';

/** What a vendor fills a message in with when it sends it. */
export interface SendData {
  readonly recipient: JsonObject;
  readonly event: JsonObject;
  /** Addresses that the vendor makes for each recipient; a vendor that lacks one has no name for it either. */
  readonly vendor: Readonly<Record<'unsubscribe_url' | 'preferences_url' | 'browser_url', string>>;
}

/**
 * Reads a text as a vendor does when it sends, to be filled in with any data. Throws what the engine throws for a text
 * that the vendor could not read.
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
