import Handlebars from 'handlebars';
import type { SourceFile } from '../config/model.ts';
import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Program } from './ast.ts';
import { limits } from './env.ts';

/**
 * Reads a template source; white space control (`~`, lines that hold only a block tag) is applied. Total: instead of a
 * tree there may be the one problem that ended the reading.
 */
export function parse(source: SourceFile): { readonly program: Program } | { readonly problem: Diagnostic } {
  const { text, path } = source;
  if (text.length > limits.source) {
    const message = `The template has ${text.length} characters; the most is ${limits.source}.`;
    return {
      problem: diagnose('template-limit', { file: path, line: 1, column: 1 }, message, {
        fix: 'Split it into partials, and keep pictures and data out of it.',
      }),
    };
  }
  try {
    return { program: Handlebars.parse(text) as unknown as Program };
  } catch (error) {
    if (error instanceof RangeError) {
      const fix = 'Nest fewer blocks.';
      const at = { file: path, line: 1, column: 1 };
      return { problem: diagnose('template-limit', at, 'Blocks are nested too deeply to be read.', { fix }) };
    }
    if (!(error instanceof Error)) throw error;
    return { problem: syntaxProblem(source, error) };
  }
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
    fix: 'Compare with the language guide; write literal braces as `\\{{`.',
  });
}

function positionAt(source: SourceFile, offset: number): { file: string; line: number; column: number } {
  const before = source.text.slice(0, offset).split('\n');
  return { file: source.path, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The parser's words, without its drawing of the place and its list of token names. */
function explain(message: string): string {
  const got = /got '([A-Z_]+)'/.exec(message)?.[1];
  if (got === undefined) return message.replace(/ - \d+:\d+$/, '').replace(/\s+/g, ' ');
  return tokens[got] ?? `unexpected ${got.toLowerCase().replaceAll('_', ' ')}`;
}

const tokens: Readonly<Record<string, string>> = {
  EOF: 'the file ends inside a block',
  INVALID: 'a character that has no meaning inside `{{ }}`',
  CLOSE: 'the tag ends too early',
  INVERSE: 'an `else` outside of a block',
  OPEN_INVERSE_CHAIN: 'an `else` outside of a block',
  OPEN_ENDBLOCK: 'the end of a block that was not opened',
};

/**
 * The offset at which the parser stopped. Its messages hold the line and a drawing of the text before the place; the
 * drawing ends with what stands right before it.
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
  /\\\{\{|\{\{\{\{[\s\S]*?\}\}\}\}|\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|\{\{~?(?:([#^])[*>]?|(\/))\s*([^\s}~|]*)/g;

interface Imbalance {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** The block that is never closed, or the closing tag of another one; undefined when blocks are in balance. */
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
        : `\`{{/${name}}}\` stands where the block \`${last.name}\` should be closed.`;
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
