/**
 * The syntax tree that Handlebars.parse returns, as the compiler reads it
 * (https://github.com/handlebars-lang/handlebars.js/blob/v4.7.10/docs/compiler-api.md).
 */
export interface Program {
  readonly type: 'Program';
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

export type Statement = Content | Comment | Mustache | Block | Partial | PartialBlock | DecoratorBlock | Decorator;

export interface Located {
  readonly loc: { readonly start: Position; readonly end: Position };
}
/** Lines count from 1, columns from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Content extends Located {
  readonly type: 'ContentStatement';
  /** The text after white space control has been applied. */
  readonly value: string;
  readonly original: string;
}
export interface Comment extends Located {
  readonly type: 'CommentStatement';
}
export interface Mustache extends Call {
  readonly type: 'MustacheStatement';
  /** False for `{{{x}}}` and `{{&x}}`. */
  readonly escaped: boolean;
}
export interface Block extends Call {
  readonly type: 'BlockStatement';
  readonly program?: Program;
  readonly inverse?: Program;
  /** Without `open` for raw blocks. */
  readonly openStrip: { readonly open?: boolean };
}
export interface Partial extends Located {
  readonly type: 'PartialStatement';
  readonly name: Expression;
  readonly params: readonly Expression[];
  readonly hash?: Hash;
  /** The white space before a partial that stands alone on its line. */
  readonly indent: string;
}
export interface PartialBlock extends Located {
  readonly type: 'PartialBlockStatement';
  readonly name: Expression;
  readonly params: readonly Expression[];
  readonly hash?: Hash;
  readonly program: Program;
}
export interface DecoratorBlock extends Call {
  readonly type: 'DecoratorBlock';
  readonly program: Program;
}
export interface Decorator extends Call {
  readonly type: 'Decorator';
}

/** A name, and the arguments that it is called with. */
export interface Call extends Located {
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash?: Hash;
}
export interface Hash {
  readonly pairs: readonly HashPair[];
}
export interface HashPair extends Located {
  readonly key: string;
  readonly value: Expression;
}

export type Expression = Path | SubExpression | Literal;

export interface Path extends Located {
  readonly type: 'PathExpression';
  /** Whether it is written as `@name`. */
  readonly data: boolean;
  /** The number of `../` it begins with. */
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
}
export interface SubExpression extends Call {
  readonly type: 'SubExpression';
}
export type Literal =
  | (Located & { readonly type: 'StringLiteral'; readonly value: string })
  | (Located & { readonly type: 'NumberLiteral'; readonly value: number })
  | (Located & { readonly type: 'BooleanLiteral'; readonly value: boolean })
  | (Located & { readonly type: 'NullLiteral' })
  | (Located & { readonly type: 'UndefinedLiteral' });

/** Whether a path is written as a member of the current context: `this.url`, `./url`. */
export function isScoped(path: Path): boolean {
  return /^\.|this\b/.test(path.original);
}
