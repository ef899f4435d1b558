import { type AttributeKind, type HtmlState, htmlStates, intern, type Step, type UrlStep } from './html-place.ts';

/** Something in literal text that is refused wherever it stands. */
export interface HtmlProblem {
  /** Offset in the text. */
  readonly offset: number;
  readonly kind: 'script-link' | 'boundary';
}

export interface Scanned {
  readonly state: HtmlState;
  readonly problems: readonly HtmlProblem[];
}

/** The state behind `text` when it stands in `state`. */
export function advance(state: HtmlState, text: string): HtmlState {
  return scan(state, text).state;
}

/**
 * Reads literal text, or trusted markup, as a browser would (WHATWG HTML, 13.2.5 Tokenization), as far as it decides
 * where values stand. Conditional comments (`<!--[if mso]>…<![endif]-->`) are markup, as they are to Outlook.
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

const urlAttributes: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'background',
  'formaction',
  'poster',
  'cite',
  'data',
  'longdesc',
  'srcset',
  'usemap',
  'xlink:href',
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
    if (this.quote !== '' && character === this.quote) return this.leaveAttribute('after-value');
    if (this.quote === '' && space.test(character)) return this.leaveAttribute('space');
    if (this.quote === '' && character === '>') {
      this.leaveAttribute('space');
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
    if (this.url === 'inside') return;
    this.pending += character;
    if (character === '/' || character === '?' || character === '#') return this.endOfScheme(character, offset);
    if (character === ':' || character === ';') {
      const scheme = schemeOf(this.pending);
      if (scheme === undefined) return;
      if (isScript(scheme)) this.problems.push({ offset, kind: 'script-link' });
      this.enterUrl();
    }
    if (this.pending.length > 200) this.enterUrl();
  }

  /** `#` may also be the middle of an entity such as `&#106;`, which spells a letter of the scheme. */
  private endOfScheme(character: string, offset: number): void {
    if (character === '#' && this.pending.endsWith('&#')) return;
    const scheme = schemeOf(this.pending);
    if (scheme !== undefined && isScript(scheme)) this.problems.push({ offset, kind: 'script-link' });
    this.enterUrl();
  }

  private enterUrl(): void {
    this.url = 'inside';
    this.pending = '';
  }

  /** In style and on… attributes: `javascript:` anywhere in the value. */
  private watchForScheme(character: string, offset: number): void {
    this.pending = (this.pending + character).slice(-12);
    if (character === ':' && isScript(this.pending.slice(0, -1))) this.problems.push({ offset, kind: 'script-link' });
    if (!letter.test(character)) this.pending = '';
  }

  private leaveAttribute(step: Step): void {
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

function attributeKind(name: string): AttributeKind {
  if (urlAttributes.has(name)) return 'url';
  if (name === 'style') return 'style';
  return name.startsWith('on') || name === 'srcdoc' ? 'script' : 'other';
}

const entities: Readonly<Record<string, string>> = { colon: ':', tab: '', newline: '' };

/** The scheme at the beginning of an attribute's value, entities decoded as a browser does; undefined when there is none. */
function schemeOf(text: string): string | undefined {
  const decoded = text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(colon|tab|newline));?/gi, (_, hex, decimal, name) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? '';
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them inside a URL
  const [scheme, ...rest] = decoded.replace(/[\u0000-\u0020]/g, '').split(':');
  return rest.length === 0 ? undefined : scheme;
}

function isScript(scheme: string): boolean {
  return /^(?:java|vb|live)script$/i.test(scheme);
}
