import type { TemplateVersion } from '../config/model.ts';
import { escapedPart } from '../digest.ts';
import type { Node, Text } from './ir.ts';
import { sameNodes } from './same-nodes.ts';
import { deriveText, type TextPart } from './text-part.ts';

/** The most messages remembered for a template's version: one for each locale and choice of optional parts. */
const most = 16;

/** The HTML of one message, and its text part with numbers in place of the values that any other words can replace. */
interface Known {
  readonly html: readonly Node[];
  readonly words: ReadonlySet<Text>;
  readonly part: TextPart;
}

/**
 * Derives text parts. The conversion takes longer than all the rest of rendering. But a value that is nothing but words
 * comes out of it as those words, wherever it stands; so the conversion is done once for all tenants whose HTML is the
 * same apart from such values.
 */
export class TextParts {
  readonly #known = new WeakMap<TemplateVersion, Known[]>();

  /** Equivalent to `deriveText`. */
  of(version: TemplateVersion, html: readonly Node[]): TextPart {
    let known = this.#known.get(version);
    if (known === undefined) {
      known = [];
      this.#known.set(version, known);
    }
    for (const one of known) {
      const values = valuesLike(one, html);
      if (values !== undefined) return fill(one.part, values);
    }
    if (isOdd(html)) return deriveText(html);
    const fresh = learn(html);
    known.unshift(fresh);
    if (known.length > most) known.pop();
    return fill(
      fresh.part,
      [...fresh.words].map(({ text }) => text),
    );
  }
}

/** The words in `html` at the places where the known HTML has words; undefined if they differ in anything else. */
function valuesLike({ html: before, words }: Known, html: readonly Node[]): string[] | undefined {
  const values: string[] = [];
  const same = sameNodes(before, html, (known, { text }) => {
    if (!words.has(known)) return known.text === text;
    values.push(text);
    return known.text === text || isWords(text);
  });
  return same ? values : undefined;
}

function learn(html: readonly Node[]): Known {
  const words = new Set<Text>();
  const numbered = map(html, (text) => {
    if (text.origin === undefined || !isWords(text.text)) return text;
    words.add(text);
    return { ...text, text: `${numberOpen}${words.size - 1}${numberEnd}` };
  });
  const { nodes, problems } = deriveText(numbered);
  return { html, words, part: { nodes: map(nodes, withJson), problems } };
}

function withJson(text: Text): Text {
  return text.origin === undefined ? { ...text, json: escapedPart(text.text) } : text;
}

/** Puts values, which are still HTML, in place of their numbers. */
function fill({ nodes, problems }: TextPart, values: readonly string[]): TextPart {
  const filled = map(nodes, (text) => {
    if (!text.text.startsWith(numberOpen)) return text;
    return { ...text, text: decoded(values[Number(text.text.slice(1, -1))] as string) };
  });
  return { nodes: filled, problems };
}

const words =
  /^(?:[^\s<>&\u200b\p{Cc}\u{FDD0}-\u{FDEF}]|&(?:amp|lt|gt|quot|#39);)+(?: (?:[^\s<>&\u200b\p{Cc}\u{FDD0}-\u{FDEF}]|&(?:amp|lt|gt|quot|#39);)+)*$/u;

/** Whether a value holds nothing but what the conversion, or a browser, takes for plain characters. */
function isWords(text: string): boolean {
  return words.test(text);
}

const numberOpen = '\u{FDD4}';
const numberEnd = '\u{FDD5}';

/** Matches elements in which HTML knows no entities, and what could be taken for a number: messages have neither. */
const odd = /<(?:textarea|xmp|plaintext|noembed|noframes|iframe|noscript)|\u{FDD4}/iu;

function isOdd(nodes: readonly Node[]): boolean {
  let found = false;
  map(nodes, (text) => {
    found ||= odd.test(text.text);
    return text;
  });
  return found;
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decoded(text: string): string {
  return text.includes('&') ? text.replace(/&(#?\w+);/g, (_, name: string) => characters[name] as string) : text;
}

/** Applies `change` to all texts. */
function map(nodes: readonly Node[], change: (text: Text) => Text): Node[] {
  return nodes.map((node) => mapNode(node, change));
}

function mapNode(node: Node, change: (text: Text) => Text): Node {
  switch (node.kind) {
    case 'text':
      return change(node);
    case 'out':
      return node;
    case 'if':
      // biome-ignore lint/suspicious/noThenProperty: the name of a branch
      return { ...node, then: map(node.then, change), else: map(node.else, change) };
    case 'each':
      return { ...node, body: map(node.body, change), empty: map(node.empty, change) };
    case 'unrolled':
      return { ...node, iterations: node.iterations.map((turn) => map(turn, change)) };
  }
}
