import type { Hunk } from '../../review/review.ts';
import { Card } from './card.ts';
import { count, el, fill, newId } from './dom.ts';
import type { Lazy } from './lazy.ts';
import type { Marks } from './marks.ts';
import { type Change, type Class, type Message, type Model, messageId, type Preview, warningsOf } from './model.ts';
import type { Store, View } from './store.ts';
import type { ReadSides } from './texts.ts';

export interface Tools {
  readonly store: Store;
  readonly marks: Marks;
  readonly lazy: Lazy;
  readonly read: ReadSides;
  /** Goes to the preview that speaks for a message. */
  goTo(message: Message): void;
}

/** The changes, and in each its classes, with their previews. */
export class Sections {
  readonly element: HTMLElement;
  readonly #changes: readonly ChangeSection[];
  readonly #empty = el('p', { class: 'absent', hidden: true }, 'No preview matches these filters.');

  constructor(model: Model, tools: Tools) {
    this.#changes = model.changes.map((change) => new ChangeSection(change, tools));
    this.element = el('div', {}, this.#empty, ...this.#changes.map(({ element }) => element));
    this.filter(tools.store.view, tools.marks);
    tools.store.subscribe((view, changed) => {
      const filters = ['channel', 'locale', 'change', 'only'] as const;
      if (filters.some((name) => changed.has(name))) this.filter(view, tools.marks);
      if ([...changed].some((name) => !(filters as readonly string[]).includes(name))) {
        for (const card of this.cards()) card.show(view);
      }
    });
  }

  /** Cards there are, shown or not. */
  *cards(): Iterable<Card> {
    for (const change of this.#changes) for (const each of change.classes) yield* each.cards;
  }

  /** Makes a preview's card, where its class is folded. */
  open(preview: Preview): Card | undefined {
    const { class: own } = preview.message;
    const section = this.#changes.find(({ change }) => change === own.change);
    return section?.classes.find((each) => each.class === own)?.open(preview);
  }

  elementOf(subject: Change | Class): HTMLElement | undefined {
    const changes = this.#changes.find(({ change }) => change === subject)?.element;
    return changes ?? this.#changes.flatMap(({ classes }) => classes).find((each) => each.class === subject)?.element;
  }

  filter(view: View, marks: Marks): void {
    let any = false;
    for (const section of this.#changes) any = section.filter(view, marks) || any;
    this.#empty.hidden = any;
  }
}

class ChangeSection {
  readonly change: Change;
  readonly element: HTMLElement;
  readonly classes: readonly ClassSection[];

  constructor(change: Change, tools: Tools) {
    this.change = change;
    this.classes = change.classes.map((each) => new ClassSection(each, tools));
    const heading = newId();
    const mark = change.isReviewed
      ? markBox(change.title, tools.marks, change.classes, () => tools.marks.of(change))
      : undefined;
    this.element = el(
      'section',
      { class: 'change', 'aria-labelledby': heading, tabindex: -1 },
      el(
        'header',
        {},
        el('h2', { id: heading }, el('a', { href: `#${change.id}`, title: 'Link to this change' }, change.title)),
        mark,
        el('p', { class: 'stands' }, standing(change)),
      ),
      change.hunks.length > 0 && hunkList(change),
      ...this.classes.map(({ element }) => element),
    );
  }

  filter(view: View, marks: Marks): boolean {
    const wanted = view.change === '' || view.change === this.change.id;
    let any = false;
    for (const each of this.classes) any = (wanted && each.filter(view, marks)) || any;
    this.element.hidden = !any;
    return any;
  }
}

/** What the previews of a change stand for. */
function standing(change: Change): string {
  const messages = change.classes.reduce((sum, each) => sum + each.messages.length, 0);
  const previews = change.classes.flatMap((each) => each.previews).filter(({ forChange }) => forChange).length;
  if (!change.isReviewed) return count(messages, 'message');
  const tenants = new Set(change.classes.flatMap((each) => each.messages.map(({ tenant }) => tenant))).size;
  const speak = previews === 1 ? 'speaks' : 'speak';
  return `${count(previews, 'preview')} ${speak} for ${count(messages, 'message')} of ${count(tenants, 'tenant')}`;
}

function hunkList({ hunks, moreHunks }: Change): HTMLElement {
  const rows = hunks.map((hunk) => el('li', {}, el('span', { class: 'field' }, hunk.field), hunkText(hunk)));
  const more = moreHunks > 0 && el('li', { class: 'note' }, `and ${count(moreHunks, 'more difference')}`);
  return el('ul', { class: 'hunks', 'aria-label': 'Words changed' }, ...rows, more);
}

function hunkText({ lead, before, after, tail }: Hunk): HTMLElement {
  const change = [before !== '' && el('del', {}, before), after !== '' && el('ins', {}, after)];
  return el('span', { class: 'words', dir: 'auto' }, lead, ...change, tail);
}

class ClassSection {
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
      el('p', { class: 'more' }, this.#more, own.messages.length > 1 && messageList(own, tools)),
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
    // A filter that asks for particular previews finds those that are folded away, too.
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
        : `Same words as above. Show its own ${count(folded, 'preview')}`;
  }
}

function facts({ channel, dialect, messages }: Class): HTMLElement[] {
  const locales = [...new Set(messages.map(({ locale }) => locale))].sort();
  const held = messages.filter(({ action }) => action === 'held').length;
  const named = locales.length > 4 ? count(locales.length, 'locale') : locales.join(', ');
  const texts = [channel, dialect, count(messages.length, 'message'), named, held > 0 ? `${held} held` : ''];
  return texts.filter((text) => text !== '').map((text) => el('span', {}, text));
}

/** Every message of a class, by tenant; made when it is opened. */
function messageList({ messages }: Class, { goTo }: Tools): HTMLElement {
  const list = el('ul', { class: 'messages' });
  const details = el('details', {}, el('summary', {}, `All ${count(messages.length, 'message')}`), list);
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

/** A box that says whether all of some classes were looked at. */
export function markBox(
  subject: string,
  marks: Marks,
  classes: readonly Class[],
  state: () => 'all' | 'some' | 'none',
): HTMLElement {
  const box = el('input', {
    type: 'checkbox',
    'aria-label': `Looked at: ${subject}`,
    onchange: () => marks.set(classes, box.checked),
  });
  const update = (): void => {
    box.checked = state() === 'all';
    box.indeterminate = state() === 'some';
  };
  update();
  marks.subscribe(update);
  return el('label', { class: 'mark' }, box, el('span', {}, 'Looked at'));
}
