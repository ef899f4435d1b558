import { compile } from 'html-to-text';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { htmlStates } from './html-state.ts';
import type { Each, If, Node, Out, Spot, Text, Unrolled } from './ir.ts';

export interface TextPart {
  readonly nodes: readonly Node[];
  readonly problems: readonly Diagnostic[];
}

/** What a mark in the HTML stands for. Its number is enclosed in Unicode noncharacters, which no text may hold. */
type Mark =
  | { readonly kind: 'out'; readonly node: Out }
  | { readonly kind: 'open'; readonly node: Block }
  | { readonly kind: 'next' | 'close'; readonly node: Block };

/** Where the address of a link begins and ends. It moves behind the link's text, so nothing may reach out of it. */
type LinkEdge = 'address' | 'end of address';
/** A node with content. A tenant's value counts as one, so that its text is still known to be the tenant's. */
type Block = If | Each | Unrolled | (Text & { readonly origin: string });

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: LinkEdge } | Mark;

/**
 * Derives the text part of an email from its HTML, both in the intermediate form. What the vendor fills in or decides
 * is carried through the conversion as opaque marks, so that no code is ever converted; runtime data is then printed
 * without escaping. If the marks do not come back properly nested, a problem asks for `text.hbs`, at the first node's
 * place.
 */
export function deriveText(html: readonly Node[]): TextPart {
  const marks: Mark[] = [];
  const marked = writeAll(html, marks);
  const at = spotOf(html);
  const size = sizeProblem(marked);
  if (size !== undefined) return textNeeded(at, size);
  const tokens = readTokens(toText()(marked), marks);
  const reader: Reader = { tokens, next: 0, at };
  const nodes = readNodes(reader);
  if (nodes !== undefined && reader.next === tokens.length) return { nodes, problems: [] };
  return textNeeded(
    at,
    'a condition or loop begins in one element and ends in another, so its text would not stay in one piece',
  );
}

function textNeeded(at: Spot, why: string): TextPart {
  const message = `The text part cannot be derived from this HTML: ${why}.`;
  const position = { file: at.source.path, line: at.line, column: at.column };
  return {
    nodes: [],
    problems: [diagnose('text-part-needed', position, message, { fix: 'Write the text part: add text.hbs.' })],
  };
}

/**
 * The converter takes time with the square of the depth of elements, and runs out of stack beyond some thousands.
 * Messages have a few thousand tags, and are nested a few dozen deep.
 */
const mostTags = 20_000;
const deepest = 250;
const voids = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** Elements that end where the next one of their kind begins. */
const ended = /^(?:p|li|td|th|tr|dt|dd|option)$/;

/** Why this HTML cannot be given to the converter, if so. Counts cautiously, as if tags in comments were real. */
function sizeProblem(html: string): string | undefined {
  const open: string[] = [];
  let tags = 0;
  for (const [, slash, written = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    tags += 1;
    if (tags > mostTags) return `it has more than ${mostTags} tags`;
    const name = written.toLowerCase();
    if (voids.test(name) || (slash === '' && ended.test(name) && open.at(-1) === name)) continue;
    if (slash === '') open.push(name);
    else if (open.includes(name, -deepest)) open.length = open.lastIndexOf(name);
    if (open.length > deepest) return `its elements are nested more than ${deepest} deep`;
  }
  return undefined;
}

const open = '\u{FDD0}';
const end = '\u{FDD1}';
const addressOpen = '\u{FDD2}';
const addressEnd = '\u{FDD3}';

function mark(one: Mark, marks: Mark[]): string {
  marks.push(one);
  return `${open}${marks.length - 1}${end}`;
}

function writeAll(nodes: readonly Node[], marks: Mark[]): string {
  let html = '';
  for (const node of nodes) html += write(node, marks);
  return html;
}

function write(node: Node, marks: Mark[]): string {
  switch (node.kind) {
    case 'out':
      return mark({ kind: 'out', node }, marks);
    case 'text': {
      const text = node.text.replace(/[\u{FDD0}-\u{FDD3}]/gu, '\u{FFFD}');
      return node.origin === undefined ? text : writeBlock({ ...node, origin: node.origin }, [text], marks);
    }
    case 'if':
      return writeBlock(node, [node.then, node.else], marks);
    case 'each':
      return writeBlock(node, [node.body, node.empty], marks);
    case 'unrolled':
      return writeBlock(node, node.iterations, marks);
  }
}

function writeBlock(node: Block, parts: readonly (string | readonly Node[])[], marks: Mark[]): string {
  let html = mark({ kind: 'open', node }, marks);
  for (const [index, part] of parts.entries()) {
    if (index > 0) html += mark({ kind: 'next', node }, marks);
    html += typeof part === 'string' ? part : writeAll(part, marks);
  }
  return html + mark({ kind: 'close', node }, marks);
}

const heading = { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 1 };
const line = { leadingLineBreaks: 1, trailingLineBreaks: 1 };

let converter: ((html: string) => string) | undefined;

/** Creates the converter when the first text is derived: compiling the selectors takes too long for short commands. */
function toText(): (html: string) => string {
  converter ??= compile({
    wordwrap: false,
    formatters: {
      // Cells of one row stand on one line, separated by spaces.
      cell: (element, walk, builder) => {
        walk(element.children, builder);
        builder.addInline(' ');
      },
    },
    selectors: [
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: heading })),
      { selector: 'table', format: 'block', options: line },
      { selector: 'tr', format: 'block', options: line },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
      { selector: 'a', options: { pathRewrite: (address: string) => `${addressOpen}${address}${addressEnd}` } },
      { selector: 'img', format: 'skip' },
      // The inbox shows this beside the subject, but readers of the message never see it.
      { selector: '[style*="display:none"]', format: 'skip' },
      { selector: '[style*="display: none"]', format: 'skip' },
    ],
  });
  return converter;
}

/** Splits the converted text at its marks, and writes the line breaks around blocks only once. */
function readTokens(converted: string, marks: readonly Mark[]): Token[] {
  const tokens: Token[] = [];
  let before = '\n\n';
  for (const [index, piece] of converted.split(/(\u{FDD0}\d+\u{FDD1}|[\u{FDD2}\u{FDD3}])/u).entries()) {
    if (index % 2 === 1) {
      const token = readMark(piece, marks);
      if (token.kind === 'out') before = '';
      tokens.push(token);
      continue;
    }
    const text = withoutRepeatedBreaks(before, withoutEmptyLines(piece));
    if (text === '') continue;
    before = text.slice(text.trimEnd().length);
    tokens.push({ kind: 'text', text });
  }
  return tokens;
}

function readMark(piece: string, marks: readonly Mark[]): Token {
  if (piece === addressOpen) return { kind: 'address' };
  if (piece === addressEnd) return { kind: 'end of address' };
  return marks[Number(piece.slice(1, -1))] as Mark;
}

/** Removes lines of spaces, which cells that only keep a distance leave behind. */
function withoutEmptyLines(text: string): string {
  return text.replace(/[ \t\u00a0]+(\n?)/g, (spaces, end: string) => end || spaces).replace(/\n{3,}/g, '\n\n');
}

/**
 * Removes line breaks at the beginning of a text where as many precede it. A mark between paragraphs gets line breaks
 * on both sides; keeping those before it makes a branch bring its own line breaks, so that none are doubled when the
 * branch is not taken.
 */
function withoutRepeatedBreaks(before: string, text: string): string {
  const leading = /^\s*/.exec(text)?.[0] ?? '';
  return before !== '' && breaksIn(before) >= breaksIn(leading) ? text.slice(leading.length) : text;
}

function breaksIn(space: string): number {
  return space.split('\n').length - 1;
}

interface Reader {
  readonly tokens: readonly Token[];
  next: number;
  readonly at: Spot;
}

/** Reads up to the mark that ends the current part, or to the end; undefined if marks are not properly nested. */
function readNodes(reader: Reader, origin?: string): Node[] | undefined {
  const nodes: Node[] = [];
  for (; reader.next < reader.tokens.length; reader.next++) {
    const token = reader.tokens[reader.next] as Token;
    if (token.kind === 'text') {
      nodes.push({ kind: 'text', text: token.text, origin, state: htmlStates.plain, at: reader.at });
    } else if (token.kind === 'out') {
      nodes.push({ ...token.node, escape: 'none', state: htmlStates.plain });
    } else if (token.kind === 'open' || token.kind === 'address') {
      const inside = token.kind === 'open' ? readBlock(token.node, reader) : readAddress(reader);
      if (inside === undefined) return undefined;
      nodes.push(...inside);
    } else {
      break;
    }
  }
  return nodes;
}

function readAddress(reader: Reader): Node[] | undefined {
  reader.next++;
  const nodes = readNodes(reader);
  return reader.tokens[reader.next]?.kind === 'end of address' ? nodes : undefined;
}

function readBlock(node: Block, reader: Reader): Node[] | undefined {
  const parts: Node[][] = [];
  let last: Token | undefined;
  do {
    reader.next++;
    const part = readNodes(reader, node.kind === 'text' ? node.origin : undefined);
    last = reader.tokens[reader.next];
    if (part === undefined || (last?.kind !== 'next' && last?.kind !== 'close') || last.node !== node) return undefined;
    parts.push(part);
  } while (last.kind !== 'close');
  return rebuild(node, parts);
}

function rebuild(node: Block, parts: readonly Node[][]): Node[] | undefined {
  const [first = [], second = []] = parts;
  switch (node.kind) {
    case 'text':
      return first;
    case 'unrolled':
      return parts.length === Math.max(node.iterations.length, 1) ? [{ ...node, iterations: parts }] : undefined;
    case 'each':
      return parts.length === 2 ? [{ ...node, body: first, empty: second }] : undefined;
    case 'if':
      // biome-ignore lint/suspicious/noThenProperty: the name of a branch
      return parts.length === 2 ? [{ ...node, then: first, else: second }] : undefined;
  }
}

function spotOf(nodes: readonly Node[]): Spot {
  for (const node of nodes) {
    if (node.kind !== 'unrolled') return node.at;
    const inside = node.iterations.map(spotOf).find(({ source }) => source.path !== '');
    if (inside !== undefined) return inside;
  }
  return { source: { path: '', text: '' }, line: 1, column: 1 };
}
