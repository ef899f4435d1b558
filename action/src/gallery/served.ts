import { documentPolicy, pageDocument } from './document.ts';
import { html } from './html.ts';

/**
 * A page as the server gives it that watches the files it is made from: it listens to that server, and to nobody else.
 * @param page what `galleryPage` or `problemPage` made
 * @param events the path where the server says that there is a newer page
 */
export function servedPage(page: string, events: string): string {
  // Both stand before anything that comes from the repository, so that the first of each is ours.
  return page
    .replace(documentPolicy, () => `${documentPolicy}; connect-src 'self'`)
    .replace('<html lang="en">', () => html`<html lang="en" data-events="${events}">`.text);
}

/** What stands in place of previews while there are none to be had; `problems` is text for people. */
export function problemPage(problems: string): string {
  return pageDocument(
    'No previews now',
    html`
<main class="problems"><h1 class="verdict">There are no previews now.</h1>
<p>They come back as soon as this is mended.</p>
<pre>${problems}</pre></main>`,
  );
}
