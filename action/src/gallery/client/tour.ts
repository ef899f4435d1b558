import type { Card } from './card.ts';
import {
  type Change,
  type Class,
  hashOf,
  type Message,
  type Model,
  messageId,
  type Preview,
  speakerOf,
} from './model.ts';
import type { Sections } from './sections.ts';
import type { Store } from './store.ts';

/** Goes from preview to preview, and to where a link leads. */
export class Tour {
  readonly #model: Model;
  readonly #sections: Sections;
  readonly #store: Store;
  #current: Card | undefined;

  constructor(model: Model, sections: Sections, store: Store) {
    this.#model = model;
    this.#sections = sections;
    this.#store = store;
    sections.element.addEventListener('focusin', ({ target }) => this.#notice(target));
  }

  get current(): Preview | undefined {
    return this.#current?.preview;
  }

  /** Goes to the next (1) or previous (-1) preview that is shown. */
  step(by: 1 | -1): void {
    const shown = [...this.#sections.cards()].filter(({ element }) => element.checkVisibility());
    const at = this.#current ? shown.indexOf(this.#current) : -1;
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (next) this.#visit(next);
  }

  /** Goes to the first preview of the next (1) or previous (-1) class. */
  stepClass(by: 1 | -1): void {
    this.#stepGroup(by, ({ message }) => message.class);
  }

  /** Goes to the first preview of the next (1) or previous (-1) change. */
  stepChange(by: 1 | -1): void {
    this.#stepGroup(by, ({ message }) => message.class.change);
  }

  #stepGroup(by: 1 | -1, groupOf: (preview: Preview) => Class | Change): void {
    const shown = [...this.#sections.cards()].filter(({ element }) => element.checkVisibility());
    const groups = [...new Set(shown.map(({ preview }) => groupOf(preview)))];
    const at = this.current ? groups.indexOf(groupOf(this.current)) : -1;
    const wanted = groups[at < 0 && by < 0 ? groups.length - 1 : at + by];
    const next = shown.find(({ preview }) => groupOf(preview) === wanted);
    if (next) this.#visit(next);
  }

  /** Goes to the preview that speaks for a message. */
  toMessage(message: Message): void {
    const preview = speakerOf(message);
    if (!preview) {
      this.#toSection(message.class);
      return;
    }
    const { class: own } = message;
    const reason = message.reason === '' ? '' : ` (${message.reason})`;
    this.#toPreview(
      preview,
      preview.message === message
        ? undefined
        : `${message.tenant} (${message.locale}) changes in the same way as this preview, apart from its own values${reason}. Its class has ${own.count} messages.`,
    );
  }

  /**
   * Goes to what the address names: a change, a class, or a message as `tenant/template/locale`. Returns whether there
   * is such a thing.
   */
  toHash(hash: string): boolean {
    const id = decoded(hash.replace(/^#/, ''));
    if (id === '') return false;
    const changes: (Change | Class)[] = this.#model.changes.flatMap((change) => [change, ...change.classes]);
    const section = changes.find((each) => each.id === id);
    if (section) {
      this.#toSection(section);
      return true;
    }
    for (const { classes } of this.#model.changes) {
      for (const { messages } of classes) {
        const message = messages.find((each) => messageId(each) === id);
        if (!message) continue;
        this.toMessage(message);
        return true;
      }
    }
    return false;
  }

  #toSection(section: Change | Class): void {
    const element = this.#sections.elementOf(section);
    if (!element) return;
    if (element.closest('[hidden]')) this.#store.clearFilters();
    this.#leave();
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'start' });
  }

  #toPreview(preview: Preview, spoken: string | undefined): void {
    const card = this.#sections.open(preview);
    if (!card) return;
    if (card.element.closest('[hidden]')) this.#store.clearFilters();
    this.#visit(card);
    card.speakFor(spoken);
  }

  #visit(card: Card): void {
    this.#become(card);
    card.element.focus({ preventScroll: true });
    card.element.scrollIntoView({ block: 'start' });
    // What is above it may have got its real height only now.
    requestAnimationFrame(() => requestAnimationFrame(() => card.element.scrollIntoView({ block: 'start' })));
    remember(card.preview.id);
  }

  #notice(target: EventTarget | null): void {
    const element = target instanceof Element ? target.closest('.card') : null;
    if (!element || element === this.#current?.element) return;
    for (const card of this.#sections.cards()) if (card.element === element) this.#become(card);
  }

  #become(card: Card): void {
    this.#leave();
    this.#current = card;
    card.element.setAttribute('aria-current', 'true');
  }

  #leave(): void {
    this.#current?.element.removeAttribute('aria-current');
    this.#current?.speakFor(undefined);
    this.#current = undefined;
  }
}

/** Puts the current preview into the address, so that it can be passed on; going back still leaves the page. */
function remember(id: string): void {
  history.replaceState(null, '', hashOf(id));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
