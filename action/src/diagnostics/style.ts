import { styleText } from 'node:util';

export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Creates a function that styles texts for a terminal, or leaves them alone where colours are not wanted. */
export function styler(colour: boolean): Style {
  return colour ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text;
}
