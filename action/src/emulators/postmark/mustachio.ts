import type { Json, JsonObject } from '../../digest.ts';
import { escapeHtml } from '../rendering.ts';

/**
 * A part of a template in Mustachio, as its sources define it (github.com/ActiveCampaign/mustachio: Tokenizer.cs,
 * Parser.cs, ContextObject.cs): blocks move to what they name, `../` climbs one segment of the data and stays at the
 * root, and comments are dropped.
 */
type Token = {
  readonly kind: 'text' | 'open' | 'inverted' | 'each' | 'close' | 'escaped' | 'raw';
  readonly value: string;
};

/** A value, and the contexts that lead to it. */
interface Context {
  readonly value: Json | undefined;
  readonly parent: Context | undefined;
}

const finder = /\{\{[^{}]+?\}\}|\{\{\{[^{}]+?\}\}\}/g;
/** Matches paths that the tokenizer refuses. */
const invalid = /[.]{3,}|[^\w./_]+|(?<![.]{2})[/]|[.]{2,}($|[^/])/s;

/** The tags that Mustachio finds in a text. */
export function mustachioTags(text: string): string[] {
  return text.match(finder) ?? [];
}

/**
 * Compiles a template, to be rendered with any data; `extra` holds the vendor's own values. Throws Error for an invalid
 * template.
 */
export function compileMustachio(text: string): (data: JsonObject, extra: Readonly<Record<string, string>>) => string {
  const tokens = tokenize(text);
  return (data, extra) => {
    const at = { index: 0 };
    return render(tokens, at, { value: data, parent: undefined }, extra, true);
  };
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  let end = 0;
  for (const match of text.matchAll(finder)) {
    if (match.index > end) tokens.push({ kind: 'text', value: text.slice(end, match.index) });
    end = match.index + match[0].length;
    tokens.push(...tokensOf(match[0], open));
  }
  if (end < text.length) tokens.push({ kind: 'text', value: text.slice(end) });
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`);
  return tokens;
}

function tokensOf(tag: string, open: string[]): Token[] {
  if (tag.startsWith('{{#each')) {
    if (!/^\{\{#each\s+[^}\s]/.test(tag)) throw new Error(`${tag} names no list`);
    open.push('{{#each');
    return [{ kind: 'each', value: valid(inner(tag, /^#each /)) }];
  }
  if (tag.startsWith('{{/each')) {
    if (tag !== '{{/each}}' || open.pop() !== '{{#each') throw new Error(`${tag} ends no loop`);
    return [{ kind: 'close', value: '' }];
  }
  if (tag.startsWith('{{#') || tag.startsWith('{{^')) {
    const kind = tag.startsWith('{{#') ? 'open' : 'inverted';
    const value = valid(inner(tag, /^[#^]/));
    // A block inside one of the same name ends the outer one.
    if (open.at(-1) === value)
      return [
        { kind: 'close', value },
        { kind, value },
      ];
    open.push(value);
    return [{ kind, value }];
  }
  if (tag.startsWith('{{/')) {
    const value = inner(tag, /^\//);
    if (open.pop() !== value) throw new Error(`${tag} ends no block`);
    return [{ kind: 'close', value }];
  }
  const raw = tag.startsWith('{{{') || tag.startsWith('{{&');
  if (tag.startsWith('{{!')) return [];
  const value = inner(tag, /^&?/);
  return [{ kind: raw ? 'raw' : 'escaped', value: raw && value.startsWith('pm:') ? value : valid(value) }];
}

function inner(tag: string, sign: RegExp): string {
  return tag
    .replace(/^\{+|\}+$/g, '')
    .trim()
    .replace(sign, '')
    .trim();
}

function valid(path: string): string {
  if (invalid.test(path)) throw new Error(`not a path: ${path}`);
  return path;
}

type Extra = Readonly<Record<string, string>>;

/** Renders up to the end of the block or of the text; `shown` is false in a block that is skipped. */
function render(
  tokens: readonly Token[],
  at: { index: number },
  context: Context,
  extra: Extra,
  shown: boolean,
): string {
  let text = '';
  while (at.index < tokens.length) {
    const { kind, value } = tokens[at.index++] as Token;
    if (kind === 'close') return text;
    if (kind === 'text') text += shown ? value : '';
    else if (kind === 'escaped' || kind === 'raw') {
      const found = extra[value] ?? find(context, value).value;
      const printed = textOf(found);
      if (shown) text += kind === 'raw' ? printed : escapeHtml(printed);
    } else text += block(kind, value, tokens, at, context, extra, shown);
  }
  return text;
}

function block(
  kind: 'open' | 'inverted' | 'each',
  path: string,
  tokens: readonly Token[],
  at: { index: number },
  context: Context,
  extra: Extra,
  shown: boolean,
): string {
  const found = find(context, path);
  const start = at.index;
  if (kind !== 'each') return render(tokens, at, found, extra, shown && exists(found.value) === (kind === 'open'));
  if (!exists(found.value) || !shown) return render(tokens, at, found, extra, false);
  if (!Array.isArray(found.value)) throw new Error(`${path} is no list`);
  let text = '';
  for (const item of found.value as readonly Json[]) {
    at.index = start;
    text += render(tokens, at, { value: item, parent: found }, extra, true);
  }
  return text;
}

function find(from: Context, path: string): Context {
  let context = from;
  for (const element of path.match(/\.\.\/|[^.]+/g) ?? []) {
    if (element === '../') context = context.parent ?? context;
    else context = { value: memberOf(context.value, element), parent: context };
  }
  return context;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}

/** Whether Mustachio takes a value for present. An empty dictionary is not, because dictionaries are enumerable too. */
function exists(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (typeof value !== 'object') return true;
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

/** Prints a value, booleans as .NET writes them. */
function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
