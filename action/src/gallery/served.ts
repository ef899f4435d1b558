import { documentPolicy, pageDocument } from './document.ts';
import { html } from './html.ts';

/**
 * A page as it is served while its files are watched: it listens to that server, and to nobody else.
 * @param page what `galleryPage` or `problemPage` made
 * @param events the path where the server says that there is a newer page
 */
export function servedPage(page: string, events: string): string {
  // Both strings stand before anything that comes from the repository, so the first occurrence of each is ours.
  return page
    .replace(documentPolicy, () => `${documentPolicy}; connect-src 'self'`)
    .replace('<html lang="en">', () => html`<html lang="en" data-events="${events}">`.text);
}

/** The page in place of previews while there cannot be any; `problems` is text for people. */
export function problemPage(problems: string): string {
  return pageDocument(
    'No previews now',
    html`
<main class="problems"><h1 class="verdict">There are no previews now.</h1>
<p>They come back as soon as this is fixed.</p>
<pre>${problems}</pre></main>`,
  );
}
