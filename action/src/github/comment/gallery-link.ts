import { plain } from '../markdown.ts';

/**
 * Texts are composed before the gallery is uploaded, when its address is not known. Links into it lead to
 * `gallery:#<change id>`, and where its lack would be told stands a comment. Neither can come out of escaped text.
 */
const linkPattern = /\[([^\]\n]*)\]\(gallery:(#[\w-]*)?\)/g;
const noticePlace = '<!-- tenantry:gallery -->';

/** Longest address of a gallery that room is kept for. */
const longestUrl = 300;

/** Where the gallery is, or why there is none: a sentence. */
export type GalleryPlace = { readonly url: string } | { readonly missing: string };

/** A link into the gallery, to a change or to its start. `text` is Markdown without brackets. */
export function galleryLink(text: string, change?: string): string {
  return `[${text}](gallery:${change === undefined ? '' : `#${change}`})`;
}

/** Where a text says that there is no gallery. */
export function galleryNotice(): string {
  return noticePlace;
}

/** Length of a text in UTF-16 code units once the gallery's address is in it, whatever that is. */
export function lengthWithGallery(text: string): number {
  const links = text.match(linkPattern)?.length ?? 0;
  return text.length + links * longestUrl + (text.includes(noticePlace) ? longestNotice : 0);
}

/** Longest reason for its lack, and what the notice comes to at most: an escaped character is up to eight long. */
const longestReason = 250;
const longestNotice = 100 + 8 * longestReason;

/**
 * Puts the gallery's address into a text, or says why there is none. The result is never longer than
 * `lengthWithGallery` foretold: what is no address, or longer than any of GitHub's, counts as missing.
 */
export function withGallery(text: string, place: GalleryPlace): string {
  const found = 'url' in place ? checkedUrl(place.url) : place;
  if ('url' in found) {
    return text
      .replace(linkPattern, (_, words: string, anchor = '') => `[${words}](${found.url}${anchor})`)
      .replace(`${noticePlace}\n\n`, '');
  }
  const notice = `**There are no previews to look at.** ${plain(found.missing, longestReason)}`;
  return text.replace(linkPattern, '$1').replace(noticePlace, () => notice);
}

/** A text that is read where the gallery's address will never be known: its links are words. */
export function withoutLinks(text: string): string {
  return text.replace(linkPattern, '$1').replace(`${noticePlace}\n\n`, '');
}

/** Whether a text speaks of previews, so that it would mislead without a gallery. */
export function needsGallery(text: string): boolean {
  return text.includes(noticePlace);
}

/** Whether an address is one that links may lead to. */
export function isUrl(text: string): boolean {
  return /^https?:\/\/[\w.~:/?&=%@+,;-]+$/.test(text) && text.length <= longestUrl;
}

function checkedUrl(url: string): GalleryPlace {
  return isUrl(url) ? { url } : { missing: 'The address that the gallery was uploaded to is not one.' };
}
