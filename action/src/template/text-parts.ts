import type { TemplateVersion } from '../config/model.ts';
import { escapedPart } from '../digest.ts';
import type { Node, Text } from './ir.ts';
import { sameNodes } from './same-nodes.ts';
import { deriveText, type TextPart } from './text-part.ts';

/** Messages remembered of a template's version: one for each locale and choice of optional parts. */
const most = 16;

/** The HTML of one message and what its text part is, with numbers for the values that any other value can stand for. */
interface Known {
  readonly html: readonly Node[];
  readonly part: TextPart;
}

/**
 * Derives text parts. The conversion takes longer than all the rest of rendering, and what it makes of a value that is
 * but words is those words, wherever it stands: so it is done once for all tenants whose HTML is the same apart from
 * such values.
 */
export class TextParts {
  readonly #known = new WeakMap<TemplateVersion, Known[]>();

  /** As `deriveText`. */
  of(version: TemplateVersion, html: readonly Node[]): TextPart {
    let known = this.#known.get(version);
    if (known === undefined) {
      known = [];
      this.#known.set(version, known);
    }
    let found = known.find((one) => sameNodes(one.html, html, mayStandFor));
    if (found === undefined) {
      if (isOdd(html)) return deriveText(html);
      const { nodes, problems } = deriveText(map(html, numbered()));
      found = { html, part: { nodes: map(nodes, withJson), problems } };
      known.unshift(found);
      if (known.length > most) known.pop();
    }
    const { nodes, problems } = found.part;
    if (problems.length > 0) return found.part;
    const values = wordsIn(html);
    return { nodes: map(nodes, (text) => filled(text, values)), problems };
  }
}

function mayStandFor(one: Text, other: Text): boolean {
  return one.text === other.text || (isWords(one) && isWords(other));
}

const words =
  /^(?:[^\s<>&\u200b\p{Cc}\u{FDD0}-\u{FDEF}]|&(?:amp|lt|gt|quot|#39);)+(?: (?:[^\s<>&\u200b\p{Cc}\u{FDD0}-\u{FDEF}]|&(?:amp|lt|gt|quot|#39);)+)*$/u;

/** A value with nothing that the conversion, or a browser, would take for anything but letters. */
function isWords({ origin, text }: Text): boolean {
  return origin !== undefined && words.test(text);
}

const numberOpen = '\u{FDD4}';
const numberEnd = '\u{FDD5}';

/** Elements in which HTML knows no entities, and what would pass for a number: nobody writes either in a message. */
const odd = /<(?:textarea|xmp|plaintext|noembed|noframes|iframe|noscript)|\u{FDD4}/iu;

function isOdd(nodes: readonly Node[]): boolean {
  let found = false;
  map(nodes, (text) => {
    found ||= odd.test(text.text);
    return text;
  });
  return found;
}

/** Puts its number among such values in the place of each. */
function numbered(): (text: Text) => Text {
  let count = 0;
  return (text) => (isWords(text) ? { ...text, text: `${numberOpen}${count++}${numberEnd}` } : text);
}

/** The values that were numbered, in order, as text instead of HTML. */
function wordsIn(html: readonly Node[]): string[] {
  const values: string[] = [];
  map(html, (text) => {
    if (isWords(text)) values.push(decoded(text.text));
    return text;
  });
  return values;
}

function filled(text: Text, values: readonly string[]): Text {
  if (!text.text.startsWith(numberOpen)) return text;
  return { ...text, text: values[Number(text.text.slice(1, -1))] as string };
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decoded(text: string): string {
  return text.includes('&') ? text.replace(/&(#?\w+);/g, (_, name: string) => characters[name] as string) : text;
}

function withJson(text: Text): Text {
  return text.origin === undefined ? { ...text, json: escapedPart(text.text) } : text;
}

/** The nodes with other texts; nodes without any stay the same. */
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
