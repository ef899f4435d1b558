import Handlebars from 'handlebars';
import { escapeHtml } from '../rendering.ts';

/**
 * Compiles a template as Java's Handlebars does (github.com/jknack/handlebars.java): every iteration of a loop is a
 * level for `../`, even where the item equals its surroundings, `@first` and `@last` are words, and lines with nothing
 * but a tag stay. Blocks: `if`, `unless`, `each`, `eq`, and Iterable's `ifEq`, `ifGt`, `ifGte`, `ifLt`, `ifLte`.
 * `verbatim` maps names to texts that are printed unescaped and that no data can replace. Throws Error for anything
 * unknown, and for what would be read differently here: a backslash before a tag, data of a feed (`[[x]]`), numbers
 * compared with `eq`.
 */
export function compileJavaHandlebars(
  text: string,
): (data: unknown, verbatim: Readonly<Record<string, string>>) => string {
  if (/\\\{\{|\[\[/.test(text)) throw new Error('a backslash before a tag, or data of a feed');
  const { body } = Handlebars.parse(text, { ignoreStandalone: true } as Parameters<typeof Handlebars.parse>[1]);
  return (data, verbatim) => renderAll(body, { levels: [data], turn: undefined, verbatim });
}

interface Around {
  /** The data, then the items of the surrounding loops, innermost last. */
  readonly levels: readonly unknown[];
  readonly turn: Readonly<Record<string, unknown>> | undefined;
  /** Texts by the names that print them unescaped. */
  readonly verbatim: Readonly<Record<string, string>>;
}

function renderAll(body: readonly hbs.AST.Statement[], around: Around): string {
  return body.map((statement) => renderOne(statement, around)).join('');
}

function renderOne(statement: hbs.AST.Statement, around: Around): string {
  if (statement.type === 'ContentStatement') return (statement as hbs.AST.ContentStatement).value;
  if (statement.type === 'BlockStatement') return renderBlock(statement as hbs.AST.BlockStatement, around);
  if (statement.type !== 'MustacheStatement') throw new Error(`no ${statement.type} here`);
  const { path, params, escaped } = statement as hbs.AST.MustacheStatement;
  if (params.length > 0) throw new Error('no helper prints here');
  const name = (path as hbs.AST.PathExpression).original;
  if (Object.hasOwn(around.verbatim, name)) return around.verbatim[name] as string;
  const value = evaluate(path, around);
  const shown = value === undefined || value === null ? '' : String(value);
  return escaped ? escapeHtml(shown) : shown;
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  eq: (left, right) => {
    if (typeof left === 'number' || typeof right === 'number') throw new Error('numbers are compared with ifEq');
    return left === right;
  },
  ifEq: (left, right) => left === right,
  ifGt: (left, right) => left > right,
  ifGte: (left, right) => left >= right,
  ifLt: (left, right) => left < right,
  ifLte: (left, right) => left <= right,
};

function renderBlock({ path, params, program, inverse }: hbs.AST.BlockStatement, around: Around): string {
  const name = (path as hbs.AST.PathExpression).original;
  const [first, second] = params.map((one) => evaluate(one, around));
  const otherwise = () => renderAll(inverse?.body ?? [], around);
  const then = () => renderAll(program?.body ?? [], around);
  if (name === 'if') return isTrue(first) ? then() : otherwise();
  if (name === 'unless') return isTrue(first) ? otherwise() : then();
  if (name === 'each') return Array.isArray(first) && first.length > 0 ? loop(first, program, around) : otherwise();
  return comparisons[name]?.(first as number, second as number) ? then() : otherwise();
}

function loop(list: readonly unknown[], { body }: hbs.AST.Program, around: Around): string {
  const last = list.length - 1;
  const turns = list.map((item, index) =>
    renderAll(body, {
      ...around,
      levels: [...around.levels, item],
      turn: { index, first: index === 0 ? 'first' : '', last: index === last ? 'last' : '' },
    }),
  );
  return turns.join('');
}

function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function evaluate(expression: hbs.AST.Expression, { levels, turn }: Around): unknown {
  if (expression.type !== 'PathExpression') return (expression as hbs.AST.Literal as { value?: unknown }).value;
  const { data, depth, parts } = expression as hbs.AST.PathExpression;
  let value: unknown = data ? turn : levels[levels.length - 1 - depth];
  for (const part of parts) value = memberOf(value, String(part));
  return value;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
