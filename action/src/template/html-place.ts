/**
 * Where in an HTML document a piece of text stands, as far as escaping needs to know. Interned: equal places are the
 * same object, so states are compared with `===`.
 */
export interface HtmlState {
  readonly place:
    | 'plain' // the field is not HTML
    | 'text' // between tags
    | 'rawtext' // inside <title> or <textarea>: entities count, tags do not
    | 'style' // inside <style>
    | 'script' // inside <script>
    | 'comment'
    | 'tag' // inside a tag, outside attribute values
    | 'attribute'; // inside an attribute's value
  /** What a value printed here would become, which determines what it must satisfy. */
  readonly value: ValueKind;
  /** The name of the tag (with a leading `/` for an end tag) or of the element whose text this is; otherwise empty. */
  readonly element: string;
  /** The position inside the tag or comment. */
  readonly step: Step;
  /** What kind of attribute. */
  readonly attribute: AttributeKind;
  readonly quote: '"' | "'" | '';
  /** The position inside a URL. */
  readonly url: UrlStep;
  /** The beginning of an incomplete token: `<`, `</sty`, `--`, `javas`. */
  readonly pending: string;
}

export type ValueKind =
  | 'plain' // text that is not HTML
  | 'html' // text that entities are decoded in
  | 'url-start' // the beginning of a link
  | 'url-inside' // somewhere behind the beginning of a link
  | 'url-scheme' // before it is known what kind of link it is: no value may stand here
  | 'url-mixed' // the beginning of a link or not, depending on the branch taken: no value may stand here
  | 'style'
  | 'script' // includes on… attributes and srcdoc
  | 'unquoted' // the value of an attribute without quotes: no value may stand here
  | 'tag'; // part of a tag: no value may stand here

export type Step =
  | '' // text and attribute values
  | 'name'
  | 'space'
  | 'attribute-name'
  | 'after-name' // behind the white space that follows an attribute's name
  | 'before-value'
  | 'after-value'
  | 'boundary' // behind branches that end differently: the next character must end a name or a value
  | 'comment'
  | 'condition' // inside <!--[if …]>, up to ]>
  | 'declaration'; // inside <!…>

export type AttributeKind = 'other' | 'url' | 'style' | 'script';

export type UrlStep = '' | 'start' | 'scheme' | 'inside' | 'mixed';

/** The parts that identify a state; `value` follows from them. */
export type HtmlParts = Omit<HtmlState, 'value'>;

const interned = new Map<string, HtmlState>();

/** The one object that stands for this place. */
export function intern(parts: HtmlParts): HtmlState {
  const { place, element, step, attribute, quote, url, pending } = parts;
  const key = `${place} ${step} ${attribute} ${quote} ${url} ${element} ${pending}`;
  const known = interned.get(key);
  if (known !== undefined) return known;
  const state: HtmlState = { place, value: valueKind(parts), element, step, attribute, quote, url, pending };
  interned.set(key, state);
  return state;
}

function valueKind(parts: HtmlParts): ValueKind {
  switch (parts.place) {
    case 'plain':
      return parts.url === '' ? 'plain' : `url-${parts.url}`;
    case 'text':
    case 'rawtext':
      return parts.pending === '' ? 'html' : 'tag';
    case 'comment':
      return parts.step === 'comment' ? 'html' : 'tag';
    case 'style':
    case 'script':
      return parts.pending === '' ? parts.place : 'tag';
    case 'tag':
      return parts.step === 'before-value' ? 'unquoted' : 'tag';
    case 'attribute':
      if (parts.quote === '') return 'unquoted';
      if (parts.attribute === 'url') return parts.url === '' ? 'url-start' : `url-${parts.url}`;
      return parts.attribute === 'other' ? 'html' : parts.attribute;
  }
}

const nothing = { element: '', step: '', attribute: 'other', quote: '', url: '', pending: '' } as const;

/** The states in which fields begin. */
export const htmlStates = {
  plain: intern({ ...nothing, place: 'plain' }),
  text: intern({ ...nothing, place: 'text' }),
  /** A field that is not HTML, and holds nothing but a link. */
  link: intern({ ...nothing, place: 'plain', url: 'start' }),
} as const;

const afterValues = new Map<HtmlState, HtmlState>();

/** The state after a value printed in `state`: values are escaped, so they never leave their place. */
export function afterValue(state: HtmlState): HtmlState {
  if (state.value === 'html' && state.pending === '') return state;
  const known = afterValues.get(state);
  if (known !== undefined) return known;
  const next = intern({ ...state, url: state.url === 'start' ? 'inside' : state.url, pending: '' });
  afterValues.set(state, next);
  return next;
}

/**
 * The state in which to continue after two branches, either of which may have been taken; undefined if they end in such
 * different places that what follows would mean different things.
 */
export function join(a: HtmlState, b: HtmlState): HtmlState | undefined {
  if (a === b) return a;
  if (a.place !== b.place || a.element !== b.element || a.quote !== b.quote) return undefined;
  if (a.place === 'tag') return joinInTag(a, b);
  if (a.attribute !== b.attribute || a.step !== b.step || a.url === '' || b.url === '') return undefined;
  if (a.url === 'scheme' || b.url === 'scheme') return undefined;
  return intern({ ...a, url: 'mixed', pending: '' });
}

const endable: ReadonlySet<Step> = new Set([
  'name',
  'space',
  'attribute-name',
  'after-name',
  'after-value',
  'boundary',
]);

function joinInTag(a: HtmlState, b: HtmlState): HtmlState | undefined {
  if (!endable.has(a.step) || !endable.has(b.step)) return undefined;
  const loose = (state: HtmlState) => state.step === 'space' || state.step === 'after-value';
  const step = loose(a) && loose(b) ? 'space' : 'boundary';
  return intern({ ...a, step, attribute: 'other', pending: '' });
}
