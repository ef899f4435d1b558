import { plain } from '../markdown.ts';

/**
 * Texts are composed before the gallery is uploaded, when its address is not known. Links into it lead to
 * `gallery:#<change id>`, and where a text invites to look at it stands a comment with the number of previews. Neither
 * can come out of escaped text.
 */
const linkPattern = /\[([^\]\n]*)\]\(gallery:(#[\w./-]*)?\)/g;
const invitationPattern = /<!-- tenantry:gallery (\d+) --> /;

/** Longest address of a gallery that room is kept for. */
const longestUrl = 300;

/** Where the gallery is, or why there is none: a sentence. */
export type GalleryPlace = { readonly url: string } | { readonly missing: string };

/**
 * A link into the gallery: to a change by its id, to a message as `tenant/template/locale`, or to its start. `text` is
 * Markdown without brackets.
 */
export function galleryLink(text: string, place?: string): string {
  if (place === undefined) return `[${text}](gallery:)`;
  return /^[\w./-]+$/.test(place) ? `[${text}](gallery:#${place})` : text;
}

/** At the beginning of a sentence: invites to look at so many previews, or says why there are none. */
export function galleryInvitation(previews: number): string {
  return `<!-- tenantry:gallery ${previews} --> `;
}

/** Length of a text in UTF-16 code units once the gallery's address is in it, whatever that is. */
export function lengthWithGallery(text: string): number {
  const links = text.match(linkPattern)?.length ?? 0;
  return text.length + links * longestUrl + (needsGallery(text) ? longestInvitation : 0);
}

/** Longest reason for its lack, and what an invitation comes to at most: an escaped character is up to eight long. */
const longestReason = 250;
const longestInvitation = 100 + 8 * longestReason;

/**
 * Puts the gallery's address into a text, or says why there is none. The result is never longer than
 * `lengthWithGallery` foretold: what is no address, or longer than any of GitHub's, counts as missing.
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

/** A text that is read where the gallery's address will never be known: its links are words. */
export function withoutLinks(text: string): string {
  return text
    .replace(linkPattern, '$1')
    .replace(invitationPattern, (_, previews: string) => `The gallery shows ${previewsOf(previews)}: `);
}

/** Whether a text speaks of previews, so that it would mislead without a gallery. */
export function needsGallery(text: string): boolean {
  return invitationPattern.test(text);
}

/** Whether an address is one that links may lead to. */
export function isUrl(text: string): boolean {
  return /^https?:\/\/[\w.~:/?&=%@+,;-]+$/.test(text) && text.length <= longestUrl;
}

function checkedUrl(url: string): GalleryPlace {
  return isUrl(url) ? { url } : { missing: 'The address that the gallery was uploaded to is not one.' };
}

function previewsOf(number: string): string {
  return number === '1' ? 'the one preview' : `the ${number} previews`;
}
