import { sha256 } from '../digest.ts';
import type {
  Change,
  ChangeClass,
  Representative,
  Review,
  ReviewedMessage,
  Shown,
  ShownTexts,
} from '../review/review.ts';
import {
  actions,
  type ChangeData,
  type ClassData,
  directions,
  type GalleryData,
  type RepresentativeData,
  type ShownData,
  type SideData,
} from './data.ts';
import { TextPacker } from './texts.ts';

/**
 * The most bytes of message texts in a page. The page must stay below 15 MB, which is what GitHub shows and a browser
 * opens at once.
 */
const mostText = 11_000_000;

const leftOut = 'Left out to limit the size of the page. Its source is in messages.ndjson.';
const notThere = 'This page does not have its texts. “preview” with --tenant and --template shows them.';

/** The most messages that search can find: with more, a page would be too large even without any text. */
const mostMessages = 150_000;

/** Arranges a review and its texts for the page's script. */
export function galleryData(
  title: string,
  review: Review,
  shown: readonly Shown[],
  most = { bytes: mostText, messages: mostMessages },
): GalleryData {
  const words = new Words(most.messages);
  const texts = new Texts(shown, most.bytes);
  // Where there is no room for all texts, those that speak for a whole change come first.
  for (const { message } of review.changes.flatMap((change) => change.representatives)) texts.of(message);
  const changes = review.changes.map((change) => changeData(change, words, texts));
  const others = texts.rest().map((other) => ({ ...idOf(other), shown: texts.of(other) }));
  return {
    title,
    base: review.base ?? null,
    head: review.head,
    words: words.list,
    changes,
    others,
    texts: texts.packer.packed(),
  };
}

function changeData(change: Change, words: Words, texts: Texts): ChangeData {
  const { id, kind, title, hunks, moreHunks } = change;
  const speakers = new Map(change.representatives.map((speaker) => [keyOf(speaker.message), speaker]));
  const speaks = (message: ReviewedMessage): boolean => speakers.has(keyOf(message));
  const spokenFor = new Set(change.classes.filter((each) => !each.messages.some(speaks)));
  const rest = spokenFor.size > 0 ? contentOf([...spokenFor].flatMap(({ messages }) => messages)) : '';
  const classes = change.classes.map((each) =>
    classData(each, speakers, spokenFor.has(each) ? '' : rest, words, texts),
  );
  const tenants = new Set(change.classes.flatMap((each) => each.messages.map(({ tenant }) => tenant))).size;
  return { id, kind, title, hunks, moreHunks, tenants, classes };
}

function classData(
  { id, template, channel, dialect, messages, representatives }: ChangeClass,
  speakers: ReadonlyMap<string, Representative>,
  rest: string,
  words: Words,
  texts: Texts,
): ClassData {
  const own = new Map(representatives.map((each) => [keyOf(each.message), each]));
  const shown: RepresentativeData[] = [];
  const kept = words.kept(messages, (message) => speakers.has(keyOf(message)) || own.has(keyOf(message)));
  const place = new Map(kept.map((message, index) => [keyOf(message), index]));
  // The change's own representatives first, and in its order: the most typical leads.
  for (const key of new Set([...speakers.keys(), ...own.keys()])) {
    const message = place.get(key);
    const each = speakers.get(key) ?? own.get(key);
    if (message === undefined || !each) continue;
    const { why, standsFor } = each;
    const { measure } = each.message;
    shown.push({ message, why, standsFor, measure, forChange: speakers.has(key), shown: texts.of(each.message) });
  }
  const rows = kept.flatMap((message) => words.row(message));
  const content = contentOf(messages, rest);
  return { id, template, channel, dialect, count: messages.length, content, messages: rows, representatives: shown };
}

function contentOf(messages: readonly ReviewedMessage[], rest = ''): string {
  const lines = messages.map((message) => `${keyOf(message)} ${message.before} ${message.after}\n`);
  return sha256(lines.join('') + rest).slice(0, 12);
}

function keyOf({ tenant, template, locale }: { tenant: string; template: string; locale: string }): string {
  return `${tenant}/${template}/${locale}`;
}

function idOf({ tenant, template, locale }: Shown): { tenant: string; template: string; locale: string } {
  return { tenant, template, locale };
}

class Words {
  readonly list: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** How many more messages there is room for. */
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  /** The messages of a class that there is room for; those that speak for others are always kept. */
  kept(
    messages: readonly ReviewedMessage[],
    speaks: (message: ReviewedMessage) => boolean,
  ): readonly ReviewedMessage[] {
    const fits = messages.length <= this.#room;
    const kept = fits ? messages : messages.filter((message, index) => index < this.#room || speaks(message));
    this.#room = Math.max(0, this.#room - kept.length);
    return kept;
  }

  row({ tenant, locale, account, workspace, reasons, action, direction }: ReviewedMessage): number[] {
    const place = account === undefined ? '' : `${account}/${workspace ?? tenant}`;
    // That a message is new or changed shows elsewhere.
    const told = reasons.filter(({ code }) => code !== 'changed' && code !== 'new');
    const reason = told.map(({ message }) => message).join('; ');
    const numbers = [tenant, locale, place, reason].map((word) => this.#number(word));
    return [...numbers, actions.indexOf(action), directions.indexOf(direction)];
  }

  #number(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const number = this.list.push(word) - 1;
    this.#numbers.set(word, number);
    return number;
  }
}

class Texts {
  readonly packer = new TextPacker();
  readonly #mostBytes: number;
  readonly #shown: Map<string, Shown>;
  readonly #packed = new Map<string, ShownData>();

  constructor(shown: readonly Shown[], mostBytes: number) {
    this.#mostBytes = mostBytes;
    this.#shown = new Map(shown.map((each) => [keyOf(each), each]));
  }

  of(message: { tenant: string; template: string; locale: string }): ShownData {
    const key = keyOf(message);
    const known = this.#packed.get(key);
    if (known) return known;
    const packed = this.#pack(this.#shown.get(key));
    this.#packed.set(key, packed);
    return packed;
  }

  /** What was given, but is no representative. */
  rest(): Shown[] {
    return [...this.#shown].filter(([key]) => !this.#packed.has(key)).map(([, shown]) => shown);
  }

  #pack(shown: Shown | undefined): ShownData {
    const { before, after, missing = null } = shown ?? { missing: notThere };
    if (this.packer.size > this.#mostBytes) return { before: null, after: null, missing: leftOut };
    return { before: this.#side(before), after: this.#side(after), missing };
  }

  #side(side: ShownTexts | undefined): SideData | null {
    if (!side) return null;
    const { samples, source, segments, warnings } = side;
    const numbers = (fields: Readonly<Record<string, string>>): Record<string, number> =>
      Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, this.packer.add(text)]));
    return {
      samples: Object.fromEntries(Object.entries(samples).map(([name, fields]) => [name, numbers(fields)])),
      source: numbers(source),
      segments,
      warnings,
    };
  }
}
