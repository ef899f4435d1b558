import { brazeFlavour } from '../../../src/template/dialects/braze.ts';
import type { Dialect } from '../../../src/template/dialects/dialect.ts';
import { handlebarsLanguage } from '../../../src/template/dialects/handlebars.ts';
import { iterableFlavour } from '../../../src/template/dialects/iterable.ts';
import { liquidLanguage } from '../../../src/template/dialects/liquid.ts';
import { mustachioLanguage } from '../../../src/template/dialects/mustachio.ts';
import type { Test } from '../../../src/template/dialects/print/conditions.ts';
import { type Block, createDialect, type Language, toPieces } from '../../../src/template/dialects/print/printer.ts';
import { sendgridFlavour } from '../../../src/template/dialects/sendgrid.ts';
import type { Condition, Node, Out, Ref } from '../../../src/template/ir.ts';
import { flatten, link } from '../../../src/template/link.ts';

/** A dialect with one mistake in it, and the engine whose comparison must show it. */
export interface Mutant {
  readonly mistake: string;
  readonly engine: 'sendgrid' | 'sendgrid preview' | 'braze' | 'iterable' | 'mustachio';
  readonly dialect: Dialect;
}

const sendgrid = handlebarsLanguage(sendgridFlavour);
const braze = liquidLanguage(brazeFlavour);
const iterable = handlebarsLanguage(iterableFlavour);
const mustachio = mustachioLanguage;

/** The language with every tag it prints passed through `change`. */
function rewriting(language: Language, change: (code: string) => string): Language {
  const inBlock = (block: Block): Block => ({
    ...block,
    open: change(block.open),
    close: change(block.close),
  });
  return {
    ...language,
    print: (node, scope, job) => change(language.print(node, scope, job)),
    loop: (ref, frame, scope, job) => inBlock(language.loop(ref, frame, scope, job)),
    ask: (test, inverted, scope, job) => {
      const block = language.ask(test, inverted, scope, job);
      return block === undefined ? undefined : inBlock(block);
    },
  };
}

function withoutLinkPass(language: Language): Dialect {
  return {
    ...createDialect(language),
    print(nodes, _, data) {
      const { pieces, problems } = toPieces(language, nodes, data);
      const text = flatten(pieces).map((piece) => (piece.kind === 'tag' ? piece.code : piece.text));
      return { text: text.join(''), skeleton: [], problems };
    },
  };
}

/** Makes each text safe by itself, without looking at what stands beside it. */
function linkingOneByOne(language: Language): Dialect {
  return {
    ...createDialect(language),
    print(nodes, format, data) {
      const { pieces, problems } = toPieces(language, nodes, data);
      const linked = flatten(pieces).map((piece) => link([piece], format, language.syntax));
      return {
        text: linked.map(({ text }) => text).join(''),
        skeleton: [],
        problems: [...problems, ...linked.flatMap((one) => one.problems)],
      };
    },
  };
}

/** Prints `default x y` as Liquid's filter of that name. */
function withDefaultFilter(language: Language): Dialect {
  const fallbacks = new WeakMap<Out, string>();
  const replace = (node: Node): Node => {
    if (node.kind === 'each') return { ...node, body: node.body.map(replace), empty: node.empty.map(replace) };
    if (node.kind === 'unrolled') return { ...node, iterations: node.iterations.map((turn) => turn.map(replace)) };
    if (node.kind !== 'if') return node;
    const [out, more] = node.then;
    const [text] = node.else;
    if (
      out?.kind !== 'out' ||
      out.ref.kind === 'vendor' ||
      more !== undefined ||
      text?.kind !== 'text' ||
      node.condition.kind !== 'truthy'
    )
      return node;
    if (/["\n\\{}%]/.test(text.text)) return node;
    const changed: Out = { ...out };
    fallbacks.set(changed, text.text);
    return changed;
  };
  const changed: Language = {
    ...language,
    print: (node, scope, job) => {
      const fallback = fallbacks.get(node);
      const code = language.print(node, scope, job);
      return fallback === undefined ? code : code.replace(/( \| escape)? \}\}$/, ` | default: "${fallback}" }}`);
    },
  };
  return {
    ...createDialect(changed),
    print: (nodes, ...rest) => createDialect(changed).print(nodes.map(replace), ...rest),
  };
}

/** Asks a compound condition in one tag, as if Liquid had precedence. */
function withFlatConditions(language: Language): Language {
  const atOnce = (condition: Condition): Test | undefined => {
    if (condition.kind !== 'or') return undefined;
    const refs = condition.operands.map((operand): Ref | undefined =>
      operand.kind === 'truthy' ? operand.ref : undefined,
    );
    return refs.every((ref) => ref !== undefined) ? { kind: 'any', refs } : undefined;
  };
  return {
    ...language,
    atOnce,
    ask: (test, inverted, scope, job) => {
      if (test.kind !== 'any') return language.ask(test, inverted, scope, job);
      if (inverted) return undefined;
      const blocks = test.refs.map((ref) => language.ask({ kind: 'truthy', ref }, false, scope, job) as Block);
      const conditions = blocks.map(({ open }) => open.slice('{% if '.length, -' %}'.length));
      return { ...(blocks[0] as Block), open: `{% if ${conditions.join(' or ')} %}` };
    },
  };
}

function on(engine: Mutant['engine'], mistake: string, mutated: Language | Dialect): Mutant {
  return { engine, mistake, dialect: 'syntax' in mutated ? createDialect(mutated) : mutated };
}

export const mutants: readonly Mutant[] = [
  on('sendgrid', 'no link pass', withoutLinkPass(sendgrid)),
  on('braze', 'no link pass', withoutLinkPass(braze)),
  on('sendgrid', 'a link pass that does not see neighbours', linkingOneByOne(sendgrid)),
  on(
    'braze',
    'a link pass that does not see neighbours',
    linkingOneByOne({ ...braze, syntax: { ...braze.syntax, behind: '' } }),
  ),
  on(
    'sendgrid',
    'root paths not re-based in loops',
    rewriting(sendgrid, (code) => code.replaceAll('@root.', '')),
  ),
  on(
    'sendgrid',
    'root paths re-based to the wrong level',
    rewriting(sendgrid, (code) => code.replaceAll('@root.', '../')),
  ),
  on(
    'sendgrid',
    'items of outer loops not told apart',
    rewriting(sendgrid, (code) => code.replace(/_t\d(?!\|)/g, 'this')),
  ),
  on(
    'sendgrid preview',
    'helpers trusted to keep the item',
    handlebarsLanguage({ ...sendgridFlavour, helpersVeil: false }),
  ),
  on('sendgrid', 'no protection of lone tags', handlebarsLanguage({ ...sendgridFlavour, stripsStandalone: false })),
  on(
    'sendgrid',
    'no escaping',
    rewriting(sendgrid, (code) => code.replace(/^\{\{(?![#/{])([\s\S]*)\}\}$/, '{{{$1}}}')),
  ),
  on(
    'sendgrid',
    'verbatim prints escaped',
    rewriting(sendgrid, (code) => code.replace(/^\{\{\{([\s\S]*)\}\}\}$/, '{{$1}}')),
  ),
  on(
    'sendgrid',
    '@last for @first',
    rewriting(sendgrid, (code) => code.replaceAll('@first', '@last')),
  ),
  on('sendgrid', 'gte as the opposite of lt', {
    ...sendgrid,
    reword: (test) =>
      test.operator === 'gte' ? { kind: 'not', operand: { ...test, operator: 'lt' } } : sendgrid.reword?.(test),
  }),
  on(
    'sendgrid',
    'and for or',
    rewriting(sendgrid, (code) => code.replace(/^(\{\{[#/])or/, '$1and')),
  ),
  on('braze', 'the default filter', withDefaultFilter(braze)),
  on('braze', 'flat and/or', withFlatConditions(braze)),
  on(
    'braze',
    'truth without types',
    rewriting(braze, (code) => code.replace(/ and \S+ != (""|0)|\.size > 0/, '')),
  ),
  on(
    'braze',
    'truth of blanks',
    rewriting(braze, (code) => code.replace('!= ""', '!= blank')),
  ),
  on(
    'braze',
    'no escaping',
    rewriting(braze, (code) => code.replace(' | escape', '')),
  ),
  on(
    'braze',
    'loop variables that are not fresh',
    rewriting(braze, (code) => code.replace(/_t\d/g, '_t1')),
  ),
  on(
    'braze',
    'index off by one',
    rewriting(braze, (code) => code.replaceAll('forloop.index0', 'forloop.index')),
  ),
  on('braze', 'the empty branch always printed', {
    ...braze,
    loop: (...call) => ({ ...braze.loop(...call), middle: ['{% assign _t = false %}'] }),
  }),
  on(
    'braze',
    'spaces in links as plus signs',
    rewriting(braze, (code) => code.replace(' | replace: "+", "%20"', '')),
  ),
  on('iterable', 'no link pass', withoutLinkPass(iterable)),
  on(
    'iterable',
    'one level too few out of loops',
    rewriting(iterable, (code) => code.replace('../', '')),
  ),
  on(
    'iterable',
    'lone tags protected as if their lines were stripped',
    handlebarsLanguage({ ...iterableFlavour, root: true }),
  ),
  on('mustachio', 'no link pass', withoutLinkPass(mustachio)),
  on(
    'mustachio',
    'no re-basing inside blocks',
    rewriting(mustachio, (code) => code.replaceAll('../', '')),
  ),
  on(
    'mustachio',
    'one level per block, as in Handlebars',
    rewriting(mustachio, (code) => code.replace(/(\.\.\/)+/, '../')),
  ),
  on(
    'mustachio',
    'verbatim prints escaped',
    rewriting(mustachio, (code) => code.replace(/^\{\{\{([\s\S]*)\}\}\}$/, '{{$1}}')),
  ),
  on('mustachio', 'sections of one path inside each other', {
    ...mustachio,
    inside: (...call) => {
      const { asked: _, ...place } = mustachio.inside!(...call).place!;
      return { ...call[1], place };
    },
  }),
  on('braze', 'unless for if', { ...braze, ask: (test, _, scope, job) => braze.ask(test, false, scope, job) }),
];
