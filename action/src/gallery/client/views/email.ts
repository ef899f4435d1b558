import { el } from '../dom.ts';
import { frameDocument, supportsDark } from '../frame.ts';
import { type Outlines, outlineStyle } from '../outline.ts';
import type { View } from '../store.ts';
import { later } from '../tasks.ts';
import type { Sides } from '../texts.ts';
import { absent, figure, pair } from './pair.ts';

/** Shows the HTML parts as a client does, before and after. */
export function emailView(
  sides: Sides,
  view: View,
  about: { id: string; missing: string | null; create: boolean },
): HTMLElement {
  const before = sides.before?.fields.html;
  const after = sides.after?.fields.html;
  if (before !== undefined && before === after) {
    const shown = sheet(after, { title: `Before and after: ${about.id}`, style: () => '' }, view);
    return el('div', { class: 'pair of-1' }, figure('Before and after', shown, '· the HTML part is the same in both'));
  }
  const outlines = outlinesOf(view.outline === 'on' ? before : undefined, after);
  return pair(sides, { ...about, side: view.side }, (side, label) => {
    const content = side.fields.html;
    if (content === undefined) return absent('No HTML part.');
    const style = (): string => (label === 'Before' ? outlines().before : outlines().after);
    return sheet(content, { title: `${label}: ${about.id}`, style }, view);
  });
}

/** Finds the outlines when they are first asked for, and only once: it takes a while. */
function outlinesOf(before: string | undefined, after: string | undefined): () => Outlines {
  let found: Outlines | undefined;
  return () => {
    found ??= before === undefined || after === undefined ? { before: '', after: '' } : outlineStyle(before, after);
    return found;
  };
}

/** Shows a message's document in a frame of the chosen width, scaled down where the page has no room for it. */
function sheet(content: string, { title, style }: { title: string; style: () => string }, view: View): HTMLElement {
  const frame = el('iframe', { sandbox: '', title, width: view.width, referrerpolicy: 'no-referrer' });
  later(() => {
    // By now the reader may have moved on, or chosen something else.
    if (frame.isConnected) frame.srcdoc = frameDocument(content, { ...view, style: style() });
  });
  const sheet = el('div', { class: `sheet w${view.width} ${view.height} ${view.scheme}` }, frame);
  sheet.style.setProperty('--width', `${view.width}px`);
  const holder = el('div', { class: 'holder' }, sheet);
  scaling.observe(holder);
  const unlike = view.scheme === 'dark' && !supportsDark(content);
  return el('div', {}, holder, unlike && el('p', { class: 'note' }, 'This message has no dark styles of its own.'));
}

/** Scales frames to the largest size that fits. It does not keep removed elements alive. */
const scaling = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const sheet = target.firstElementChild as HTMLElement | null;
    const width = Number.parseInt(sheet?.style.getPropertyValue('--width') ?? '', 10);
    if (contentRect.width > 0) sheet?.style.setProperty('--scale', String(Math.min(1, contentRect.width / width)));
  }
});
