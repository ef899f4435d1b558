import fc from 'fast-check';
import type { JsonObject } from '../../../src/digest.ts';
import type { DialectId, FieldFormat } from '../../../src/template/dialects/dialect.ts';
import { type Abilities, abilities } from './abilities.ts';
import { declared } from './source-world.ts';

/** Something a template can name, at the place where it is named. */
interface Thing {
  readonly expr: string;
  readonly schema: JsonObject;
  readonly runtime: boolean;
  /** Whether it may be printed without asking first if it is there. */
  readonly sure: boolean;
  readonly construct: string;
}

/** A loop or `with` around the place, innermost last. */
interface Frame {
  readonly schema: JsonObject;
  readonly runtime: boolean;
  readonly loop: boolean;
  readonly param: string | undefined;
}

type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object';

const operandWords = ['gold', 'a', '', "it's", 'Zoë & co'];

/** All sizes and choices alike. */
const unbiased = (max: number) => fc.noBias(fc.nat({ max }));

/** Writes random templates that are right for a dialect, and remembers which constructs are in them. */
export class SourceMaker {
  readonly constructs = new Set<string>();
  private params = 0;
  private readonly gen: fc.GeneratorValue;
  private readonly can: Abilities;
  private readonly format: FieldFormat;
  private readonly runtime: Readonly<Record<'recipient' | 'event', JsonObject>>;

  constructor(
    gen: fc.GeneratorValue,
    dialect: DialectId,
    format: FieldFormat,
    runtime: Readonly<Record<'recipient' | 'event', JsonObject>>,
  ) {
    this.gen = gen;
    this.can = abilities[dialect];
    this.format = format;
    this.runtime = runtime;
  }

  template(): string {
    const body = this.body(0, []);
    if (this.format === 'text' || !this.chance(4)) return body;
    this.saw('layout and partial block');
    return `{{#> frame title=${this.scalar([]).expr}}}\n${body}\n{{/frame}}\n`;
  }

  private body(depth: number, frames: readonly Frame[]): string {
    return Array.from({ length: 1 + this.upTo(depth === 0 ? 4 : 2) }, () => this.piece(depth, frames)).join('');
  }

  private piece(depth: number, frames: readonly Frame[]): string {
    const flat = [
      'text',
      'text',
      'print',
      'print',
      'guarded',
      'default',
      'string',
      'format',
      'change',
      'lookup',
      'markup',
    ] as const;
    const deep = ['if', 'if', 'chain', 'each', 'each', 'with', 'partial', 'inline', 'vendor'] as const;
    const kind = depth >= 3 ? this.pick(flat) : this.pick([...flat, ...deep]);
    switch (kind) {
      case 'text':
        return this.text();
      case 'print':
        return this.print(this.scalar(frames));
      case 'guarded':
        return this.guarded(frames);
      case 'default':
        return this.fallback(frames);
      case 'string':
        return this.translated(frames);
      case 'format':
        return this.formatted(frames);
      case 'change':
        return this.changed(frames);
      case 'lookup':
        return this.lookedUp(frames);
      case 'markup':
        return this.format === 'html' ? this.markup(frames) : this.text();
      case 'if':
        return this.conditional(depth, frames);
      case 'chain':
        return this.chain(depth, frames);
      case 'each':
        return this.each(depth, frames);
      case 'with':
        return this.with(depth, frames);
      case 'partial':
        return this.partial(frames);
      case 'inline':
        return this.inline(depth, frames);
      case 'vendor':
        return this.vendor(depth, frames);
      default:
        throw new Error(`there is no ${kind satisfies never}`);
    }
  }

  private text(): string {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as Braze writes it
    const braze = ' ${x} ';
    return this.pick(['Hello ', 'x', '\n', ' \n', '\n\n', ' ', '{ ', ' }', '{%', ' %}', 'a\\b ', braze, '{ {x} }']);
  }

  private print(thing: Thing): string {
    this.saw(thing.construct, `${thing.runtime ? 'runtime' : 'static'} print, ${this.format}`);
    return `{{${thing.expr}}}`;
  }

  private guarded(frames: readonly Frame[]): string {
    const optional = this.things(frames, ['string', 'number']).filter(({ sure, runtime }) => runtime && !sure);
    if (optional.length === 0) return this.text();
    const thing = this.pick(optional);
    this.saw('print under if');
    return `{{#if ${thing.expr}}}${this.print(thing)}{{/if}}`;
  }

  private fallback(frames: readonly Frame[]): string {
    const thing = this.pick(this.things(frames, ['string', 'number']));
    const other = this.pick(['"there"', '"{x} & y"', '"0"', this.staticThing(frames, ['string']).expr]);
    this.saw(`default, ${thing.runtime ? 'runtime' : 'static'}`);
    return `{{default ${thing.expr} ${other}}}`;
  }

  private translated(frames: readonly Frame[]): string {
    this.saw('string with slots');
    const [a, b] = [this.scalar(frames), this.scalar(frames)];
    return this.pick([
      `{{t "hello" name=${a.expr}}}`,
      `{{t "two" a=${a.expr} b=${b.expr}}}`,
      `{{t "plain" more=${a.expr}}}`,
    ]);
  }

  private formatted(frames: readonly Frame[]): string {
    const root = this.root(frames);
    const style = this.pick(['short', 'long', 'full', 'month-day']);
    const always = ['date', 'number', 'currency'] as const;
    const choice = this.pick(this.can.dates ? [...always, 'runtime date' as const] : always);
    this.saw(choice);
    switch (choice) {
      case 'date':
        return `{{date ${root}since "${style}"}}`;
      case 'number':
        return `{{number ${root}limit}}`;
      case 'currency':
        return `{{currency ${root}fee}}`;
      case 'runtime date':
        return `{{date ${root}event.day "${style}"}}`;
    }
  }

  private changed(frames: readonly Frame[]): string {
    const helper = this.pick(['upper', 'lower', 'capitalize', 'url'] as const);
    const candidates = this.things(frames, ['string']).filter(({ sure }) => sure);
    const thing = this.pick(candidates.filter(({ runtime }) => !runtime || this.can.filters));
    this.saw(`${helper}, ${thing.runtime ? 'runtime' : 'static'}`);
    return `{{${helper} ${thing.expr}}}`;
  }

  private lookedUp(frames: readonly Frame[]): string {
    const root = this.root(frames);
    this.saw('lookup');
    return this.pick([
      `{{lookup ${root}brand "name"}}`,
      `{{lookup ${root}event "kind"}}`,
      `{{lookup (lookup ${root}event "order") "total"}}`,
    ]);
  }

  private markup(frames: readonly Frame[]): string {
    const root = this.root(frames);
    const kinds = [
      'attribute',
      'raw',
      'style',
      'link start',
      'link start, runtime',
      'inside a link',
      'comment',
    ] as const;
    const kind = this.pick(kinds);
    this.saw(kind);
    switch (kind) {
      case 'attribute':
        return `<p title="${this.print(this.scalar(frames))}">${this.text()}</p>`;
      case 'raw':
        return `{{{${root}brand.markup}}}`;
      case 'style':
        return `<style>@media x{.a{color:{{${root}brand.color}};}}</style>`;
      case 'link start':
        return `<a href="{{${root}links.shop}}">x</a>`;
      case 'link start, runtime':
        return `<a href="{{${root}event.page}}">x</a>`;
      case 'inside a link':
        return `<a href="https://acme.example/?q=${this.inLink(frames)}&amp;r=1">x</a>`;
      case 'comment':
        return '<!-- {x} -->';
    }
  }

  private inLink(frames: readonly Frame[]): string {
    const candidates = this.things(frames, ['string']).filter(
      ({ sure, runtime }) => sure && (!runtime || this.can.filters),
    );
    const thing = this.pick(candidates);
    this.saw(`value inside a link, ${thing.runtime ? 'runtime' : 'static'}`);
    return `{{url ${thing.expr}}}`;
  }

  private conditional(depth: number, frames: readonly Frame[]): string {
    const helper = this.pick(['if', 'unless']);
    const condition = this.condition(frames, 0);
    const otherwise = this.chance(2) ? this.tag('else') + this.body(depth + 1, frames) : '';
    this.saw(helper);
    return this.tag(`#${helper} ${condition}`) + this.body(depth + 1, frames) + otherwise + this.tag(`/${helper}`);
  }

  private chain(depth: number, frames: readonly Frame[]): string {
    this.saw('else if');
    const inner = () => this.body(depth + 1, frames);
    return (
      this.tag(`#if ${this.condition(frames, 0)}`) +
      inner() +
      this.tag(`else if ${this.condition(frames, 1)}`) +
      inner() +
      this.tag('else') +
      inner() +
      this.tag('/if')
    );
  }

  private each(depth: number, frames: readonly Frame[]): string {
    const list = this.pick(this.things(frames, ['array', 'map']));
    const isMap = list.schema.type === 'object';
    const items = (isMap ? { type: 'string' } : list.schema.items) as JsonObject;
    const named = this.chance(2) ? `p${++this.params}` : undefined;
    if (named !== undefined) this.saw('block parameter');
    this.saw(`each over ${list.runtime ? 'runtime' : 'static'}${isMap ? ' map' : ''}`);
    if (frames.some(({ loop, runtime }) => loop && runtime) && list.runtime) this.saw('runtime loop in a runtime loop');
    const frame: Frame = { schema: items, runtime: list.runtime, loop: true, param: named };
    const body = this.body(depth + 1, [...frames, frame]) + (this.chance(3) ? this.loopData(list.runtime) : '');
    const otherwise = this.chance(2) ? this.tag('else') + this.body(depth + 1, frames) : '';
    if (otherwise !== '') this.saw(`each else, ${list.runtime ? 'runtime' : 'static'}`);
    const as = named === undefined ? '' : ` as |${named}|`;
    return this.tag(`#each ${list.expr}${as}`) + body + otherwise + this.tag('/each');
  }

  private loopData(runtime: boolean): string {
    if (runtime && !this.can.loopData) return '';
    const name = this.pick(['index', 'first', 'last']);
    this.saw(`@${name}, ${runtime ? 'runtime' : 'static'}`);
    return name === 'index' ? '{{@index}}' : `{{#if @${name}}}${name}{{/if}}`;
  }

  private with(depth: number, frames: readonly Frame[]): string {
    const object = this.pick(this.things(frames, ['object']).filter(({ expr }) => expr !== 'this'));
    const named = this.chance(3) ? `p${++this.params}` : undefined;
    this.saw(`with, ${object.runtime ? 'runtime' : 'static'}`);
    const frame: Frame = { schema: object.schema, runtime: object.runtime, loop: false, param: named };
    const body = this.body(depth + 1, [...frames, frame]);
    const otherwise = this.chance(2) ? this.tag('else') + this.body(depth + 1, frames) : '';
    const as = named === undefined ? '' : ` as |${named}|`;
    return this.tag(`#with ${object.expr}${as}`) + body + otherwise + this.tag('/with');
  }

  private partial(frames: readonly Frame[]): string {
    this.saw('partial with hash');
    const value = this.pick(this.things(frames, ['string']));
    const list = this.pick(
      this.things(frames, ['array']).filter(({ schema }) => (schema.items as JsonObject).type === 'object'),
    );
    const indent = this.chance(3) ? '\n  ' : '';
    return this.pick([
      `${indent}{{> card label=${this.scalar(frames).expr} value=${value.expr}}}\n`,
      `${indent}{{> rows rows=${list.expr}}}\n`,
      `{{> outer title=${this.scalar(frames).expr} tier=${value.expr}}}`,
    ]);
  }

  private inline(depth: number, frames: readonly Frame[]): string {
    this.saw('inline partial');
    const name = `bit${++this.params}`;
    const body = this.text();
    return `{{#*inline "${name}"}}[{{x}}${body}]{{/inline}}${this.body(depth + 1, frames)}{{> ${name} x=${this.scalar(frames).expr}}}`;
  }

  private vendor(depth: number, frames: readonly Frame[]): string {
    if (frames.some(({ loop, runtime }) => loop && runtime) && !this.can.vendorInLoops) return this.text();
    const root = this.root(frames);
    this.saw('vendor value');
    if (this.chance(2)) return `{{${root}vendor.unsubscribe_url}}`;
    const name = this.pick(['preferences_url', 'browser_url']);
    return `${this.tag(`#if ${root}vendor.${name}`)}{{${root}vendor.${name}}}${this.tag('else')}${this.body(depth + 1, frames)}${this.tag('/if')}`;
  }

  /** A condition as a parameter: a path, or a subexpression. */
  private condition(frames: readonly Frame[], depth: number): string {
    const kinds = ['path', 'path', 'compare', 'compare', 'and', 'or', 'not'] as const;
    const able = kinds.filter((one) => one !== 'compare' || this.can.comparisons);
    const kind = this.pick(depth >= 2 ? able.filter((one) => one === 'path' || one === 'compare') : able);
    if (kind === 'path') {
      const thing = this.pick(this.things(frames, ['string', 'number', 'boolean', 'array', 'object']));
      this.saw(`truth of ${thing.schema.type}, ${thing.runtime ? 'runtime' : 'static'}`);
      return thing.expr;
    }
    if (kind === 'compare') return this.comparison(frames);
    this.saw(depth === 0 ? kind : `nested ${kind}`);
    const operands = kind === 'not' ? 1 : 2 + this.upTo(1);
    return `(${kind} ${Array.from({ length: operands }, () => this.condition(frames, depth + 1)).join(' ')})`;
  }

  private comparison(frames: readonly Frame[]): string {
    const comparable = ({ sure, expr }: Thing) => sure && !expr.endsWith('tagline');
    const left = this.pick(this.things(frames, ['string', 'number', 'boolean']).filter(comparable));
    const { type } = left.schema;
    const operator = this.pick(type === 'number' ? ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] : ['eq', 'ne']);
    const others = this.things(frames, [type as Kind]).filter(
      ({ sure, runtime }) => sure && (runtime || type !== 'string'),
    );
    const literal =
      type === 'string'
        ? `"${this.pick(operandWords)}"`
        : type === 'number'
          ? this.pick(['0', '1', '1.5'])
          : this.pick(['true', 'false']);
    const right = others.length > 0 && this.chance(3) ? this.pick(others) : undefined;
    this.saw(`${operator}, ${left.runtime || right?.runtime ? 'runtime' : 'static'}`);
    if (right !== undefined && right.runtime !== left.runtime) this.saw('compare runtime with a tenant value');
    return this.chance(4) && right !== undefined
      ? `(${operator} ${right.expr} ${left.expr})`
      : `(${operator} ${left.expr} ${right?.expr ?? literal})`;
  }

  /** A tag, sometimes alone on its line, sometimes with `~`. */
  private tag(code: string): string {
    const [before, after] = this.chance(6) ? [this.pick(['~', '']), this.pick(['~', ''])] : ['', ''];
    if (before !== '' || after !== '') this.saw('white space control');
    const alone = this.chance(3);
    if (alone) this.saw('tag alone on its line');
    return `${alone ? this.pick(['\n', '\n  ']) : ''}{{${before}${code}${after}}}${alone ? '\n' : ''}`;
  }

  private scalar(frames: readonly Frame[]): Thing {
    return this.pick(this.things(frames, ['string', 'number']).filter(({ sure }) => sure));
  }

  private staticThing(frames: readonly Frame[], kinds: readonly Kind[]): Thing {
    return this.pick(this.things(frames, kinds).filter(({ runtime, sure }) => !runtime && sure));
  }

  /** How the root is reached from here: nothing, `@root.`, or `../` for each loop and `with`. */
  private root(frames: readonly Frame[]): string {
    if (frames.length === 0) return '';
    if (!isClimbable(frames) || this.chance(2)) return '@root.';
    this.saw('../');
    return '../'.repeat(frames.length);
  }

  private things(frames: readonly Frame[], kinds: readonly (Kind | 'map')[]): Thing[] {
    const all: Thing[] = [];
    const wanted = (schema: JsonObject) =>
      kinds.includes(schema.type as Kind) || (kinds.includes('map') && isMap(schema));
    const add = (thing: Thing) => {
      if (wanted(thing.schema) && thing.schema.format !== 'html') all.push(thing);
    };
    const inLoop = frames.some(({ loop, runtime }) => loop && runtime);
    const root = this.root(frames);
    for (const [name, schema] of Object.entries(declared)) {
      walk(schema, `${root}${name}`, true, (found, expr, sure) =>
        add({ expr, schema: found, runtime: false, sure: sure || expr.endsWith('tagline'), construct: 'tenant value' }),
      );
    }
    for (const name of ['recipient', 'event'] as const) {
      walk(this.runtime[name], `${root}${name}`, true, (schema, expr, sure) => {
        const construct = inLoop ? 'root path in a runtime loop' : 'runtime value';
        if (expr !== `${root}${name}`) add({ expr, schema, runtime: true, sure, construct });
      });
    }
    for (const [index, frame] of frames.entries()) {
      const inner = index === frames.length - 1;
      const climb = '../'.repeat(frames.length - 1 - index);
      const climbable = isClimbable(frames.slice(index));
      const bases = [
        ...(inner ? [['this', frame.loop ? 'this.x' : 'member of with'] as const] : []),
        ...(!inner && climbable ? [[`${climb}this`, '../x'] as const] : []),
        ...(frame.param === undefined ? [] : [[frame.param, 'block parameter'] as const]),
      ];
      for (const [base, construct] of bases) {
        walk(frame.schema, base, true, (schema, expr, sure) => {
          const written = expr.startsWith('../') ? expr.replace('this.', '') : expr;
          add({ expr: written, schema, runtime: frame.runtime, sure, construct });
        });
      }
    }
    return all;
  }

  private saw(...constructs: string[]): void {
    for (const construct of constructs) this.constructs.add(construct);
  }

  /** True once in `of` times. */
  private chance(of: number): boolean {
    return this.upTo(of - 1) === 0;
  }

  private upTo(most: number): number {
    return this.gen(unbiased, most);
  }

  private pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('nothing to choose from');
    return from[this.upTo(from.length - 1)] as T;
  }
}

/** Handlebars does not count a level whose item equals the one around it: a known fault, which we do not copy. */
function isClimbable(frames: readonly Frame[]): boolean {
  const schemas = new Set(frames.map(({ schema }) => schema));
  return schemas.size === frames.length && frames.every(({ schema }) => schema.type === 'object');
}

function isMap(schema: JsonObject): boolean {
  return schema === declared.contacts;
}

function walk(
  schema: JsonObject,
  expr: string,
  sure: boolean,
  visit: (schema: JsonObject, expr: string, sure: boolean) => void,
): void {
  visit(schema, expr, sure);
  if (schema.type !== 'object') return;
  const required = (schema.required ?? []) as readonly string[];
  for (const [name, member] of Object.entries(schema.properties as JsonObject)) {
    walk(member as JsonObject, `${expr}.${name}`, sure && required.includes(name), visit);
  }
}
