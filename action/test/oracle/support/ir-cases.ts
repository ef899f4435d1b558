import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/digest.ts';
import { escapeHtml } from '../../../src/emulators/rendering.ts';
import type { DialectId, FieldFormat } from '../../../src/template/dialects/dialect.ts';
import { htmlStates } from '../../../src/template/html-state.ts';
import type { Condition, If, Node, Out, Ref, Spot, Text } from '../../../src/template/ir.ts';
import { type Abilities, abilities } from './abilities.ts';

/** A generated field in the intermediate form, with data to render it with. */
export interface Case {
  readonly format: FieldFormat;
  readonly nodes: readonly Node[];
  readonly recipient: JsonObject;
  readonly event: JsonObject;
  /** The constructs it contains. */
  readonly constructs: ReadonlySet<string>;
}

type Shape =
  | { readonly type: 'string' | 'number' | 'boolean' }
  | { readonly type: 'array'; readonly items: Shape }
  | { readonly type: 'object'; readonly members: Readonly<Record<string, Shape>> };

const item: Shape = {
  type: 'object',
  members: {
    name: { type: 'string' },
    price: { type: 'number' },
    sale: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    parts: { type: 'array', items: { type: 'object', members: { name: { type: 'string' }, n: { type: 'number' } } } },
  },
};
const shapes = {
  recipient: {
    first_name: { type: 'string' },
    tier: { type: 'string' },
    points: { type: 'number' },
    vip: { type: 'boolean' },
    home: { type: 'object', members: { city: { type: 'string' }, 'po-box': { type: 'number' } } },
  },
  event: {
    kind: { type: 'string' },
    name: { type: 'string' },
    count: { type: 'number' },
    gift: { type: 'boolean' },
    items: { type: 'array', items: item },
    notes: { type: 'array', items: { type: 'string' } },
    grid: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
    order: { type: 'object', members: { total: { type: 'string' }, lines: { type: 'array', items: item } } },
  },
} as const satisfies Record<string, Record<string, Shape>>;

const hostile = [
  '{',
  '}',
  '{{',
  '}}',
  '%',
  '{%',
  '%}',
  '#',
  '\\',
  '"',
  "'",
  '<',
  '>',
  '&',
  '$',
  '\n',
  ' ',
  '\n \n',
  'a',
  'é',
];
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('', ' ', 'a', 'gold', 'Zoë', '  ', '0', 'false', '{{x}}', '<b>&"\'', '&lt;', '(50%) *!'),
  },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...hostile), { maxLength: 5 }).map((parts) => parts.join('')) },
);
const words = ['gold', 'silver', 'a b', '', 'é', "it's"];

function dataOf(shape: Shape): fc.Arbitrary<Json> {
  switch (shape.type) {
    case 'string':
      return fc.oneof(text, fc.constantFrom(...words));
    case 'number':
      return fc.constantFrom(0, 1, 2, -1, 1.5, 1999);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(dataOf(shape.items), { maxLength: 3 }) as fc.Arbitrary<Json>;
    case 'object':
      return membersOf(shape.members);
  }
}

function membersOf(members: Readonly<Record<string, Shape>>): fc.Arbitrary<JsonObject> {
  const arbitraries = Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, dataOf(shape)]));
  // Every member may be missing: what a template does with it must not depend on luck.
  return fc.record(arbitraries, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

export const runtimeData = fc.record({ recipient: membersOf(shapes.recipient), event: membersOf(shapes.event) });

/** All sizes and choices alike: fast-check's usual preference for small numbers would leave most fields empty. */
const unbiased = (max: number) => fc.noBias(fc.nat({ max }));

const at: Spot = { source: { path: 'templates/t/html.hbs', text: '' }, line: 1, column: 1 };

/** A runtime loop around the place being generated. */
interface Loop {
  readonly id: number;
  readonly shape: Shape;
}

/** Everything that can be referred to, by type. */
interface Known {
  readonly ref: Ref;
  readonly shape: Shape;
  readonly construct: string;
}

/** Makes random nodes; draws from fast-check, so that a failing case is reproducible. */
class Maker {
  readonly constructs = new Set<string>();
  private loops = 0;
  private readonly gen: fc.GeneratorValue;
  private readonly can: Abilities;
  private readonly format: FieldFormat;

  constructor(gen: fc.GeneratorValue, dialect: DialectId, format: FieldFormat) {
    this.gen = gen;
    this.can = abilities[dialect];
    this.format = format;
  }

  nodes(depth: number, loops: readonly Loop[]): Node[] {
    const count = this.upTo(depth === 0 ? 5 : 3);
    return Array.from({ length: count }, () => this.node(depth, loops));
  }

  private node(depth: number, loops: readonly Loop[]): Node {
    const kinds = ['text', 'text', 'out', 'out', 'if', 'each', 'default', 'unrolled', 'vendor'] as const;
    const kind = depth >= 4 ? this.pick(kinds.slice(0, 4)) : this.pick(kinds);
    switch (kind) {
      case 'text':
        return this.text();
      case 'out':
        return this.out(loops);
      case 'vendor':
        return loops.length > 0 && !this.can.vendorInLoops ? this.text() : this.vendor(depth, loops);
      case 'if':
        return this.seen('if', {
          kind: 'if',
          condition: this.condition(loops, 0),
          ...branches(this.nodes(depth + 1, loops), this.maybeElse(depth, loops)),
          at,
        });
      case 'default': {
        const out = this.out(loops, false);
        if (out.ref.kind === 'loop-data' || out.ref.kind === 'vendor') return out;
        return this.seen('default', {
          kind: 'if',
          condition: { kind: 'truthy', ref: out.ref },
          ...branches([out], [this.text()]),
          at,
        });
      }
      case 'unrolled':
        return this.seen('unrolled', {
          kind: 'unrolled',
          iterations: Array.from({ length: this.upTo(3) }, () => this.nodes(depth + 1, loops)),
        });
      case 'each':
        return this.each(depth, loops);
      default:
        throw new Error(`there is no ${kind satisfies never}`);
    }
  }

  private maybeElse(depth: number, loops: readonly Loop[]): Node[] {
    if (this.pick([true, false])) return [];
    this.constructs.add('else');
    return this.nodes(depth + 1, loops);
  }

  private each(depth: number, loops: readonly Loop[]): Node {
    const known = this.pick(this.known(loops).filter(({ shape }) => shape.type === 'array'));
    const id = ++this.loops;
    this.constructs.add(loops.length > 0 ? 'each in each' : 'each');
    const items = (known.shape as Extract<Shape, { type: 'array' }>).items;
    const empty = this.pick([true, false]) ? [] : this.nodes(depth + 1, loops);
    if (empty.length > 0) this.constructs.add('each else');
    return {
      kind: 'each',
      loop: id,
      ref: known.ref,
      body: this.nodes(depth + 1, [...loops, { id, shape: items }]),
      empty,
      at,
    };
  }

  private vendor(depth: number, loops: readonly Loop[]): Node {
    const name = this.pick(['unsubscribe_url', 'preferences_url', 'browser_url'] as const);
    const ref: Ref = { kind: 'vendor', name, type: 'string' };
    const out: Out = { kind: 'out', ref, filters: [], escape: this.escape(), state: this.state(), at };
    if (name === 'unsubscribe_url') return this.seen('vendor value', out);
    const no = this.nodes(depth + 1, loops);
    return this.seen('if vendor value', { kind: 'if', condition: { kind: 'truthy', ref }, ...branches([out], no), at });
  }

  private out(loops: readonly Loop[], filtered = true): Out {
    const printable = this.known(loops).filter(({ ref, shape }) => {
      if (isMark(ref)) return this.can.marks;
      return shape.type !== 'array' && shape.type !== 'object';
    });
    const known = this.pick(printable);
    this.constructs.add(known.construct);
    const filters: Out['filters'] =
      filtered && this.can.filters && known.shape.type === 'string' && this.pick([true, false, false])
        ? [{ name: this.pick(['upper', 'lower', 'capitalize', 'url'] as const) }]
        : [];
    for (const { name } of filters) this.constructs.add(`filter ${name}`);
    this.constructs.add(this.format === 'html' ? 'print escaped' : 'print verbatim');
    return { kind: 'out', ref: known.ref, filters, escape: this.escape(), state: this.state(), at };
  }

  private text(): Text {
    const written = this.pick([true, false])
      ? this.gen(() => text)
      : this.pick(['\n', ' \n', '\n\n', ' ', 'x', 'Hello ']);
    const origin = this.pick([undefined, 'brand.name']);
    this.constructs.add(origin === undefined ? 'text' : 'tenant value');
    const shown = this.format === 'html' ? escapeHtml(written) : written;
    return { kind: 'text', text: shown, origin, state: this.state(), at };
  }

  private condition(loops: readonly Loop[], depth: number): Condition {
    const kinds = ['test', 'test', 'not', 'and', 'or', 'plain and', 'plain or'] as const;
    const kind = depth >= 2 ? 'test' : this.pick(kinds);
    if (kind === 'test') return this.test(loops);
    if (kind === 'plain and' || kind === 'plain or') {
      this.constructs.add(kind);
      const operands = [this.truth(loops), this.truth(loops)];
      return { kind: kind === 'plain and' ? 'and' : 'or', operands };
    }
    this.constructs.add(depth > 0 ? `nested ${kind}` : kind);
    if (kind === 'not') return { kind, operand: this.condition(loops, depth + 1) };
    const operands = Array.from({ length: 2 + this.upTo(1) }, () => this.condition(loops, depth + 1));
    return { kind, operands };
  }

  /** Whether a text, number or boolean is there: what SendGrid can ask of two at once. */
  private truth(loops: readonly Loop[]): Condition {
    const scalars = this.known(loops).filter(({ shape }) => shape.type !== 'array' && shape.type !== 'object');
    return { kind: 'truthy', ref: this.pick(scalars).ref };
  }

  private test(loops: readonly Loop[]): Condition {
    const known = this.pick(this.known(loops));
    const { type } = known.shape;
    if (
      !this.can.comparisons ||
      known.construct.startsWith('loop data') ||
      type === 'array' ||
      type === 'object' ||
      this.pick([true, false])
    ) {
      this.constructs.add(`truth of ${type}`);
      if (known.ref.kind === 'loop-data') this.constructs.add(known.construct);
      return { kind: 'truthy', ref: known.ref };
    }
    const orders = type === 'number' || (type === 'string' && this.can.textOrder);
    const operator = orders
      ? this.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const)
      : this.pick(['eq', 'ne'] as const);
    this.constructs.add(operator);
    const others = this.known(loops).filter(
      ({ ref, shape }) => shape.type === type && (this.can.marks || !isMark(ref)),
    );
    if (this.pick([true, false, false])) {
      this.constructs.add('compare two paths');
      return { kind: 'compare', operator, left: known.ref, right: this.pick(others).ref };
    }
    const value =
      type === 'string' ? this.pick(words) : type === 'number' ? this.pick([0, 1, -1, 1.5]) : this.pick([true, false]);
    return { kind: 'compare', operator, left: known.ref, right: { kind: 'literal', value } };
  }

  private known(loops: readonly Loop[]): Known[] {
    const all: Known[] = [];
    for (const root of ['recipient', 'event'] as const) {
      const construct = loops.length > 0 ? 'root path in a loop' : root;
      walk({ type: 'object', members: shapes[root] }, [], (shape, path) => {
        if (path.length > 0) {
          all.push({ ref: { kind: 'data', root, path, type: shape.type, schema: {} }, shape, construct });
        }
      });
    }
    for (const [depth, loop] of loops.entries()) {
      const inner = depth === loops.length - 1;
      walk(loop.shape, [], (shape, path) => {
        const construct = inner ? (path.length === 0 ? 'this' : 'this.x') : 'outer item in inner loop';
        all.push({ ref: { kind: 'loop', loop: loop.id, path, type: shape.type, schema: {} }, shape, construct });
      });
    }
    const innermost = loops.at(-1);
    if (innermost === undefined || !this.can.loopData) return all;
    for (const name of ['index', 'first', 'last'] as const) {
      const type = name === 'index' ? 'number' : 'boolean';
      const ref: Ref = { kind: 'loop-data', loop: innermost.id, name, type };
      all.push({ ref, shape: { type }, construct: `loop data ${name}` });
    }
    return all;
  }

  private escape(): Out['escape'] {
    return this.format === 'html' ? 'html' : 'none';
  }

  private state(): Text['state'] {
    return this.format === 'html' ? htmlStates.text : htmlStates.plain;
  }

  private seen<T>(construct: string, node: T): T {
    this.constructs.add(construct);
    return node;
  }

  private upTo(most: number): number {
    return this.gen(unbiased, most);
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.gen(unbiased, from.length - 1)] as T;
  }
}

function isMark(ref: Ref): boolean {
  return ref.kind === 'loop-data' && ref.name !== 'index';
}

/** The branches of a condition; `then` is the intermediate form's word, not a promise's. */
export function branches(yes: readonly Node[], no: readonly Node[]): Pick<If, 'then' | 'else'> {
  // biome-ignore lint/suspicious/noThenProperty: the name of a branch
  return { then: yes, else: no };
}

function walk(shape: Shape, path: readonly string[], visit: (shape: Shape, path: readonly string[]) => void): void {
  visit(shape, path);
  if (shape.type !== 'object') return;
  for (const [name, member] of Object.entries(shape.members)) walk(member, [...path, name], visit);
}

/** Draws a field for a dialect, and data to go with it. */
export function drawCase(gen: fc.GeneratorValue, dialect: DialectId, format: FieldFormat): Case {
  const maker = new Maker(gen, dialect, format);
  const nodes = maker.nodes(0, []);
  const { recipient, event } = gen(() => runtimeData);
  return { format, nodes, recipient, event, constructs: maker.constructs };
}
