import { plain } from '../markdown.ts';

/**
 * Texts are composed before the gallery is uploaded, when its address is unknown. So links into it lead to
 * `gallery:#<change id>`, and a comment with the number of previews stands where a text invites readers to look at
 * them. Escaped text can contain neither.
 */
const linkPattern = /\[([^\]\n]*)\]\(gallery:(#[\w./-]*)?\)/g;
const invitationPattern = /<!-- tenantry:gallery (\d+) --> /;

/** The longest address of a gallery, for which room is kept. */
const longestUrl = 300;

/** The gallery's address, or a sentence that says why there is none. */
export type GalleryPlace = { readonly url: string } | { readonly missing: string };

/**
 * A link into the gallery: to a change by its id, to a message as `tenant/template/locale`, or to its start. `text` is
 * Markdown without brackets.
 */
export function galleryLink(text: string, place?: string): string {
  if (place === undefined) return `[${text}](gallery:)`;
  return /^[\w./-]+$/.test(place) ? `[${text}](gallery:#${place})` : text;
}

/**
 * The placeholder for an invitation to look at so many previews, or for the reason why there are none. It belongs at
 * the beginning of a sentence.
 */
export function galleryInvitation(previews: number): string {
  return `<!-- tenantry:gallery ${previews} --> `;
}

/** The greatest length that a text can have with the gallery's address in it, in UTF-16 code units. */
export function lengthWithGallery(text: string): number {
  const links = text.match(linkPattern)?.length ?? 0;
  return text.length + links * longestUrl + (needsGallery(text) ? longestInvitation : 0);
}

/** The longest reason for a missing gallery, and the longest invitation: an escaped character takes up to eight. */
const longestReason = 250;
const longestInvitation = 100 + 8 * longestReason;

/**
 * Puts the gallery's address into a text, or says why there is none. The result is never longer than
 * `lengthWithGallery` of the text: what is not an address, or is longer than any of GitHub's, counts as missing.
 */
export function withGallery(text: string, place: GalleryPlace): string {
  const found = 'url' in place ? checkedUrl(place.url) : place;
  if ('url' in found) {
    return text
      .replace(linkPattern, (_, words: string, anchor = '') => `[${words}](${found.url}${anchor})`)
      .replace(invitationPattern, (_, previews: string) => `**[Look at ${previewsOf(previews)}](${found.url})**: `);
  }
  const notice = `**There is no gallery to look at.** ${plain(found.missing, longestReason)}\n\n`;
  return text.replace(linkPattern, '$1').replace(invitationPattern, () => notice);
}

/** Turns links into words, for a text that is read where the gallery's address will never be known. */
export function withoutLinks(text: string): string {
  return text
    .replace(linkPattern, '$1')
    .replace(invitationPattern, (_, previews: string) => `The gallery shows ${previewsOf(previews)}: `);
}

/** Whether a text promises previews, so that it would mislead without a gallery. */
export function needsGallery(text: string): boolean {
  return invitationPattern.test(text);
}

/** Whether a text is an address that we may link to. */
export function isUrl(text: string): boolean {
  return /^https?:\/\/[\w.~:/?&=%@+,;-]+$/.test(text) && text.length <= longestUrl;
}

function checkedUrl(url: string): GalleryPlace {
  return isUrl(url) ? { url } : { missing: 'The URL that the gallery was uploaded to is invalid.' };
}

function previewsOf(number: string): string {
  return number === '1' ? 'the one preview' : `the ${number} previews`;
}
