import type { Review, Shown } from '../review/review.ts';
import type { GalleryData } from './data.ts';
import { pageDocument } from './document.ts';
import { galleryData } from './embed.ts';
import { Html, html } from './html.ts';
import { overview } from './overview.ts';

export interface Gallery {
  readonly title: string;
  /** A sentence that says what was rendered, and from where. */
  readonly about: string;
  readonly review: Review;
  /** The texts of the review's representatives; any others are shown as unchanged. */
  readonly shown: readonly Shown[];
}

/**
 * Makes one self-contained page of a review: it loads nothing, and runs no script but its own. `#<id of a change>`,
 * `#<id of a class>` and `#<tenant>/<template>/<locale>` lead to what they name, the last to the preview that speaks
 * for the message.
 */
export function galleryPage({ title, about, review, shown }: Gallery): string {
  return pageDocument(
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
 * JSON that cannot end an element or begin a comment, whatever is in it. U+2028 and U+2029 are escaped, too, because
 * they end lines in scripts of old browsers.
 */
function embedded(data: GalleryData): Html {
  const escapes: Record<string, string> = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };
  return new Html(JSON.stringify(data).replace(/[<\u2028\u2029]/g, (character) => escapes[character] ?? ''));
}
