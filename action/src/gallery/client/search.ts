import { count, el, fill, newId } from './dom.ts';
import { type Message, type Model, speakerOf } from './model.ts';

/** The most results listed at once. */
const mostResults = 60;

/** Finds messages of any tenant, and goes to the preview that speaks for them. A combobox with a list below it. */
export class Search {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #said = el('p', { class: 'said', role: 'status' });
  readonly #index: readonly { message: Message; text: string }[];
  readonly #goTo: (message: Message) => void;
  #found: readonly Message[] = [];
  #active = 0;

  constructor(model: Model, goTo: (message: Message) => void) {
    this.#goTo = goTo;
    this.#index = model.changes
      .flatMap(({ classes }) => classes)
      .flatMap(({ messages, template, channel }) =>
        messages.map((message) => ({
          message,
          text: `${message.tenant} ${template} ${message.locale} ${channel} ${message.place} ${message.action}`.toLowerCase(),
        })),
      );
    const id = newId();
    this.#list = el('ul', { id, role: 'listbox', 'aria-label': 'Messages found', hidden: true });
    this.input = el('input', {
      ...{
        type: 'search',
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-expanded': 'false',
        'aria-controls': id,
      },
      ...{
        'aria-label': 'Search all messages',
        placeholder: `Search ${this.#scope(model)} by tenant, template, locale`,
        autocomplete: 'off',
        spellcheck: 'false',
      },
      oninput: () => this.#find(),
      onfocus: () => this.#find(),
      onkeydown: (event) => this.#key(event as KeyboardEvent),
      onblur: () => this.#close(),
    });
    this.element = el(
      'search',
      { class: 'search' },
      this.input,
      el('kbd', { 'aria-hidden': 'true' }, '/'),
      this.#said,
      this.#list,
    );
  }

  #scope(model: Model): string {
    const all = model.changes.flatMap(({ classes }) => classes).reduce((sum, each) => sum + each.count, 0);
    const held = this.#index.length;
    return held < all ? `the first ${held.toLocaleString('en-US')} of ${count(all, 'message')}` : count(all, 'message');
  }

  #find(): void {
    const words = this.input.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) {
      this.#found = [];
      this.#close();
      this.#said.textContent = '';
      return;
    }
    const found = this.#index
      .filter(({ text }) => words.every((word) => text.includes(word)))
      .map(({ message }) => message);
    this.#found = found.slice(0, mostResults);
    this.#active = 0;
    const tenants = new Set(found.map(({ tenant }) => tenant)).size;
    this.#said.textContent =
      found.length === 0
        ? 'No message that changes matches.'
        : `${count(found.length, 'message')} of ${count(tenants, 'tenant')}`;
    fill(this.#list, ...this.#found.map((message, index) => this.#option(message, index)));
    if (found.length > mostResults)
      this.#list.append(
        el('li', { class: 'rest', role: 'presentation' }, `and ${found.length - mostResults} more: narrow the search`),
      );
    this.#list.hidden = found.length === 0;
    this.input.setAttribute('aria-expanded', String(found.length > 0));
    this.#point();
  }

  #option(message: Message, index: number): HTMLElement {
    const speaker = speakerOf(message);
    const by =
      speaker === undefined
        ? 'no preview'
        : speaker.message === message
          ? 'shown'
          : `represented by ${speaker.message.tenant} ${speaker.message.locale}`;
    const option = el(
      'li',
      { role: 'option', id: `${this.#list.id}-${index}`, 'aria-selected': 'false' },
      el('strong', {}, message.tenant),
      el('span', {}, message.class.template),
      el('span', { class: 'locale' }, message.locale),
      el('small', {}, by),
    );
    // This has to happen before the field loses the focus, which would close the list.
    option.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.#choose(index);
    });
    return option;
  }

  #key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && this.#found.length > 0) {
      event.preventDefault();
      this.#active = (this.#active + step + this.#found.length) % this.#found.length;
      this.#point();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.input.value = '';
      this.input.blur();
    }
  }

  #point(): void {
    this.#list.querySelectorAll('[role=option]').forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === this.#active));
      if (index === this.#active) option.scrollIntoView({ block: 'nearest' });
    });
    if (this.#found.length > 0) this.input.setAttribute('aria-activedescendant', `${this.#list.id}-${this.#active}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  #choose(index: number): void {
    const message = this.#found[index];
    if (!message) return;
    this.input.blur();
    this.#goTo(message);
  }

  #close(): void {
    this.#list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}
