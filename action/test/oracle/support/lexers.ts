import Handlebars from 'handlebars';
import { type Token, Tokenizer, TokenKind } from 'liquidjs';
import { toPlainLiquid } from '../../../src/emulators/braze/plain-liquid.ts';
import { mustachioTags } from '../../../src/emulators/postmark/mustachio.ts';
import type { DialectId } from '../../../src/template/dialects/dialect.ts';

/** How many tags the vendor's own lexer finds in a text. */
export function countTags(dialect: DialectId, text: string): number {
  if (dialect === 'braze') return countLiquidTags(text);
  if (dialect === 'iterable') return countHandlebarsTags(text) + text.split('[[').length - 1;
  return dialect === 'mustachio' ? mustachioTags(text).length : countHandlebarsTags(text);
}

function countHandlebarsTags(text: string): number {
  return countStatements(Handlebars.parseWithoutProcessing(text).body);
}

function countStatements(body: readonly hbs.AST.Statement[]): number {
  let count = 0;
  for (const statement of body) {
    if (statement.type === 'ContentStatement') continue;
    if (statement.type !== 'BlockStatement') {
      count += 1;
      continue;
    }
    const { program, inverse } = statement as hbs.AST.BlockStatement;
    count += 2 + countStatements(program?.body ?? []);
    if (inverse !== undefined && inverse !== null) count += 1 + countStatements(inverse.body);
  }
  return count;
}

function countLiquidTags(text: string): number {
  const tokens: readonly Token[] = new Tokenizer(toPlainLiquid(text)).readTopLevelTokens();
  return tokens.filter(({ kind }) => kind !== TokenKind.HTML).length;
}
