import type { Syntax } from '../../link.ts';

const tag = /\{\{[^{}]+\}\}|\{\{\{[^{}]+\}\}\}/;

/**
 * The lexical rules of Mustachio: the expression that finds tags in its Tokenizer.cs
 * (github.com/ActiveCampaign/mustachio).
 */
export function mustachioSyntax(vendor: string): Syntax {
  return { vendor, openers: ['{{'], touchy: false, findTag, endOfTag };
}

function findTag(text: string, from: number): number {
  const finder = new RegExp(tag, 'g');
  finder.lastIndex = from;
  return finder.exec(text)?.index ?? -1;
}

function endOfTag(text: string, start: number): number {
  const finder = new RegExp(tag, 'y');
  finder.lastIndex = start;
  return finder.test(text) ? finder.lastIndex : -1;
}
