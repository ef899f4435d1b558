import type { Syntax } from '../../link.ts';

/** The lexical rules of Handlebars, as far as they decide where tags begin and end: handlebars.l of handlebars 4.7. */
export function handlebarsSyntax(vendor: string): Syntax {
  // `\\{{` is a backslash and a tag: the rule for the initial state.
  return { vendor, openers: ['{{'], touchy: true, backslash: '\\\\', findTag, endOfTag };
}

/**
 * Iterable's lexical rules, where they differ. Those of handlebars.java (HbsLexer.g4, `varEscape`): a backslash before
 * braces makes them text, however many backslashes precede it. And `[[x]]` is data of a feed (the vendor's API
 * description, `mergeDataFeedContext`: “by {{field}} instead of [[field]]”).
 */
export function iterableSyntax(vendor: string): Syntax {
  return { vendor, openers: ['{{', '[['], touchy: true, findTag: findIterableTag, endOfTag };
}

function findIterableTag(text: string, from: number): number {
  const feed = text.indexOf('[[', from);
  let tag = text.indexOf('{{', from);
  while (tag > 0 && text.charAt(tag - 1) === '\\') tag = text.indexOf('{{', tag + 2);
  return feed === -1 || (tag !== -1 && tag < feed) ? tag : feed;
}

/** Finds the next tag. A backslash before braces makes them text; two are a backslash and a tag. */
function findTag(text: string, from: number): number {
  let start = text.indexOf('{{', from);
  while (start > 0 && text.charAt(start - 1) === '\\' && text.charAt(start - 2) !== '\\') {
    start = text.indexOf('{{', start + 2);
  }
  return start;
}

/**
 * Finds the end of a tag, reading strings and `[…]` as a whole. The first of `}}}}`, `}}}` and `}}` that fits counts,
 * in this order, and must match the tag's beginning: `{{x}}` before a `}` is not a tag.
 */
function endOfTag(text: string, start: number): number {
  if (text.startsWith('{{{{', start)) return -1;
  const triple = text.startsWith('{{{', start);
  let at = start + (triple ? 3 : 2);
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") at = endOfString(text, at, character);
    else if (character === '[') at = endOfBrackets(text, at);
    else if (text.startsWith('}}', at)) return at + closing(text, at, triple);
    else at++;
  }
  return -1;
}

function closing(text: string, at: number, triple: boolean): number {
  if (text.startsWith('}}}}', at)) return Number.NEGATIVE_INFINITY;
  const found = text.startsWith('}}}', at);
  if (found !== triple) return Number.NEGATIVE_INFINITY;
  return triple ? 3 : 2;
}

function endOfString(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start + 1);
  while (end !== -1 && text.charAt(end - 1) === '\\') end = text.indexOf(quote, end + 1);
  return end === -1 ? text.length : end + 1;
}

function endOfBrackets(text: string, start: number): number {
  const end = text.indexOf(']', start + 1);
  return end === -1 ? text.length : end + 1;
}
