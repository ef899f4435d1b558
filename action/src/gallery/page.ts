import { sha256 } from '../digest.ts';
import { clientScript, clientStyle } from '../generated/gallery-client.ts';
import type { Review, Shown } from '../review/review.ts';
import type { GalleryData } from './data.ts';
import { galleryData } from './embed.ts';
import { Html, html } from './html.ts';
import { overview } from './overview.ts';

export interface Gallery {
  readonly title: string;
  /** What was rendered, from where; a sentence. */
  readonly about: string;
  readonly review: Review;
  /** Texts of the review's representatives; what is given beyond them is shown as unchanged. */
  readonly shown: readonly Shown[];
}

/**
 * A review as one self-contained page: it loads nothing, and runs no script but its own. `#<id of a change>`,
 * `#<id of a class>` and `#<tenant>/<template>/<locale>` lead to what they name, the last to the preview that speaks
 * for the message.
 */
export function galleryPage({ title, about, review, shown }: Gallery): string {
  return document(
    title,
    html`
<script type="application/json" id="gallery-data">${embedded(galleryData(title, review, shown))}</script>
<a class="skip" href="#changes">Skip to the changes</a>
<header class="bar"><div class="brand">${mark}<span>${title}</span></div><div id="search"></div><div id="tools"></div></header>
<div class="layout">
<aside id="side" aria-label="Filters and contents"><details id="aside" open><summary>Filters and contents</summary><div id="contents"></div></details></aside>
<main>
${overview(about, review)}
<noscript><p class="absent">This page shows messages with a script of its own, which this browser does not run.</p></noscript>
<div id="toolbar"></div>
<div id="changes" tabindex="-1"></div>
</main>
</div>`,
  );
}

const mark = new Html(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" aria-hidden="true"><rect x="2.5" y="7.5" width="14" height="11" rx="2"/><path d="m3 9 6.5 5L16 9"/><path d="M7 4.5h12.5a2 2 0 0 1 2 2V15" stroke-linecap="round"/></svg>',
);

/**
 * Scripts other than ours have another digest, and do not run. Frames inherit this policy: styles and images are what
 * messages may need of it, and each message's own policy says whether it gets images.
 */
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${base64(sha256(clientScript))}'`,
  "style-src 'unsafe-inline'",
  'img-src data: https: http:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function document(title: string, body: Html): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(clientStyle)}</style>
</head>
<body>${body}
<script>${new Html(clientScript)}</script>
</body>
</html>
`.text;
}

/**
 * JSON that ends no element and begins no comment, whatever is in it. U+2028 and U+2029 end lines in scripts of old
 * browsers.
 */
function embedded(data: GalleryData): Html {
  const escapes: Record<string, string> = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };
  return new Html(JSON.stringify(data).replace(/[<\u2028\u2029]/g, (character) => escapes[character] ?? ''));
}

function base64(hexadecimal: string): string {
  const bytes = hexadecimal.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
}
