import { isAlias, isMap, isScalar, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Code } from '../diagnostics/catalogue.ts';
import type { Json } from '../digest.ts';
import { escapedControl, positionAt, type TextProblem } from './text.ts';
import { shorten } from './words.ts';

const deepest = 64;
/** How many problems are reported for one file: whoever has fixed these can run the check again. */
const mostProblems = 100;
const reservedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const truthWord = /^(?:yes|no|on|off)$/i;
const commentAfterNothing = /[ \t]*#/y;
const commentAfterText = /[ \t]+#([A-Za-z0-9]\S*)/y;

/**
 * Converts parsed nodes to plain data in one pass, and notes whatever does not mean what it looks like. Keeps no node.
 */
export function toJson(contents: ParsedNode | null, text: string, problems: TextProblem[]): Json {
  return contents === null ? null : new Reader(text, problems).node(contents, 0);
}

class Reader {
  readonly #text: string;
  readonly #problems: TextProblem[];

  constructor(text: string, problems: TextProblem[]) {
    this.#text = text;
    this.#problems = problems;
  }

  node(node: ParsedNode, depth: number): Json {
    if (isAlias(node)) {
      this.#note('yaml-alias', node.range[0], `*${node.source} is an alias, which is not supported`, quoteOr('*'));
      return null;
    }
    if (node.anchor !== undefined) this.#anchor(node.anchor, node.range[0]);
    if (node.tag !== undefined) this.#tag(node.range[0]);
    if (isScalar(node)) return this.#scalar(node as Scalar.Parsed);
    if (depth >= deepest) {
      this.#note(
        'yaml-too-deep',
        node.range[0],
        `this is nested more than ${deepest} levels deep`,
        'Use fewer levels.',
      );
      return null;
    }
    return isMap(node) ? this.#map(node, depth) : this.#list(node, depth);
  }

  #list(node: YAMLSeq.Parsed, depth: number): Json {
    return node.items.map((item) => this.node(item as ParsedNode, depth + 1));
  }

  #map(node: YAMLMap.Parsed, depth: number): Json {
    const result: Record<string, Json> = {};
    const seen = new Map<string, number>();
    for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const key = this.#key(pair.key);
      const value = pair.value === null ? null : this.node(pair.value, depth + 1);
      if (key === undefined) continue;
      const offset = pair.key.range[0];
      const before = seen.get(key);
      if (before !== undefined) this.#duplicate(key, offset, before);
      else if (reservedKeys.has(key)) this.#reserved(key, offset);
      else result[key] = value;
      if (before === undefined) seen.set(key, offset);
    }
    return result;
  }

  #key(key: ParsedNode): string | undefined {
    if (isScalar(key) && typeof key.value === 'string') {
      if (key.anchor !== undefined) this.#anchor(key.anchor, key.range[0]);
      if (key.tag !== undefined) this.#tag(key.range[0]);
      return key.value;
    }
    if (isAlias(key)) {
      this.node(key, 0);
      return undefined;
    }
    const shown = isScalar(key) ? this.#text.slice(key.range[0], key.range[1]) : 'a map or list';
    this.#note(
      'yaml-key-not-text',
      key.range[0],
      `the key ${shown === '' ? 'is empty' : `${shown} is not text`}`,
      isScalar(key) && shown !== '' ? `Write "${shown}" in quotes.` : 'Use text as the key.',
    );
    return undefined;
  }

  #scalar(node: Scalar.Parsed): Json {
    const value: unknown = node.value;
    if (value === null) return this.#null(node);
    if (node.type === 'PLAIN') this.#plain(node, value as string | number | boolean);
    if (node.type === 'QUOTE_DOUBLE') this.#escapes(value as string, node.range[0]);
    return value as Json;
  }

  #escapes(value: string, offset: number): void {
    const control = escapedControl(value, offset);
    if (control) this.#note(control.code, offset, control.message, control.fix);
    if (value.isWellFormed()) return;
    this.#note('yaml-syntax', offset, 'this text has an escape for half of a character', 'Write the character itself.');
  }

  #null(node: Scalar.Parsed): null {
    commentAfterNothing.lastIndex = node.range[1];
    if (node.range[0] === node.range[1] && commentAfterNothing.test(this.#text)) {
      const offset = commentAfterNothing.lastIndex - 1;
      const comment = shorten(this.#line(offset));
      this.#note(
        'yaml-comment-instead-of-value',
        offset,
        `“${comment}” is a comment, so there is no value here`,
        `Quote the value: "${comment.replaceAll('"', '\\"')}". If no value is meant, write null.`,
      );
    }
    return null;
  }

  #plain(node: Scalar.Parsed, value: string | number | boolean): void {
    const [start, end] = node.range;
    const source = node.source;
    if (typeof value === 'number' && source !== String(value)) this.#number(source, value, start);
    if (typeof value !== 'string') return;
    if (truthWord.test(value)) {
      const meant = /^(?:yes|on)$/i.test(value);
      this.#note(
        'yaml-boolean-text',
        start,
        `${value} is text here, but people and some tools read it as ${meant}`,
        `Write ${meant}, or "${value}" in quotes if you mean the word.`,
      );
    }
    commentAfterText.lastIndex = end;
    const cut = commentAfterText.exec(this.#text);
    if (cut) {
      this.#note(
        'yaml-comment-in-value',
        commentAfterText.lastIndex - (cut[1]?.length ?? 0) - 1,
        `the value ends before “#${cut[1]}”, which is a comment`,
        `If it belongs to the value, quote the whole value; otherwise put a space after “#”.`,
      );
    }
  }

  #number(source: string, value: number, offset: number): void {
    const plain = Number.isSafeInteger(value) || !Number.isInteger(value);
    const asNumber = Number.isFinite(value) && plain ? `, or ${value} if you mean the number` : '';
    this.#note(
      'yaml-number-text',
      offset,
      `${source} is read as the number ${value}, so it would not be printed as written`,
      `Write "${source}" in quotes${asNumber}.`,
    );
  }

  #anchor(name: string, before: number): void {
    const offset = Math.max(0, this.#text.lastIndexOf(`&${name}`, before));
    this.#note('yaml-anchor', offset, `&${name} is an anchor, not part of the value`, quoteOr('&'));
  }

  #tag(before: number): void {
    const offset = Math.max(0, this.#text.lastIndexOf('!', before - 1));
    this.#note('yaml-tag', offset, '! begins a tag, which is not part of the value', quoteOr('!'));
  }

  #duplicate(key: string, offset: number, before: number): void {
    const { line } = positionAt(this.#text, before);
    this.#note(
      'yaml-duplicate-key',
      offset,
      `the key “${key}” is already on line ${line}; only one of them can be used`,
      'Delete one of them.',
    );
  }

  #reserved(key: string, offset: number): void {
    this.#note('yaml-reserved-key', offset, `the key “${key}” is reserved`, 'Choose another name.');
  }

  #line(offset: number): string {
    const end = this.#text.indexOf('\n', offset);
    return this.#text.slice(offset, end < 0 ? undefined : end).trim();
  }

  #note(code: Code, offset: number, message: string, fix: string): void {
    if (this.#problems.length < mostProblems) this.#problems.push({ code, offset, message, fix });
  }
}

function quoteOr(character: string): string {
  return `If the ${character} belongs to the text, put the text in quotes; otherwise delete it.`;
}
