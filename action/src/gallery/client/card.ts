import { count, el, fill, newId } from './dom.ts';
import type { Lazy } from './lazy.ts';
import { type Class, hashOf, type Preview, warningsOf } from './model.ts';
import type { View } from './store.ts';
import type { ReadSides, Sides } from './texts.ts';
import { emailView } from './views/email.ts';
import { absent } from './views/pair.ts';
import { pushView, smsView } from './views/phone.ts';
import { fieldLines, sourceView, textView } from './views/texts.ts';

/** A preview on the page. It holds frames only while it is near the window. */
export class Card {
  readonly preview: Preview;
  readonly element: HTMLElement;
  readonly #read: ReadSides;
  readonly #content: HTMLElement;
  readonly #spoken: HTMLElement;
  #view: View;
  #near = false;

  constructor(preview: Preview, view: View, read: ReadSides, lazy: Lazy) {
    this.preview = preview;
    this.#view = view;
    this.#read = read;
    const heading = newId();
    this.#content = el('div', { class: `content is-${preview.message.class.channel}` });
    this.#spoken = el('p', { class: 'spoken', hidden: true });
    this.element = el(
      'article',
      { class: 'card', tabindex: -1, 'aria-labelledby': heading, 'data-preview': preview.id },
      cardHeader(preview, heading),
      this.#spoken,
      this.#content,
    );
    lazy.watch(this.element, (near) => this.#come(near));
  }

  /** Says which message was looked for that this preview stands for. */
  speakFor(text: string | undefined): void {
    this.#spoken.hidden = text === undefined;
    fill(this.#spoken, text);
  }

  show(view: View): void {
    this.#view = view;
    if (this.#near) this.#draw();
    else this.#content.dataset.stale = '';
  }

  #come(near: boolean): void {
    if (near === this.#near) return;
    this.#near = near;
    if (near) {
      this.#draw();
      return;
    }
    // The content's height is kept, so that nothing moves.
    this.#content.style.minHeight = `${this.#content.offsetHeight}px`;
    fill(this.#content);
  }

  #draw(): void {
    const { preview } = this;
    const view = this.#view;
    const { message, shown } = preview;
    const { channel } = message.class;
    const sides = this.#read(preview, view.sample);
    const about = {
      id: preview.id,
      tenant: message.tenant,
      missing: shown.missing,
      create: message.action === 'create' || message.action === 'unchanged',
    };
    const long = channel === 'email' ? ['html', 'text'] : [];
    const other = sides.sample !== view.sample && sides.sample !== '' && view.mode !== 'source';
    this.#content.style.minHeight = '';
    fill(
      this.#content,
      view.mode !== 'source' && fieldLines(sides, long),
      warnings(preview),
      other && el('p', { class: 'note' }, `It has no sample “${view.sample}”; shown with “${sides.sample}”.`),
      stageOf(sides, view, channel, about),
    );
  }
}

interface About {
  readonly id: string;
  readonly tenant: string;
  readonly missing: string | null;
  readonly create: boolean;
}

/** Builds what is shown of a preview, in the chosen mode. */
function stageOf(sides: Sides, view: View, channel: Class['channel'], about: About): HTMLElement {
  if (!sides.before && !sides.after) return absent(about.missing ?? 'There is nothing to show.');
  if (view.mode === 'source') return sourceView(sides);
  if (view.mode === 'text') return textView(sides, channel);
  const views = { email: emailView, push: pushView, sms: smsView };
  return views[channel](sides, view, about);
}

function cardHeader({ id, message, why, standsFor, measure }: Preview, heading: string): HTMLElement {
  const reasons = [message.action === 'held' && 'held', ...why].filter((each) => each !== false);
  return el(
    'header',
    {},
    el(
      'h4',
      { id: heading },
      el('a', { href: hashOf(id), title: 'Link to this preview' }, message.tenant),
      el('span', { class: 'locale' }, message.locale),
    ),
    el('ul', { class: 'why', 'aria-label': 'Why it is shown' }, ...reasons.map((each) => el('li', {}, each))),
    el(
      'p',
      { class: 'place' },
      standsFor > 1 && el('span', {}, `speaks for ${count(standsFor, 'message')}`),
      message.place !== '' && el('span', {}, `to ${message.place}`),
      measure !== undefined && measure.html > 0 && el('span', {}, `${(measure.html / 1000).toFixed(1)} kB`),
      measure !== undefined && measure.segments > 0 && el('span', {}, `up to ${count(measure.segments, 'segment')}`),
      message.reason !== '' && el('span', {}, message.reason),
    ),
  );
}

function warnings(preview: Preview): HTMLElement | undefined {
  const found = warningsOf(preview);
  if (found.length === 0) return undefined;
  return el('ul', { class: 'warnings', 'aria-label': 'Warnings' }, ...found.map((each) => el('li', {}, each)));
}
