import { el } from '../dom.ts';
import { frameDocument, supportsDark } from '../frame.ts';
import { outlineStyle } from '../outline.ts';
import type { View } from '../store.ts';
import type { Sides } from '../texts.ts';
import { absent, figure, pair } from './pair.ts';

/** The HTML parts as a client shows them, before and after. */
export function emailView(
  sides: Sides,
  view: View,
  about: { id: string; missing: string | null; create: boolean },
): HTMLElement {
  const before = sides.before?.fields.html;
  const after = sides.after?.fields.html;
  if (before !== undefined && before === after) {
    const note = '· the HTML part is the same in both';
    return el(
      'div',
      { class: 'pair of-1' },
      figure('Before and after', sheet(after, 'Before and after', '', view, about.id), note),
    );
  }
  const outlined = view.outline === 'on' && before !== undefined && after !== undefined;
  const styles = outlined ? outlineStyle(before, after) : { before: '', after: '' };
  return pair(sides, { ...about, side: view.side }, (side, label) => {
    const content = side.fields.html;
    if (content === undefined) return absent('No HTML part.');
    return sheet(content, label, label === 'Before' ? styles.before : styles.after, view, about.id);
  });
}

/** A message's document in a frame that is as wide as asked for, made smaller where the page has no room for it. */
function sheet(content: string, label: string, style: string, view: View, id: string): HTMLElement {
  const frame = el('iframe', {
    sandbox: '',
    title: `${label}: ${id}`,
    width: view.width,
    referrerpolicy: 'no-referrer',
  });
  frame.srcdoc = frameDocument(content, { scheme: view.scheme, images: view.images, style });
  const sheet = el('div', { class: `sheet w${view.width} ${view.height} ${view.scheme}` }, frame);
  sheet.style.setProperty('--width', `${view.width}px`);
  const holder = el('div', { class: 'holder' }, sheet);
  scaling.observe(holder);
  const unlike = view.scheme === 'dark' && !supportsDark(content);
  return el('div', {}, holder, unlike && el('p', { class: 'note' }, 'This message has no dark styles of its own.'));
}

/** Keeps frames as large as fits. Forgotten elements are forgotten by it, too. */
const scaling = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const sheet = target.firstElementChild as HTMLElement | null;
    const width = Number.parseInt(sheet?.style.getPropertyValue('--width') ?? '', 10);
    if (contentRect.width > 0) sheet?.style.setProperty('--scale', String(Math.min(1, contentRect.width / width)));
  }
});
