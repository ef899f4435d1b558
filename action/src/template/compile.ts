import type { SourceFile } from '../config/model.ts';
import { type Code, diagnose } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import { isReserved } from '../names.ts';
import type { Block, Call, DecoratorBlock, Expression, Located, Program, Statement } from './ast.ts';
import { compileEach } from './blocks/each.ts';
import { compileIf } from './blocks/if.ts';
import { type BlockBody, blockScope, compilePartial, compilePartialBlock, inlineScope } from './blocks/partial.ts';
import { compileWith } from './blocks/with.ts';
import type { Compiled, PartialUse } from './compiled.ts';
import { type Compiler, outermost, type Scope } from './compiler.ts';
import { type Env, type Eval, type Exec, type Inlines, spend } from './env.ts';
import { compileExpression, compileMustache, helperName } from './expression.ts';
import { helpers } from './helpers/index.ts';
import type { Spot } from './ir.ts';
import { limits } from './limits.ts';
import { compileText } from './literal-text.ts';
import { parse } from './parse.ts';
import { print, printRaw } from './print.ts';

/** Compiles one source, to be evaluated for any tenant. Never throws: what is wrong is in `problems`. */
export function compileSource(source: SourceFile): Compiled {
  const parsed = parse(source);
  if ('problem' in parsed) {
    return { body: () => {}, problems: [parsed.problem], partials: [], inlines: new Set(), strings: new Set() };
  }
  const compiler = new SourceCompiler(source);
  const body = compiler.program(parsed.program, outermost);
  const { problems, partials, inlines, strings } = compiler;
  return { body, problems, partials, inlines, strings };
}

const nothing: Exec = () => {};
const blocks: readonly string[] = ['if', 'unless', 'each', 'with'];

class SourceCompiler implements Compiler {
  readonly source: SourceFile;
  readonly problems: Diagnostic[] = [];
  readonly partials: PartialUse[] = [];
  readonly inlines = new Set<string>();
  readonly strings = new Set<string>();
  private nesting = 0;

  constructor(source: SourceFile) {
    this.source = source;
  }

  program(program: Program, scope: Scope): Exec {
    const { body } = this.block(program, scope);
    return body;
  }

  expression(expression: Expression, scope: Scope): Eval {
    return compileExpression(this, expression, scope);
  }

  spot(node: Located): Spot {
    const { line, column } = node.loc.start;
    return { source: this.source, line, column: column + 1 };
  }

  report(code: Code, node: Located, message: string, fix?: string): void {
    const { line, column } = node.loc.start;
    const at = { file: this.source.path, line, column: column + 1 };
    this.problems.push(diagnose(code, at, message, fix === undefined ? {} : { fix }));
  }

  /** Compiles a body with the inline partials that it defines. */
  private block(program: Program, scope: Scope): BlockBody {
    this.nesting++;
    const inlines = new Map<string, { body: Exec; at: Spot }>();
    const statements: Exec[] = [];
    if (this.nesting > limits.depth) {
      const [first] = program.body;
      if (first !== undefined) {
        const message = `Blocks are nested more than ${limits.depth} levels deep.`;
        this.report('template-limit', first, message, 'Nest fewer blocks, or move some into a partial.');
      }
    } else {
      for (const statement of program.body) {
        if (statement.type === 'DecoratorBlock') this.inline(statement, scope, inlines);
        else if (statement.type !== 'CommentStatement') statements.push(this.statement(statement, scope));
      }
    }
    this.nesting--;
    return withInlines(sequence(statements), inlines);
  }

  private statement(statement: Statement, scope: Scope): Exec {
    switch (statement.type) {
      case 'ContentStatement':
        return statement.value === '' ? nothing : compileText(this, statement);
      case 'MustacheStatement': {
        const value = compileMustache(this, statement, scope);
        const at = this.spot(statement);
        const put = statement.escaped ? print : printRaw;
        return (run, env) => {
          spend(run, at);
          put(run, value(run, env, false), at);
        };
      }
      case 'BlockStatement':
        return this.blockStatement(statement, scope);
      case 'PartialStatement':
        return compilePartial(this, statement, scope);
      case 'PartialBlockStatement':
        return compilePartialBlock(this, statement, scope, this.block(statement.program, blockScope(scope)));
      case 'Decorator':
      case 'DecoratorBlock':
        return this.unsupported(statement, 'A decorator', 'The only decorator is `{{#*inline "name"}}…{{/inline}}`.');
      case 'CommentStatement':
        return nothing;
    }
  }

  private blockStatement(block: Block, scope: Scope): Exec {
    if (block.openStrip.open === undefined) {
      return this.unsupported(block, 'A raw block', 'Write literal braces as `\\{{`.');
    }
    const name = helperName(block.path);
    if (name === undefined || !blocks.includes(name)) return this.noSuchBlock(block, name);
    const most = name === 'each' ? 2 : name === 'with' ? 1 : 0;
    const params = (block.program ?? block.inverse)?.blockParams ?? [];
    if (!this.checkParams(block, name, params, most)) return nothing;
    if (block.params.length !== 1 || block.hash !== undefined) {
      const message =
        block.hash === undefined
          ? `\`${name}\` takes one argument, but is given ${block.params.length}.`
          : `\`${name}\` takes no argument \`${block.hash.pairs[0]?.key}=\`.`;
      this.report('template-arguments', block, message, `Write \`{{#${name} value}}…{{/${name}}}\`.`);
      return nothing;
    }
    const value = this.expression(block.params[0] as Expression, scope);
    if (name === 'each') return compileEach(this, block, scope, value);
    if (name === 'with') return compileWith(this, block, scope, value);
    return compileIf(this, block, scope, value, name === 'unless');
  }

  private checkParams(block: Block, name: string, params: readonly string[], most: number): boolean {
    if (params.length > most) {
      const message = `\`${name}\` has ${most === 0 ? 'no' : `at most ${most}`} block parameters.`;
      this.report('template-arguments', block, message, 'Remove names between the bars.');
      return false;
    }
    for (const param of params) {
      if (!isReserved(param)) continue;
      const message = `\`${param}\` has a fixed meaning in every template and cannot be a block parameter.`;
      this.report('template-reserved-name', block, message, `Choose a name other than \`${param}\`.`);
      return false;
    }
    return true;
  }

  private noSuchBlock(block: Block, name: string | undefined): Exec {
    const written = block.path.type === 'PathExpression' ? block.path.original : 'a literal';
    if (name !== undefined && helpers.has(name)) {
      const fix = `Write \`{{#if (${name} …)}}…{{/if}}\` or \`{{${name} …}}\`.`;
      return this.unsupported(block, `\`${name}\` as a block`, fix);
    }
    if (block.params.length > 0) {
      this.report('template-unknown-helper', block, `There is no block \`${written}\`.`, suggestion(written, blocks));
      return nothing;
    }
    const sign = block.program === undefined ? '^' : '#';
    const fix = `Write \`{{#if ${written}}}\`, \`{{#unless ${written}}}\`, \`{{#each ${written}}}\` or \`{{#with ${written}}}\`.`;
    return this.unsupported(block, `\`{{${sign}${written}}}\`, a section without a helper such as \`if\`,`, fix);
  }

  private unsupported(node: Located, what: string, fix: string): Exec {
    this.report('template-unsupported', node, `${what} is not part of the template language.`, fix);
    return nothing;
  }

  private inline(block: DecoratorBlock, scope: Scope, into: Map<string, { body: Exec; at: Spot }>): void {
    const name = inlineName(block);
    if (name === undefined) {
      this.unsupported(block, 'This decorator', 'Write `{{#*inline "name"}}…{{/inline}}`.');
      return;
    }
    this.inlines.add(name);
    into.set(name, { body: this.program(block.program, inlineScope(scope)), at: this.spot(block) });
  }
}

function inlineName(block: Call): string | undefined {
  const [name] = block.params;
  if (block.path.type !== 'PathExpression' || block.path.original !== 'inline' || block.params.length !== 1)
    return undefined;
  return name?.type === 'StringLiteral' ? name.value : undefined;
}

function sequence(statements: readonly Exec[]): Exec {
  const real = statements.filter((statement) => statement !== nothing);
  if (real.length === 0) return nothing;
  if (real.length === 1) return real[0] as Exec;
  return (run, env) => {
    for (const statement of real) statement(run, env);
  };
}

/** Inline partials are in force throughout the body that defines them, wherever in it they stand. */
function withInlines(body: Exec, inlines: ReadonlyMap<string, { body: Exec; at: Spot }>): BlockBody {
  if (inlines.size === 0) return { body, inlines: (env) => env.inlines };
  const extend = (env: Env): Inlines => {
    const partials = new Map();
    const level: Inlines = { partials, up: env.inlines };
    const inner = { ...env, inlines: level };
    for (const [name, inline] of inlines) partials.set(name, { ...inline, env: inner });
    return level;
  };
  return { body: (run, env) => body(run, { ...env, inlines: extend(env) }), inlines: extend };
}
