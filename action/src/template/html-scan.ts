import { attributeKind, decodeLink, isScript, schemeOf } from './html-attributes.ts';
import { type AttributeKind, type HtmlState, htmlStates, intern, type Step, type UrlStep } from './html-place.ts';

/** Something in literal text that is refused wherever it stands. */
export interface HtmlProblem {
  /** The offset in the text. */
  readonly offset: number;
  readonly kind: 'script-link' | 'boundary';
}

export interface Scanned {
  readonly state: HtmlState;
  readonly problems: readonly HtmlProblem[];
}

/** The state after `text` that stands in `state`. */
export function advance(state: HtmlState, text: string): HtmlState {
  return scan(state, text).state;
}

/**
 * Reads literal text or trusted markup as a browser would (WHATWG HTML, 13.2.5 Tokenization), as far as that determines
 * where values stand. Conditional comments (`<!--[if mso]>…<![endif]-->`) count as markup, as they do for Outlook.
 */
export function scan(state: HtmlState, text: string): Scanned {
  if (state === htmlStates.plain) return { state, problems: [] };
  const scanner = new Scanner(state);
  for (let offset = 0; offset < text.length; offset++) scanner.feed(text.charAt(offset), offset);
  return { state: scanner.state(), problems: scanner.problems };
}

const rawElements: ReadonlyMap<string, HtmlState['place']> = new Map([
  ['style', 'style'],
  ['script', 'script'],
  ['title', 'rawtext'],
  ['textarea', 'rawtext'],
  ['iframe', 'script'],
  ['noembed', 'script'],
  ['noframes', 'script'],
  ['xmp', 'script'],
]);

const space = /[\t\n\f\r ]/;
const letter = /[a-z]/i;

class Scanner {
  readonly problems: HtmlProblem[] = [];
  private place: HtmlState['place'];
  private element: string;
  private step: Step;
  private attribute: AttributeKind;
  private quote: HtmlState['quote'];
  private url: UrlStep;
  private pending: string;

  constructor(state: HtmlState) {
    this.place = state.place;
    this.element = state.element;
    this.step = state.step;
    this.attribute = state.attribute;
    this.quote = state.quote;
    this.url = state.url;
    this.pending = state.pending;
  }

  state(): HtmlState {
    const { place, element, step, attribute, quote, url } = this;
    const pending = place === 'attribute' && url === '' ? '' : this.pending;
    return intern({ place, element, step, attribute, quote, url, pending });
  }

  feed(character: string, offset: number): void {
    switch (this.place) {
      case 'plain':
        return this.inUrl(character, offset);
      case 'text':
        return this.inText(character);
      case 'comment':
        return this.inComment(character);
      case 'tag':
        return this.inTag(character, offset);
      case 'attribute':
        return this.inAttribute(character, offset);
      default:
        return this.inRawElement(character, offset);
    }
  }

  private inText(character: string): void {
    const token = this.pending + character;
    if (token === '<' || token === '</' || token === '<!' || token === '<!-') {
      this.pending = token;
    } else if (token === '<!--') {
      this.enter('comment', 'comment', '<!--');
    } else if (token.startsWith('<!') || token === '<?') {
      this.pending = '';
      if (character !== '>') this.enter('comment', 'declaration');
    } else if (this.pending !== '' && letter.test(character)) {
      this.element = token.slice(1).toLowerCase();
      this.enter('tag', 'name');
    } else if (this.pending === '</' && character !== '>') {
      this.enter('comment', 'declaration');
    } else {
      this.pending = character === '<' ? '<' : '';
    }
  }

  private inComment(character: string): void {
    if (this.step === 'declaration') {
      if (character === '>') this.enter('text', '');
      return;
    }
    if (this.step === 'condition') {
      if (character === '>' && this.pending === ']') this.enter('text', '');
      else this.pending = character === ']' ? ']' : '';
      return;
    }
    const token = this.pending + character;
    if (token === '<!-->' || token === '<!--->' || token === '-->' || token === '--!>') this.enter('text', '');
    else if (token.toLowerCase() === '<!--[if') this.enter('comment', 'condition');
    else if ('<!--[if'.startsWith(token.toLowerCase()) || token === '<!---' || token === '--!') this.pending = token;
    else if (character === '-') this.pending = this.pending.endsWith('-') ? '--' : '-';
    else this.pending = '';
  }

  private inRawElement(character: string, offset: number): void {
    const token = (this.pending + character).toLowerCase();
    const end = `</${this.element}`;
    if (end.startsWith(token)) {
      this.pending = token;
    } else if (this.pending === end && (character === '>' || character === '/' || space.test(character))) {
      this.element = `/${this.element}`;
      this.enter('tag', 'space');
      this.inTag(character, offset);
    } else {
      this.pending = character === '<' ? '<' : '';
    }
  }

  private inTag(character: string, offset: number): void {
    if (character === '>') return this.leaveTag();
    if (this.step === 'before-value') return this.beforeValue(character, offset);
    if (space.test(character)) {
      this.step = this.step === 'attribute-name' || this.step === 'after-name' ? 'after-name' : 'space';
      return;
    }
    if (character === '/') {
      this.step = 'space';
      this.pending = '';
      return;
    }
    if (this.step === 'boundary') this.problems.push({ offset, kind: 'boundary' });
    if (this.step === 'name') {
      this.element += character.toLowerCase();
    } else if (character === '=' && (this.step === 'attribute-name' || this.step === 'after-name')) {
      this.attribute = attributeKind(this.pending);
      this.step = 'before-value';
      this.pending = '';
    } else {
      this.pending = this.step === 'attribute-name' ? this.pending + character.toLowerCase() : character.toLowerCase();
      this.step = 'attribute-name';
    }
  }

  private beforeValue(character: string, offset: number): void {
    if (space.test(character)) return;
    this.place = 'attribute';
    this.step = '';
    this.url = this.attribute === 'url' ? 'start' : '';
    this.quote = character === '"' || character === "'" ? character : '';
    if (this.quote === '') this.inAttribute(character, offset);
  }

  private inAttribute(character: string, offset: number): void {
    if (this.quote !== '' && character === this.quote) return this.leaveAttribute('after-value', offset);
    if (this.quote === '' && space.test(character)) return this.leaveAttribute('space', offset);
    if (this.quote === '' && character === '>') {
      this.leaveAttribute('space', offset);
      return this.leaveTag();
    }
    if (this.attribute === 'url') return this.inUrl(character, offset);
    if (this.attribute !== 'other') this.watchForScheme(character, offset);
  }

  private inUrl(character: string, offset: number): void {
    if (this.url === 'start' || this.url === 'mixed') {
      if (character <= ' ') return;
      this.url = 'scheme';
    }
    if (this.url === 'inside' || character <= ' ') return;
    // `#` may also be in the middle of an entity such as `&#106;`, which stands for a letter of the scheme.
    const isEntity = character === '#' && this.pending.endsWith('&');
    this.pending += character;
    if (isEntity || !/[:;/?#]/.test(character)) return this.shortenScheme();
    if (this.checkScheme(offset) || /[/?#]/.test(character)) this.enterUrl();
  }

  /** Whether what was read so far has a scheme; reports a scheme that runs scripts. */
  private checkScheme(offset: number): boolean {
    const scheme = schemeOf(this.pending);
    if (scheme !== undefined && isScript(scheme)) this.problems.push({ offset, kind: 'script-link' });
    return scheme !== undefined;
  }

  /**
   * Entities, and characters that browsers drop, make a scheme longer than it is; no scheme that matters is longer than
   * this.
   */
  private shortenScheme(): void {
    if (this.pending.length < 200) return;
    this.pending = decodeLink(this.pending);
    if (this.pending.length > 100) this.enterUrl();
  }

  private enterUrl(): void {
    this.url = 'inside';
    this.pending = '';
  }

  /** Watches for `javascript:` anywhere in the value of a style or on… attribute. */
  private watchForScheme(character: string, offset: number): void {
    this.pending = (this.pending + character).slice(-12);
    if (character === ':' && isScript(this.pending.slice(0, -1))) this.problems.push({ offset, kind: 'script-link' });
    if (!letter.test(character)) this.pending = '';
  }

  private leaveAttribute(step: Step, offset: number): void {
    if (this.url === 'scheme') this.checkScheme(offset);
    this.place = 'tag';
    this.step = step;
    this.attribute = 'other';
    this.quote = '';
    this.url = '';
    this.pending = '';
  }

  private leaveTag(): void {
    const place = rawElements.get(this.element);
    this.pending = '';
    this.attribute = 'other';
    this.step = '';
    this.place = place ?? 'text';
    if (place === undefined) this.element = '';
  }

  private enter(place: HtmlState['place'], step: Step, pending = ''): void {
    this.place = place;
    this.step = step;
    this.pending = pending;
  }
}
