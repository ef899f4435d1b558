import type { Json, JsonObject } from '../digest.ts';

/** Stands for “left to the full parser”. */
const unusual = Symbol('unusual');
type Unusual = typeof unusual;

/**
 * Reads a YAML text that uses only everyday constructs: block maps and lists, flow maps and lists on one line, plain
 * and simply quoted scalars, and comments. It takes a tenth of the full parser's time, which matters with ten thousand
 * tenants. Returns undefined for anything else, and for anything that the full parser would report. What it does return
 * is exactly what a full reading returns, without problems.
 */
export function readPlainYaml(text: string): JsonObject | undefined {
  if (exotic.test(text)) return undefined;
  const reader = new PlainReader(text);
  const value = reader.document();
  return value === unusual ? undefined : value;
}

/** Tabs, document markers and directives are never everyday constructs. */
const exotic = /\t|^(?:---|\.\.\.|%)/m;
const blockKey = /([A-Za-z_][\w./@-]*):(?= |$)/my;
const flowKey = /([A-Za-z_][\w./@-]*): +/y;
const comment = / *(?:#.*)?$/my;
const cutShort = / #[A-Za-z0-9]/;
const deepest = 32;
const reservedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', 'true', 'false', 'null']);
/** In lower case; `true`, `false` and `null` themselves are recognised before. */
const words: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off']);
const numeric =
  /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

class PlainReader {
  readonly #text: string;
  /** For each line that holds more than a comment: its indentation, the offset of its content, and that of its end. */
  readonly #indents: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** The line to read next. */
  #line = 0;
  /** The offset in a flow collection to read next. */
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    for (let begin = 0; begin < text.length; ) {
      const newline = text.indexOf('\n', begin);
      const end = newline < 0 ? text.length : newline;
      let start = begin;
      while (text[start] === ' ') start += 1;
      if (start < end && text[start] !== '#') {
        this.#indents.push(start - begin);
        this.#starts.push(start);
        this.#ends.push(end);
      }
      begin = end + 1;
    }
  }

  document(): JsonObject | Unusual {
    if (this.#indents[0] !== 0 || this.#isItem(0)) return unusual;
    const value = this.#map(0, 0);
    return this.#line === this.#indents.length ? value : unusual;
  }

  #map(indent: number, depth: number): JsonObject | Unusual {
    if (depth > deepest) return unusual;
    const result: Record<string, Json> = {};
    while (this.#indents[this.#line] === indent) {
      blockKey.lastIndex = this.#starts[this.#line] as number;
      const key = blockKey.exec(this.#text)?.[1];
      if (key === undefined || isRefused(key, result)) return unusual;
      const value = this.#value(blockKey.lastIndex, indent, depth);
      if (value === unusual) return unusual;
      result[key] = value;
    }
    return this.#isDeeper(indent) ? unusual : result;
  }

  /** Reads the value of a key: on the same line from `start`, or in the lines below. Moves on to the line after it. */
  #value(start: number, indent: number, depth: number): Json | Unusual {
    const end = this.#ends[this.#line] as number;
    comment.lastIndex = start;
    if (!comment.test(this.#text)) {
      const value = this.#inline(start, end);
      this.#line += 1;
      return this.#isDeeper(indent) ? unusual : value;
    }
    const commented = this.#text.slice(start, end).includes('#');
    this.#line += 1;
    if (this.#isDeeper(indent)) return this.#block(depth + 1);
    // Nothing at all is null; a comment in its place, or a list that is not indented, is left to the full parser.
    return commented || (this.#indents[this.#line] === indent && this.#isItem(this.#line)) ? unusual : null;
  }

  #block(depth: number): Json | Unusual {
    const indent = this.#indents[this.#line] as number;
    return this.#isItem(this.#line) ? this.#list(indent, depth) : this.#map(indent, depth);
  }

  #list(indent: number, depth: number): Json | Unusual {
    if (depth > deepest) return unusual;
    const items: Json[] = [];
    while (this.#indents[this.#line] === indent && this.#isItem(this.#line)) {
      const item = this.#item(indent, depth);
      if (item === unusual) return unusual;
      items.push(item);
    }
    const next = this.#indents[this.#line];
    return next !== undefined && next >= indent ? unusual : items;
  }

  #item(indent: number, depth: number): Json | Unusual {
    let start = (this.#starts[this.#line] as number) + 1;
    while (this.#text[start] === ' ') start += 1;
    blockKey.lastIndex = start;
    if (blockKey.test(this.#text)) {
      // A map that begins beside the dash is indented as far as its first key.
      const column = indent + start - (this.#starts[this.#line] as number);
      this.#indents[this.#line] = column;
      this.#starts[this.#line] = start;
      return this.#map(column, depth + 1);
    }
    const value = this.#inline(start, this.#ends[this.#line] as number);
    this.#line += 1;
    return this.#isDeeper(indent) ? unusual : value;
  }

  #isItem(line: number): boolean {
    const start = this.#starts[line] as number;
    return this.#text[start] === '-' && this.#text[start + 1] === ' ';
  }

  #isDeeper(indent: number): boolean {
    const next = this.#indents[this.#line];
    return next !== undefined && next > indent;
  }

  /** Reads a value that ends on its line. */
  #inline(from: number, end: number): Json | Unusual {
    let start = from;
    while (this.#text[start] === ' ') start += 1;
    const first = this.#text[start];
    if (first !== '"' && first !== "'" && first !== '{' && first !== '[') return this.#plain(start, end);
    this.#at = start;
    const value = first === '{' || first === '[' ? this.#flow(end, 0) : this.#quoted(end);
    comment.lastIndex = this.#at;
    const rest = this.#text[this.#at];
    return value !== unusual && (rest === ' ' || this.#at === end) && comment.test(this.#text) ? value : unusual;
  }

  #plain(start: number, end: number): Json | Unusual {
    const line = this.#text.slice(start, end);
    const hash = line.indexOf(' #');
    if (hash >= 0 && cutShort.test(line)) return unusual;
    return resolve(trimEnd(hash < 0 ? line : line.slice(0, hash)));
  }

  #quoted(end: number): string | Unusual {
    const quote = this.#text[this.#at] as string;
    const close = this.#text.indexOf(quote, this.#at + 1);
    if (close < 0 || close >= end) return unusual;
    const value = this.#text.slice(this.#at + 1, close);
    this.#at = close + 1;
    const escaped = quote === '"' ? value.includes('\\') : this.#text[close + 1] === "'";
    return escaped ? unusual : value;
  }

  #flow(end: number, depth: number): Json | Unusual {
    if (depth > deepest) return unusual;
    const first = this.#text[this.#at];
    if (first === '{') return this.#flowMap(end, depth);
    if (first === '[') return this.#flowList(end, depth);
    if (first === '"' || first === "'") return this.#quoted(end);
    const start = this.#at;
    while (this.#at < end && !',[]{}'.includes(this.#text[this.#at] as string)) this.#at += 1;
    return resolve(trimEnd(this.#text.slice(start, this.#at)));
  }

  #flowMap(end: number, depth: number): JsonObject | Unusual {
    const result: Record<string, Json> = {};
    if (this.#opensEmpty('}')) return result;
    do {
      flowKey.lastIndex = this.#at;
      const key = flowKey.exec(this.#text)?.[1];
      if (key === undefined || isRefused(key, result)) return unusual;
      this.#at = flowKey.lastIndex;
      const value = this.#flow(end, depth + 1);
      if (value === unusual) return unusual;
      result[key] = value;
    } while (this.#comma());
    return this.#closes('}', end) ? result : unusual;
  }

  #flowList(end: number, depth: number): Json | Unusual {
    const items: Json[] = [];
    if (this.#opensEmpty(']')) return items;
    do {
      const item = this.#flow(end, depth + 1);
      if (item === unusual) return unusual;
      items.push(item);
    } while (this.#comma());
    return this.#closes(']', end) ? items : unusual;
  }

  /**
   * Skips the opening bracket, and also the closing one if there is nothing between them; returns whether it did the
   * latter.
   */
  #opensEmpty(close: string): boolean {
    this.#at += 1;
    this.#blanks();
    if (this.#text[this.#at] !== close) return false;
    this.#at += 1;
    return true;
  }

  #comma(): boolean {
    this.#blanks();
    if (this.#text[this.#at] !== ',') return false;
    this.#at += 1;
    this.#blanks();
    return true;
  }

  #closes(close: string, end: number): boolean {
    this.#at += 1;
    return this.#text[this.#at - 1] === close && this.#at <= end;
  }

  #blanks(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }
}

function isRefused(key: string, seen: Readonly<Record<string, Json>>): boolean {
  return reservedKeys.has(key.toLowerCase()) || reservedKeys.has(key) || Object.hasOwn(seen, key);
}

/** Removes trailing spaces; other white space belongs to the text. */
function trimEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end -= 1;
  return text.slice(0, end);
}

/** The value of a plain scalar. */
function resolve(text: string): Json | Unusual {
  const first = text.charCodeAt(0);
  const isLetter = (first >= 0x61 && first <= 0x7a) || (first >= 0x41 && first <= 0x5a);
  if (!isLetter && notPlain.test(text)) return unusual;
  if (text.endsWith(':') || text.includes(': ') || text.includes(' #')) return unusual;
  if (isLetter) return text.length <= 5 ? resolveWord(text) : text;
  const number = Number(text);
  if (text !== '' && String(number) === text && Number.isFinite(number)) return number;
  return numeric.test(text) ? unusual : text;
}

/** Matches a text that is empty, or begins with something that is or may be an indicator. */
const notPlain = /^(?:$|[?:,[\]{}#&*!|>'"%@`~=<]|-(?!\d))/;

function resolveWord(text: string): Json | Unusual {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  return words.has(text.toLowerCase()) ? unusual : text;
}
