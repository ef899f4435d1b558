const key = 'tenantry-scroll';

/**
 * On a page that `preview --watch` serves: loads it anew when its server says so, and goes back to where the reader
 * was. Elsewhere the page knows of no server, and asks none.
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

/** Where the reader was before a reload; once. */
export function scrollBack(): boolean {
  if (document.documentElement.dataset.events === undefined) return false;
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (kept === null) return false;
  history.scrollRestoration = 'manual';
  const top = Number(kept);
  // Cards get their height as they come near.
  let tries = 0;
  const go = (): void => {
    scrollTo({ top, behavior: 'instant' });
    tries += 1;
    if (tries < 10 && Math.abs(scrollY - top) > 1) requestAnimationFrame(go);
  };
  go();
  return true;
}
