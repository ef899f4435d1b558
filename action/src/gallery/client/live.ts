const key = 'tenantry-scroll';

/**
 * On a page that `preview --watch` serves, reloads it when the server says so, and remembers where the reader was.
 * Elsewhere the page knows of no server, and asks none.
 */
export function liveReload(): void {
  const { events } = document.documentElement.dataset;
  if (events === undefined) return;
  const source = new EventSource(events);
  source.addEventListener('reload', () => {
    sessionStorage.setItem(key, String(scrollY));
    location.reload();
  });
}

/** Goes back to where the reader was before a reload, once; returns whether there was such a place. */
export function scrollBack(): boolean {
  if (document.documentElement.dataset.events === undefined) return false;
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (kept === null) return false;
  history.scrollRestoration = 'manual';
  const top = Number(kept);
  // Cards only get their height as they come near, so it may take several tries.
  let tries = 0;
  const go = (): void => {
    scrollTo({ top, behavior: 'instant' });
    tries += 1;
    if (tries < 10 && Math.abs(scrollY - top) > 1) requestAnimationFrame(go);
  };
  go();
  return true;
}
