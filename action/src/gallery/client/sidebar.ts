import { count, el } from './dom.ts';
import type { Marks } from './marks.ts';
import type { Class, Model } from './model.ts';

/** The table of contents: changes and their classes, and which of them were looked at. */
export function sidebar(model: Model, marks: Marks): HTMLElement {
  const items = model.changes.map(({ id, title, classes, isReviewed }) =>
    el(
      'li',
      {},
      el('a', { class: 'to-change', href: `#${id}` }, title),
      el('ol', {}, ...classItems(classes, isReviewed ? marks : undefined)),
    ),
  );
  return el('nav', { 'aria-label': 'Changes' }, el('ol', { class: 'contents' }, ...items));
}

/** Items for the leading classes; the others, which are folded on the page, are only counted. */
function classItems(classes: readonly Class[], marks: Marks | undefined): HTMLElement[] {
  const leading = classes.filter(({ leads }) => leads);
  const more = classes.length - leading.length;
  const items = leading.map((each) => classItem(each, leading, marks));
  return more > 0 ? [...items, el('li', { class: 'rest' }, count(more, 'more class', 'more classes'))] : items;
}

function classItem(own: Class, all: readonly Class[], marks: Marks | undefined): HTMLElement {
  const tick = el('span', { class: 'tick', role: 'img' });
  const update = (): void => {
    const looked = marks?.has(own) ?? false;
    tick.textContent = looked ? '✓' : '';
    tick.setAttribute('aria-label', looked ? 'looked at' : 'not looked at yet');
    tick.classList.toggle('done', looked);
  };
  update();
  marks?.subscribe(update);
  const [only, ...others] = own.messages;
  const told = only && others.length === 0 ? `${only.tenant} ${only.locale}` : own.dialect;
  const alone = all.filter(({ template }) => template === own.template).length === 1;
  return el(
    'li',
    {},
    el(
      'a',
      { href: `#${own.id}` },
      tick,
      el('span', { class: 'name' }, own.template, !alone && el('small', {}, ` ${told}`)),
      el('small', {}, String(own.count)),
    ),
  );
}

/** Shows how many of the previews to look at were looked at, for eyes and ears. */
export function progress({ previews }: Model, marks: Marks): HTMLElement {
  const bar = el('progress', { max: Math.max(1, previews.length), 'aria-label': 'Previews looked at' });
  const text = el('span', { 'aria-live': 'polite' });
  const update = (): void => {
    const looked = marks.looked(previews).length;
    bar.value = looked;
    text.textContent = `${looked.toLocaleString('en-US')} of ${count(previews.length, 'preview')} looked at`;
  };
  update();
  marks.subscribe(update);
  return el('div', { class: 'progress' }, bar, text);
}
