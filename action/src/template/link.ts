import { diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { escapedPart } from '../digest.ts';
import type { FieldFormat } from './dialects/dialect.ts';
import { advance } from './html-state.ts';
import type { Text } from './ir.ts';

/** What a dialect prints a field as: finished text between tags of the vendor's language. */
export type Piece = Text | Tag | Turns;

/** A tag of vendor code, exactly as the vendor's lexer must find it. */
export interface Tag {
  readonly kind: 'tag';
  readonly code: string;
  readonly role: 'print' | 'open' | 'middle' | 'close';
  /** For block tags: the path that is tested or looped over, as printed. */
  readonly subject: string;
  /** The `escapedPart` of the code, where it is kept. */
  readonly json?: string | undefined;
}

/** The iterations of a loop over a tenant's own list. */
export interface Turns {
  readonly kind: 'turns';
  readonly turns: readonly (readonly Piece[])[];
}

/** What the link pass needs to know about a vendor's lexer. */
export interface Syntax {
  /** The vendor's name, for messages. */
  readonly vendor: string;
  /** Pairs of characters that begin a tag. */
  readonly openers: readonly string[];
  /** Whether the lexer takes a backslash before a tag for an escape, and a brace after a tag for a part of it. */
  readonly touchy: boolean;
  /**
   * How plain text writes a backslash before a tag; absent where that is impossible, or where nothing special is
   * needed.
   */
  readonly backslash?: string;
  /** The first character of what may follow a field: a driver’s own tag. */
  readonly behind?: string;
  /** Code that prints `{`; absent where the language has no string literals to print. */
  readonly brace?: string;
  /** The offset of the first tag at or after `from`; -1 if there is none. */
  findTag(text: string, from: number): number;
  /** The offset after the tag that begins at `start`; -1 if the lexer would not find it closed as we do. */
  endOfTag(text: string, start: number): number;
}

export interface Linked {
  readonly text: string;
  /** The text as JSON writes it; undefined where that is not the sum of its pieces. */
  readonly json: string | undefined;
  readonly problems: readonly Diagnostic[];
}

/** A piece other than a loop. */
export type Flat = Text | Tag;

/** Puts all pieces in one row, leaving out empty texts and the empty tags of what was refused. */
export function flatten(pieces: readonly Piece[], into: Flat[] = []): Flat[] {
  for (const piece of pieces) {
    if (piece.kind === 'turns') for (const turn of piece.turns) flatten(turn, into);
    else if ((piece.kind === 'tag' ? piece.code : piece.text) !== '') into.push(piece);
  }
  return into;
}

/**
 * Joins texts and tags so that the vendor's lexer finds exactly the tags that were printed. A brace or backslash in a
 * text that would begin, end or escape a tag is written in another way; where there is none, that is a problem at the
 * place the text came from. The result is then read again with the vendor's lexical rules.
 * @throws Error if the lexer finds anything but the printed tags: a bug of ours, never of the repository's files.
 */
export function link(pieces: readonly Flat[], format: FieldFormat, syntax: Syntax): Linked {
  const problems: Diagnostic[] = [];
  const tags: number[] = [];
  let text = '';
  let json: string | undefined = '';
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] as Flat;
    if (piece.kind === 'tag') {
      tags.push(text.length, text.length + piece.code.length);
      text += piece.code;
      json = sum(json, piece.json ?? escapedPart(piece.code));
      continue;
    }
    const place: Neighbours = { afterTag: pieces[index - 1]?.kind === 'tag', next: pieces[index + 1] };
    if (!isRisky(piece.text, place, syntax)) {
      text += piece.text;
      json = sum(json, piece.json ?? escapedPart(piece.text));
      continue;
    }
    for (const part of defuse(piece, place, format, syntax, problems)) {
      if (part === syntax.brace) tags.push(text.length, text.length + part.length);
      text += part;
      json = sum(json, escapedPart(part));
    }
  }
  if (problems.length === 0) assertTags(text, tags, syntax);
  return { text, json, problems };
}

function sum(json: string | undefined, part: string | undefined): string | undefined {
  return json === undefined || part === undefined ? undefined : json + part;
}

/** What is directly beside a text. */
interface Neighbours {
  readonly afterTag: boolean;
  readonly next: Flat | undefined;
}

function nextCharacter({ next }: Neighbours, { behind = '' }: Syntax): string {
  if (next === undefined) return behind;
  return (next.kind === 'tag' ? next.code : next.text).charAt(0);
}

function isRisky(text: string, place: Neighbours, syntax: Syntax): boolean {
  const last = text.charCodeAt(text.length - 1);
  for (const opener of syntax.openers) {
    if (text.includes(opener)) return true;
    if (last === opener.charCodeAt(0) && nextCharacter(place, syntax) === opener.charAt(1)) return true;
  }
  if (!syntax.touchy) return false;
  return (last === 0x5c && place.next?.kind === 'tag') || (place.afterTag && text.charCodeAt(0) === 0x7d);
}

/** Splits a text into parts that are safe to print; a part equal to `syntax.brace` is a tag. */
function defuse(piece: Text, place: Neighbours, format: FieldFormat, syntax: Syntax, problems: Diagnostic[]): string[] {
  const { text } = piece;
  const parts: string[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (!isDangerous(character, index, text, place, syntax)) continue;
    const safe = substitute(character, piece, index, format, syntax);
    if (safe === undefined) {
      problems.push(problem(piece, index, syntax));
      return [text];
    }
    parts.push(text.slice(from, index), safe);
    from = index + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

function isDangerous(character: string, index: number, text: string, place: Neighbours, syntax: Syntax): boolean {
  const isLast = index === text.length - 1;
  if (character === '{' || character === '[') {
    return syntax.openers.includes(character + (isLast ? nextCharacter(place, syntax) : text.charAt(index + 1)));
  }
  if (!syntax.touchy) return false;
  if (character === '\\') return isLast && place.next?.kind === 'tag';
  return character === '}' && index === 0 && place.afterTag;
}

/** Another way to write a character so that the reader sees the same; undefined if there is none. */
function substitute(
  character: string,
  piece: Text,
  index: number,
  format: FieldFormat,
  syntax: Syntax,
): string | undefined {
  if (format === 'html') {
    const { place } = index === 0 ? piece.state : advance(piece.state, piece.text.slice(0, index));
    if (place === 'text' || place === 'rawtext' || place === 'attribute') return `&#${character.charCodeAt(0)};`;
  }
  if (character === '{') return syntax.brace;
  return character === '\\' ? syntax.backslash : undefined;
}

const words: Readonly<Record<string, string>> = { '[': 'bracket', '\\': 'backslash' };

function problem(piece: Text, index: number, syntax: Syntax): Diagnostic {
  const what = piece.origin === undefined ? 'This text' : `The value of "${piece.origin}"`;
  const shown = JSON.stringify(piece.text.slice(Math.max(0, index - 10), index + 10));
  const word = words[piece.text.charAt(index)] ?? 'brace';
  return diagnose(
    'text-reads-as-code',
    position(piece, index),
    `${what} has a ${word}, near ${shown}, that ${syntax.vendor} would read as template code, and it cannot be escaped here.`,
    { fix: `Put a space next to the ${word}, or leave the ${word} out.` },
  );
}

/** Where in its source a character of a literal text stands; for a tenant's value, where that is printed. */
function position(piece: Text, index: number): { file: string; line: number; column: number } {
  const { source, line, column } = piece.at;
  if (piece.origin !== undefined) return { file: source.path, line, column };
  const before = piece.text.slice(0, index).split('\n');
  const inLine = (before.at(-1) as string).length;
  return {
    file: source.path,
    line: line + before.length - 1,
    column: before.length === 1 ? column + inLine : inLine + 1,
  };
}

/** Throws unless the lexer finds exactly the tags whose starts and ends are given, in turn. */
function assertTags(text: string, expected: readonly number[], syntax: Syntax): void {
  let from = 0;
  for (let index = 0; index < expected.length; index += 2) {
    const start = expected[index] as number;
    const end = expected[index + 1] as number;
    if (syntax.findTag(text, from) !== start || syntax.endOfTag(text, start) !== end) {
      throw new Error(`${syntax.vendor} would not find the tag ${text.slice(start, end)} as it was printed`);
    }
    from = end;
  }
  const stray = syntax.findTag(text, from);
  if (stray !== -1) throw new Error(`${syntax.vendor} would find a tag in text: ${text.slice(stray, stray + 40)}`);
}
