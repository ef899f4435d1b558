import type { Card } from './card.ts';
import { ChangeSection } from './change-section.ts';
import { el } from './dom.ts';
import type { Marks } from './marks.ts';
import type { Change, Class, Model, Preview } from './model.ts';
import type { View } from './store.ts';
import type { Tools } from './tools.ts';

/** All changes, each with its classes and their previews. */
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

  /** Iterates over the cards made so far, visible or not. */
  *cards(): Iterable<Card> {
    for (const change of this.#changes) for (const each of change.classes) yield* each.cards;
  }

  /** Returns a preview's card; unfolds its class where need be. */
  open(preview: Preview): Card | undefined {
    const { class: own } = preview.message;
    const section = this.#changes.find(({ change }) => change === own.change);
    return section?.reveal(own)?.open(preview);
  }

  elementOf(subject: Change | Class): HTMLElement | undefined {
    if ('classes' in subject) return this.#changes.find(({ change }) => change === subject)?.element;
    return this.#changes.find(({ change }) => change === subject.change)?.reveal(subject)?.element;
  }

  filter(view: View, marks: Marks): void {
    let any = false;
    for (const section of this.#changes) any = section.filter(view, marks) || any;
    this.#empty.hidden = any;
  }
}
