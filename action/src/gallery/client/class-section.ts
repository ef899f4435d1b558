import { Card } from './card.ts';
import { count, el, fill, newId } from './dom.ts';
import { markBox } from './mark-box.ts';
import type { Marks } from './marks.ts';
import { type Class, messageId, type Preview, warningsOf } from './model.ts';
import type { View } from './store.ts';
import type { Tools } from './tools.ts';

/** A class: the facts about it, and its previews. */
export class ClassSection {
  readonly class: Class;
  readonly element: HTMLElement;
  cards: Card[] = [];
  readonly #tools: Tools;
  readonly #list = el('div', { class: 'cards' });
  readonly #more: HTMLButtonElement;

  constructor(own: Class, tools: Tools) {
    this.class = own;
    this.#tools = tools;
    const heading = newId();
    this.#more = el('button', { type: 'button', class: 'quiet', onclick: () => this.#unfold() });
    const title = el('h3', { id: heading }, el('a', { href: `#${own.id}`, title: 'Link to this class' }, own.template));
    const mark = own.change.isReviewed
      ? markBox(`${own.template} ${own.dialect}`, tools.marks, [own], () => (tools.marks.has(own) ? 'all' : 'none'))
      : undefined;
    this.element = el(
      'section',
      { class: 'class', 'aria-labelledby': heading, tabindex: -1 },
      el('header', {}, title, el('p', { class: 'facts' }, ...facts(own)), mark),
      this.#list,
      el('div', { class: 'more' }, this.#more, own.messages.length > 1 && messageList(own, tools)),
    );
    this.#show(own.previews.filter(({ forChange }) => forChange));
  }

  filter(view: View, marks: Marks): boolean {
    const { class: own } = this;
    const wanted =
      (view.channel === '' || view.channel === own.channel) &&
      (view.only !== 'unmarked' || (own.change.isReviewed && !marks.has(own)));
    const fits = (preview: Preview): boolean =>
      (view.locale === '' || preview.message.locale === view.locale) &&
      (view.only !== 'warnings' || warningsOf(preview).length > 0);
    const any = wanted && own.previews.some(fits);
    // A filter for particular previews also finds those that are folded away.
    if (any && (view.locale !== '' || view.only === 'warnings'))
      this.#show(own.previews.filter((each) => fits(each) || each.forChange));
    for (const card of this.cards) card.element.hidden = !fits(card.preview);
    this.element.hidden = !any;
    return any;
  }

  open(preview: Preview): Card | undefined {
    if (!this.cards.some((card) => card.preview === preview)) this.#unfold();
    return this.cards.find((card) => card.preview === preview);
  }

  #unfold(): void {
    const first = this.cards.length;
    this.#show(this.class.previews);
    this.cards[first]?.element.focus({ preventScroll: true });
  }

  #show(previews: readonly Preview[]): void {
    const { store, read, lazy } = this.#tools;
    const known = new Map(this.cards.map((card) => [card.preview, card]));
    const shown = new Set([...known.keys(), ...previews]);
    this.cards = this.class.previews
      .filter((preview) => shown.has(preview))
      .map((preview) => known.get(preview) ?? new Card(preview, store.view, read, lazy));
    fill(this.#list, ...this.cards.map(({ element }) => element));
    const folded = this.class.previews.length - this.cards.length;
    this.#more.hidden = folded === 0;
    this.#more.textContent =
      this.cards.length > 0
        ? `Show ${count(folded, 'more preview')} of this class`
        : `Show its own ${count(folded, 'preview')}`;
  }
}

function facts({ channel, dialect, count: total, messages }: Class): HTMLElement[] {
  const locales = [...new Set(messages.map(({ locale }) => locale))].sort();
  const held = messages.filter(({ action }) => action === 'held').length;
  const named = locales.length > 4 ? count(locales.length, 'locale') : locales.join(', ');
  const texts = [channel, dialect, count(total, 'message'), named, held > 0 ? `${held} held` : ''];
  return texts.filter((text) => text !== '').map((text) => el('span', {}, text));
}

/** Lists every message of a class by its tenant; filled when it is first opened. */
function messageList({ count: total, messages }: Class, { goTo }: Tools): HTMLElement {
  const list = el('ul', { class: 'messages' });
  const details = el(
    'details',
    {},
    el(
      'summary',
      {},
      messages.length < total ? `${messages.length} of ${count(total, 'message')}` : `All ${count(total, 'message')}`,
    ),
    list,
  );
  details.addEventListener('toggle', () => {
    if (!details.open || list.childElementCount > 0) return;
    fill(
      list,
      ...messages.map((message) =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', class: 'link', title: messageId(message), onclick: () => goTo(message) },
            message.tenant,
          ),
          el('span', { class: 'locale' }, message.locale),
        ),
      ),
    );
  });
  return details;
}
