import type { Hunk } from '../../review/review.ts';
import { ClassSection } from './class-section.ts';
import { count, el, newId } from './dom.ts';
import { markBox } from './mark-box.ts';
import type { Marks } from './marks.ts';
import { type Change, type Class, speakersOf } from './model.ts';
import type { View } from './store.ts';
import type { Tools } from './tools.ts';

/** A change: its words and its classes. Classes whose previews do not speak for the change are folded. */
export class ChangeSection {
  readonly change: Change;
  readonly element: HTMLElement;
  readonly classes: readonly ClassSection[];
  readonly #fold: HTMLDetailsElement | undefined;

  constructor(change: Change, tools: Tools) {
    this.change = change;
    this.classes = change.classes.map((each) => new ClassSection(each, tools));
    const leading = this.classes.filter((each) => each.class.leads);
    const others = this.classes.filter((each) => !each.class.leads);
    this.#fold = others.length > 0 ? foldOf(others) : undefined;
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
      ...leading.map(({ element }) => element),
      this.#fold,
    );
  }

  /** Unfolds a class of the change. */
  reveal(own: Class): ClassSection | undefined {
    if (this.#fold && !own.leads) this.#fold.open = true;
    return this.classes.find((each) => each.class === own);
  }

  filter(view: View, marks: Marks): boolean {
    const wanted =
      (view.change === '' || view.change === this.change.id) &&
      (view.only !== 'unmarked' || marks.of(this.change) !== 'all');
    let any = false;
    for (const each of this.classes) any = (wanted && each.filter(view, marks)) || any;
    this.element.hidden = !any;
    if (this.#fold) {
      this.#fold.hidden = this.classes.every((each) => each.class.leads || each.element.hidden);
      // Only what is folded may match the filter.
      if (any && this.classes.every((each) => !each.class.leads || each.element.hidden)) this.#fold.open = true;
    }
    return any;
  }
}

function foldOf(sections: readonly ClassSection[]): HTMLDetailsElement {
  const messages = sections.reduce((sum, each) => sum + each.class.count, 0);
  const classes = `${count(sections.length, 'more class', 'more classes')} of ${count(messages, 'message')}`;
  const summary = el('summary', {}, classes, el('b', {}, 'the same words, represented by the previews above'));
  return el('details', { class: 'fold' }, summary, ...sections.map(({ element }) => element));
}

/** Says what the previews of a change stand for. */
function standing(change: Change): string {
  const messages = change.classes.reduce((sum, each) => sum + each.count, 0);
  const previews = speakersOf(change).length;
  if (!change.isReviewed) return count(messages, 'message');
  const speak = previews === 1 ? 'speaks' : 'speak';
  return `${count(previews, 'preview')} ${speak} for ${count(messages, 'message')} of ${count(change.tenants, 'tenant')}`;
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
