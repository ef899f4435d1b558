import { el } from '../dom.ts';
import type { View } from '../store.ts';
import type { Side, Sides } from '../texts.ts';
import { pair } from './pair.ts';

interface About {
  readonly tenant: string;
  readonly missing: string | null;
  readonly create: boolean;
}

/** Shows push messages as on a phone's lock screen. */
export function pushView(sides: Sides, view: View, about: About): HTMLElement {
  return pair(sides, { ...about, side: view.side }, ({ fields }) => {
    const { title, body, link, image } = fields;
    const texts = el(
      'div',
      { class: 'banner-text' },
      el('span', { class: 'app' }, about.tenant, el('span', { class: 'when' }, 'now')),
      el('strong', { dir: sides.direction }, title ?? ''),
      el('span', { dir: sides.direction }, body ?? ''),
    );
    const icon = el('span', { class: 'app-icon', 'aria-hidden': 'true' }, about.tenant.slice(0, 1).toUpperCase());
    return el(
      'div',
      { class: `phone lock ${view.scheme}` },
      el('div', { class: 'clock', 'aria-hidden': 'true' }, el('b', {}, '9:41'), 'Wednesday, November 25'),
      el('div', { class: 'banner' }, icon, texts),
      link !== undefined && el('p', { class: 'opens' }, 'Opens ', el('code', {}, link)),
      image !== undefined && el('p', { class: 'opens' }, 'Shows ', el('code', {}, image)),
    );
  });
}

/** Shows text messages as bubbles, with what they cost. */
export function smsView(sides: Sides, view: View, about: About): HTMLElement {
  return pair(sides, { ...about, side: view.side }, (side) =>
    el(
      'div',
      { class: `phone thread ${view.scheme}` },
      el(
        'div',
        { class: 'contact', 'aria-hidden': 'true' },
        el('span', { class: 'face' }, about.tenant.slice(0, 1).toUpperCase()),
        about.tenant,
      ),
      el('p', { class: 'bubble', dir: sides.direction }, side.fields.body ?? ''),
      el('p', { class: 'segments' }, segments(side)),
    ),
  );
}

function segments({ segments, fields }: Side): string {
  const length = [...(fields.body ?? '')].length;
  const paid = segments === undefined ? '' : `${segments} ${segments === 1 ? 'segment' : 'segments'} · `;
  return `${paid}${length} characters`;
}
