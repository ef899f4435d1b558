import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** What GitHub's readers would get of a text: elements in order, and the texts in which GitHub looks for more. */
export interface Rendered {
  readonly html: string;
  /** Opening and closing tags and comments in their order, as they stand there. */
  readonly tags: readonly string[];
  /** Texts outside of code and links, where mentions and references are looked for after rendering. */
  readonly texts: readonly string[];
}

/** Renders GitHub-flavoured Markdown, HTML left in as GitHub does. */
export function render(markdown: string): Rendered {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const parts = html.split(/(<!--.*?-->|<[/a-z!?][^>]*>)/gis);
  const tags = parts.filter((_, index) => index % 2 === 1);
  let depth = 0;
  const texts: string[] = [];
  parts.forEach((part, index) => {
    if (index % 2 === 0) {
      if (depth === 0) texts.push(decoded(part));
    } else if (/^<(code|a|pre)\b/.test(part)) depth += 1;
    else if (/^<\/(code|a|pre)>/.test(part)) depth -= 1;
  });
  return { html, tags, texts };
}

/** What a browser makes of the text between tags. */
export function decoded(html: string): string {
  return html
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/**
 * What GitHub makes of text after rendering it: mentions, references to issues and commits, names of emoji, addresses.
 * Sources: docs.github.com, “Basic writing and formatting syntax” and “Autolinked references and URLs”.
 */
export const afterRendering: Readonly<Record<string, RegExp>> = {
  mention: /(^|[^\w`])@[a-z0-9]/i,
  issue: /#\d/,
  'issue the old way': /\bgh-\d/i,
  commit: /\b[0-9a-f]{7,40}\b/i,
  emoji: /:[\w+-]+:/,
  address: /\b(https?|ftp|mailto|xmpp):[^\s\u200b]/i,
  'address without a scheme': /\bwww\.[^\s\u200b]/i,
  'e-mail address': /[\w.+-]@[\w-]/,
};
