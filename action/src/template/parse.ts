import Handlebars from 'handlebars';
import type { SourceFile } from '../config/model.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Program } from './ast.ts';
import { limits } from './limits.ts';

/**
 * Parses a template source, and applies white space control (`~`, lines with nothing but a block tag). Never throws for
 * a faulty source: in place of a tree there may be the one problem that ended the parsing.
 */
export function parse(source: SourceFile): { readonly program: Program } | { readonly problem: Diagnostic } {
  const size = sizeProblem(source);
  if (size !== undefined) return { problem: size };
  try {
    return { program: Handlebars.parse(source.text) as unknown as Program };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { problem: syntaxProblem(source, error) };
  }
}

/**
 * Checks the size of a source before Handlebars sees it, which takes minutes for something nested thousands of times.
 */
function sizeProblem(source: SourceFile): Diagnostic | undefined {
  const { text } = source;
  if (text.length > limits.source) {
    return limitProblem(source, 0, `The template has ${text.length} characters; the limit is ${limits.source}.`);
  }
  const nesting = new Nesting();
  let tags = 0;
  let next = 0;
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', next)) {
    const end = endOfTag(text, at);
    if (end === undefined) return unclosedComment(source, at);
    next = isComment(text, at) ? end : at + 2;
    tags++;
    if (end - at > limits.tag && next !== end && text.charAt(at - 1) !== '\\') {
      return limitProblem(source, at, `A tag has more than ${limits.tag} characters.`);
    }
    if (tags > limits.tags) return limitProblem(source, at, `The template has more than ${limits.tags} tags.`);
    nesting.tag(text, at);
    if (nesting.depth > limits.depth) {
      return limitProblem(
        source,
        at,
        `Blocks, or branches of one block, are nested more than ${limits.depth} levels deep.`,
      );
    }
    if (parenthesesIn(text, at) > limits.depth) {
      return limitProblem(source, at, `Parentheses are nested more than ${limits.depth} levels deep.`);
    }
  }
  return undefined;
}

/**
 * The offset where the tag that begins at `at` ends, or the end of the text; undefined for a comment without an end.
 */
function endOfTag(text: string, at: number): number | undefined {
  if (!isComment(text, at)) {
    const end = text.indexOf('}}', at + 2);
    return end < 0 ? text.length : end;
  }
  const ending = text.startsWith('!--', beginOfTag(text, at)) ? /--~?\}\}/g : /\}\}/g;
  ending.lastIndex = at + 3;
  return ending.test(text) ? ending.lastIndex : undefined;
}

/** Whether the tag at `at` is a comment. A backslash before a tag makes it text. */
function isComment(text: string, at: number): boolean {
  return text.charAt(beginOfTag(text, at)) === '!' && text.charAt(at - 1) !== '\\';
}

function unclosedComment(source: SourceFile, offset: number): Diagnostic {
  const [begin, end] = source.text.startsWith('!--', beginOfTag(source.text, offset))
    ? ['{{!--', '--}}']
    : ['{{!', '}}'];
  const message = `The comment that begins here with \`${begin}\` is never closed.`;
  return diagnose('template-syntax', positionAt(source, offset), message, {
    fix: `Write \`${end}\` where it should end.`,
  });
}

/** The offset after the tag's braces, and after a `~`. */
function beginOfTag(text: string, at: number): number {
  return text.charAt(at + 2) === '~' ? at + 3 : at + 2;
}

/** Tracks how deep blocks are nested, as far as their tags tell; each `else if` adds a level until its block ends. */
class Nesting {
  depth = 0;
  /** The levels that each open block has added. */
  readonly #levels: number[] = [];

  tag(text: string, at: number): void {
    const begin = beginOfTag(text, at);
    const sign = text.charAt(begin);
    if (text.charAt(at - 1) === '\\') return;
    if (sign === '/') {
      this.depth -= this.#levels.pop() ?? 0;
    } else if (sign === '#' || (sign === '^' && !/[}~]/.test(text.charAt(begin + 1)))) {
      this.#levels.push(1);
      this.depth++;
    } else if (/^else[\s~}]/.test(text.slice(begin, begin + 5)) && this.#levels.length > 0) {
      this.#levels[this.#levels.length - 1] = (this.#levels.at(-1) ?? 0) + 1;
      this.depth++;
    }
  }
}

function limitProblem(source: SourceFile, offset: number, message: string): Diagnostic {
  const fix = 'Move parts of it into partials, and keep images and data out of it.';
  return diagnose('template-limit', positionAt(source, offset), message, { fix });
}

function parenthesesIn(text: string, at: number): number {
  let depth = 0;
  let deepest = 0;
  for (let index = at + 2; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x28) deepest = Math.max(deepest, ++depth);
    else if (character === 0x29) depth--;
    else if (character === 0x7d || (character === 0x7b && index > at + 3)) break;
  }
  return deepest;
}

function syntaxProblem(source: SourceFile, error: Error): Diagnostic {
  const balance = findImbalance(source.text);
  if (balance !== undefined) {
    const { offset, ...words } = balance;
    return diagnose('template-syntax', positionAt(source, offset), words.message, { fix: words.fix });
  }
  const at = positionAt(source, errorOffset(source.text, error));
  const message = `Handlebars cannot read this: ${explain(error.message)}.`;
  return diagnose('template-syntax', at, message, {
    fix: 'Compare it with the language guide; write literal braces as `\\{{`.',
  });
}

function positionAt(source: SourceFile, offset: number): { file: string; line: number; column: number } {
  const before = source.text.slice(0, offset).split('\n');
  return { file: source.path, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The parser's message, without its drawing of the place and its list of token names. */
function explain(message: string): string {
  const got = /got '([A-Z_]+)'/.exec(message)?.[1];
  if (got === undefined) return message.replace(/ - \d+:\d+$/, '').replace(/\s+/g, ' ');
  return tokens[got] ?? `unexpected ${got.toLowerCase().replaceAll('_', ' ')}`;
}

const tokens: Readonly<Record<string, string>> = {
  EOF: 'the file ends inside a block',
  INVALID: 'a character that has no meaning inside `{{ }}`',
  CLOSE: 'the tag ends too early',
  CLOSE_UNESCAPED: '`}}}` ends a tag that begins with two braces (put a space in front of a brace that is text)',
  INVERSE: 'an `else` outside of a block',
  OPEN_INVERSE_CHAIN: 'an `else` outside of a block',
  OPEN_ENDBLOCK: 'the end of a block that was not opened',
};

/**
 * The offset at which the parser stopped. Its messages contain the line, and a drawing of the text before the place,
 * which ends with what stands right before it.
 */
function errorOffset(text: string, error: Error): number {
  const located = error as Error & { lineNumber?: number; column?: number };
  const lines = text.split('\n');
  const lineStart = (line: number) => lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  if (located.lineNumber !== undefined) return lineStart(located.lineNumber) + (located.column ?? 0);
  const drawn = /^Parse error on line (\d+):\n(.*)\n(-*)\^/.exec(error.message);
  if (drawn === null) return 0;
  const before = (drawn[2] as string).slice(0, (drawn[3] as string).length).replace(/^\.\.\./, '');
  const start = lineStart(Number(drawn[1]));
  const line = lines[Number(drawn[1]) - 1] ?? '';
  for (let length = before.length; length > 0; length--) {
    const found = line.indexOf(before.slice(-length));
    if (found >= 0) return start + found + length;
  }
  return start;
}

const tag =
  /\\\{\{|\{\{\{\{[^{}]*\}\}\}\}|\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|\{\{~?(?:([#^])[*>]?|(\/))\s*([^\s}~|]*)/g;

interface Imbalance {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/**
 * Finds the block that is never closed, or a closing tag that belongs to another one; undefined if blocks are balanced.
 */
function findImbalance(text: string): Imbalance | undefined {
  const open: { name: string; offset: number }[] = [];
  for (const match of text.matchAll(tag)) {
    const [, opens, closes, name = ''] = match;
    if (opens !== undefined && name !== '') open.push({ name, offset: match.index });
    if (closes === undefined) continue;
    const last = open.pop();
    if (last?.name === name) continue;
    const message =
      last === undefined
        ? `\`{{/${name}}}\` closes a block that was not opened.`
        : `\`{{/${name}}}\` closes the wrong block: \`${last.name}\` is still open.`;
    const fix =
      last === undefined ? `Delete it, or open \`{{#${name}}}\` before it.` : `Write \`{{/${last.name}}}\` before it.`;
    return { offset: match.index, message, fix };
  }
  const last = open.at(-1);
  if (last === undefined) return undefined;
  return {
    offset: last.offset,
    message: `The block \`${last.name}\` that is opened here is never closed.`,
    fix: `Write \`{{/${last.name}}}\` where it should end.`,
  };
}
