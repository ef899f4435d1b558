import { el } from '../dom.ts';
import type { View } from '../store.ts';
import type { Side, Sides } from '../texts.ts';

/**
 * Lays out both sides of a preview beside each other. A missing side is left out where there is not meant to be one;
 * otherwise it says why it is missing.
 */
export function pair(
  { before, after }: Sides,
  { side, missing, create }: { side: View['side']; missing: string | null; create: boolean },
  show: (side: Side, label: string) => HTMLElement,
): HTMLElement {
  const figures: HTMLElement[] = [];
  if (before && side !== 'after') figures.push(figure('Before', show(before, 'Before')));
  else if (!before && !create && side !== 'after')
    figures.push(figure('Before', absent(missing ?? 'Nothing is deployed.')));
  if (after && side !== 'before') figures.push(figure(before || !create ? 'After' : 'New', show(after, 'After')));
  else if (!after && side !== 'before') figures.push(figure('After', absent(missing ?? 'It is removed.')));
  return el('div', { class: `pair of-${figures.length}` }, ...figures);
}

export function figure(label: string, content: HTMLElement, note?: string): HTMLElement {
  const caption = el('figcaption', {}, el('span', { class: `side ${label.toLowerCase()}` }, label), note && ` ${note}`);
  return el('figure', {}, caption, content);
}

export function absent(text: string): HTMLElement {
  return el('p', { class: 'absent' }, text);
}
