import fc, { type GeneratorValue } from 'fast-check';
import type { Json, JsonObject } from '../../../src/digest.ts';

/** A generated template with the data it is rendered with. */
export interface SourceCase {
  readonly field: string;
  readonly partials: Readonly<Record<string, string>>;
  readonly brand: JsonObject;
  readonly event: JsonObject;
  /** The constructs it contains. */
  readonly constructs: ReadonlySet<string>;
}

/** What a name stands for where the template is being written. */
type Kind = 'string' | 'number' | 'boolean' | 'thing' | 'things' | 'words' | 'root';

/** `brand` (known now) and `event` (known when a message is sent) look alike, so that one grammar fits both. */
const members: Readonly<Record<'thing' | 'root', Readonly<Record<string, Kind>>>> = {
  root: {},
  thing: {
    name: 'string',
    title: 'string',
    count: 'number',
    sale: 'boolean',
    words: 'words',
    parts: 'things',
    home: 'thing',
  },
};

function schemaOf(level: number): JsonObject {
  const properties: Record<string, Json> = {
    name: { type: 'string' },
    title: { type: 'string' },
    count: { type: 'number' },
    sale: { type: 'boolean' },
    note: { type: 'string' },
    words: { type: 'array', items: { type: 'string' } },
  };
  const { note: _, ...always } = properties;
  const schema = {
    type: 'object',
    required: [...Object.keys(always), 'parts', ...(level > 0 ? ['home'] : [])],
    properties,
  };
  properties.parts = { type: 'array', items: level > 0 ? schemaOf(level - 1) : schema };
  if (level > 0) properties.home = schemaOf(level - 1);
  return schema;
}

/** What is declared of `brand` and of `event`. */
export const thingSchema: JsonObject = schemaOf(3);

/** Somewhere in the template: what `this` is, and how to go further up. */
interface Place {
  /** Contexts, innermost first, as far as `../` reaches. */
  readonly contexts: readonly Kind[];
  /** How deep in things this context lies, at most. */
  readonly level: number;
  readonly params: Readonly<Record<string, Kind>>;
  readonly extras: Readonly<Record<string, Kind>>;
  /** `static` or `runtime` of the innermost loop. */
  readonly loop: 'static' | 'runtime' | undefined;
  readonly depth: number;
}

const text = fc.oneof(
  fc.constantFrom('', ' ', 'a', 'Zoë', '<b>', '&amp;', '"', "'", '{', '}', '{{', '%', '\\', 'İß', '日本', '#x', 'A&B'),
  fc.string({ maxLength: 6 }),
);

const thing = (level: number): fc.Arbitrary<JsonObject> =>
  fc.record(
    {
      name: text,
      title: text,
      count: fc.integer({ min: 0, max: 3 }),
      sale: fc.boolean(),
      words: fc.array(text, { maxLength: 3 }),
      parts: level === 0 ? fc.constant([]) : fc.array(thing(level - 1), { maxLength: 2 }),
      ...(level === 0 ? {} : { home: thing(level - 1) }),
    },
    { noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;
const optional = fc.option(text, { nil: undefined });

/** Writes a template at random; every choice is `gen`'s, so that failures shrink. */
export function drawSource(gen: GeneratorValue): SourceCase {
  return new Writer(gen).write();
}

class Writer {
  readonly #gen: GeneratorValue;
  readonly #partials: Record<string, string> = {};
  readonly #constructs = new Set<string>();
  #names = 0;

  constructor(gen: GeneratorValue) {
    this.#gen = gen;
  }

  write(): SourceCase {
    const root: Place = { contexts: ['root'], level: 3, params: {}, extras: {}, loop: undefined, depth: 0 };
    const field = this.#body(root);
    const brand = this.#gen(thing, 3);
    const note = this.#gen(() => optional);
    const event = { ...this.#gen(thing, 3), ...(note === undefined ? {} : { note }) };
    return { field, partials: this.#partials, brand, event, constructs: this.#constructs };
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#gen(fc.nat, items.length - 1)] as Item;
  }

  #met(construct: string): void {
    this.#constructs.add(construct);
  }

  #body(place: Place): string {
    const count = this.#gen(fc.nat, place.depth > 1 ? 1 : 2) + 1;
    let body = '';
    for (let index = 0; index < count; index++) body += this.#piece(place);
    return body;
  }

  #piece(place: Place): string {
    const inner = { ...place, depth: place.depth + 1 };
    const simple = [() => this.#literal(), () => this.#print(place), () => this.#print(place)];
    if (place.depth > 3) return this.#pick(simple)();
    return this.#pick([
      ...simple,
      () => this.#if(inner),
      () => this.#each(inner),
      () => this.#with(inner),
      () => this.#partial(inner),
      () => this.#layout(inner),
      () => this.#inline(inner),
    ])();
  }

  #literal(): string {
    return this.#pick([
      ' text ',
      '\n',
      '  \n',
      'x',
      '<p title="q">\n',
      '</p>',
      '{ a }',
      '&amp;',
      '{{! a comment }}',
      '\n  {{!-- }} --}}\n',
    ]);
  }

  #print(place: Place): string {
    if (this.#gen(fc.nat, 5) === 0) {
      this.#met('optional with default');
      return '{{default @root.event.note "none"}}';
    }
    if (this.#gen(fc.nat, 4) === 0) {
      this.#met('attribute');
      return `<i title="{{${this.#scalar(place)}}}">`;
    }
    const tilde = this.#pick(['', '', '', '~']);
    if (tilde !== '') this.#met('~');
    return `{{${tilde}${this.#scalar(place)}${this.#pick(['', '', tilde])}}}`;
  }

  /** What can stand alone between braces and prints something. */
  #scalar(place: Place): string {
    const kind = this.#pick(['string', 'string', 'number', 'boolean'] as const);
    if (this.#gen(fc.nat, 3) > 0) return this.#path(place, kind) ?? this.#known(kind);
    const usual = ['default', 'lookup', 'condition', 'text'] as const;
    const helper = this.#pick(place.loop === undefined ? usual : ([...usual, 'loop', 'loop'] as const));
    switch (helper) {
      case 'default': {
        this.#met('default');
        return `default ${this.#operand(place, kind)} ${this.#pick(['"other"', '7', this.#operand(place, 'string')])}`;
      }
      case 'lookup': {
        this.#met('lookup');
        return `lookup ${this.#operand(place, 'thing')} "${this.#pick(['name', 'title', 'count'])}"`;
      }
      case 'loop': {
        const name = this.#pick(
          place.loop === 'static' ? ['index', 'first', 'last', 'key'] : ['index', 'first', 'last'],
        );
        this.#met(`@${name} ${place.loop}`);
        return `@${name}`;
      }
      case 'condition':
        this.#met('condition printed');
        return this.#condition(place).replace(/^\((.*)\)$/s, '$1');
      case 'text': {
        const name = this.#pick(['upper', 'lower', 'capitalize']);
        this.#met(name);
        return `${name} @root.brand.${this.#pick(['name', 'title', 'home.name'])}`;
      }
    }
  }

  #known(kind: Kind): string {
    return `@root.brand.${kind === 'number' ? 'count' : kind === 'boolean' ? 'sale' : 'name'}`;
  }

  #operand(place: Place, kind: Kind): string {
    const path = this.#path(place, kind);
    if (path !== undefined) return path;
    return kind === 'thing'
      ? '@root.brand'
      : kind === 'things'
        ? '@root.brand.parts'
        : kind === 'words'
          ? '@root.brand.words'
          : this.#known(kind);
  }

  /** A path of that kind from here; undefined when the way that was drawn leads to none. */
  #path(place: Place, kind: Kind): string | undefined {
    const starts: [string, Kind, number][] = [
      ['@root.brand', 'thing', 3],
      ['@root.event', 'thing', 3],
      ...place.contexts.map((context, up): [string, Kind, number] => [
        up === 0 ? 'this' : Array(up).fill('..').join('/'),
        context,
        up === 0 ? place.level : 0,
      ]),
      ...Object.entries(place.params).map(([name, of]): [string, Kind, number] => [name, of, 0]),
      ...Object.entries(place.extras).map(([name, of]): [string, Kind, number] => [name, of, 0]),
    ];
    const [start, of, level] = this.#pick(starts);
    if (start.startsWith('..')) this.#met('../');
    if (start === 'this') this.#met('this');
    if (start.startsWith('@root')) this.#met('@root');
    if (place.params[start] !== undefined) this.#met('block parameter');
    if (place.extras[start] !== undefined) this.#met('partial hash');
    const found = this.#walk(start, of, kind, Math.min(level, 2));
    if (found === undefined || !found.startsWith('this.')) return found;
    return this.#pick([found, found.slice('this.'.length)]);
  }

  #walk(path: string, of: Kind, kind: Kind, level: number): string | undefined {
    if (of === kind) return path;
    if (of === 'root')
      return this.#walk(
        `${path}${path === '..' || path.endsWith('/..') ? '/' : '.'}${this.#pick(['brand', 'event'])}`,
        'thing',
        kind,
        3,
      );
    if (of !== 'thing') return undefined;
    if (level > 0 && this.#gen(fc.nat, 3) === 0) return this.#walk(`${join(path)}home`, 'thing', kind, level - 1);
    const names = Object.entries(members.thing).filter(([name, is]) => is === kind && name !== 'home');
    return names.length === 0 ? undefined : join(path) + this.#pick(names)[0];
  }

  #condition(place: Place): string {
    const deeper = { ...place, depth: place.depth + 1 };
    const kind = place.depth > 3 ? 'comparison' : this.#pick(['and', 'or', 'not', 'comparison', 'comparison'] as const);
    const truth = () =>
      this.#gen(fc.boolean)
        ? this.#condition(deeper)
        : this.#operand(place, this.#pick(['string', 'number', 'boolean', 'words']));
    this.#met(kind === 'comparison' ? 'comparison' : kind);
    switch (kind) {
      case 'and':
      case 'or':
        return `(${kind} ${truth()} ${truth()}${this.#gen(fc.boolean) ? ` ${truth()}` : ''})`;
      case 'not':
        return `(not ${truth()})`;
      case 'comparison': {
        const isNumber = this.#gen(fc.boolean);
        const operator = this.#pick(isNumber ? ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] : ['eq', 'ne']);
        const literal = isNumber ? this.#pick(['0', '1', '2']) : this.#pick(['"a"', '"Zoë"', '" "']);
        const left = this.#operand(place, isNumber ? 'number' : 'string');
        return `(${operator} ${left} ${this.#gen(fc.boolean) ? literal : this.#operand(place, isNumber ? 'number' : 'string')})`;
      }
    }
  }

  #if(place: Place): string {
    const test = () =>
      this.#gen(fc.boolean)
        ? this.#condition(place)
        : this.#operand(place, this.#pick(['string', 'number', 'boolean', 'words']));
    const name = this.#pick(['if', 'unless']);
    this.#met(name);
    const chained = name === 'if' && this.#gen(fc.nat, 3) === 0;
    if (chained) this.#met('else if');
    const chain = chained ? `{{else if ${test()}}}${this.#body(place)}` : '';
    const otherwise = this.#gen(fc.boolean) ? `${this.#line('{{else}}')}${this.#body(place)}` : '';
    return `${this.#line(`{{#${name} ${test()}}}`)}${this.#body(place)}${chain}${otherwise}${this.#line(`{{/${name}}}`)}`;
  }

  /** A tag, sometimes alone on its line. */
  #line(tag: string): string {
    if (this.#gen(fc.nat, 2) > 0) return tag;
    this.#met('standalone line');
    return `\n  ${tag}\n`;
  }

  #each(place: Place): string {
    const kind = this.#pick(['things', 'words'] as const);
    const list = this.#operand(place, kind);
    const named = this.#gen(fc.boolean);
    this.#met(named ? `each ${kind} as` : `each ${kind}`);
    const item = `item${this.#names++}`;
    const params = {
      ...place.params,
      ...(named ? { [item]: kind === 'things' ? ('things' as const) : ('string' as const) } : {}),
    };
    const inner: Place = {
      ...place,
      // Handlebars does not count a context that equals the one around it: so no path leaves a list of words.
      contexts: kind === 'things' ? ['thing', ...this.#reachable(place)] : ['string'],
      level: 0,
      extras: {},
      params: kind === 'things' && named ? { ...params, [item]: 'thing' } : params,
      loop: list.startsWith('@root.brand') ? 'static' : 'runtime',
    };
    const empty = this.#gen(fc.boolean) ? `{{else}}${this.#body({ ...place, loop: undefined })}` : '';
    if (empty !== '') this.#met('each else');
    const head = named ? `{{#each ${list} as |${item}|}}` : `{{#each ${list}}}`;
    return `${this.#line(head)}${this.#body(inner)}${empty}${this.#line('{{/each}}')}`;
  }

  #reachable(place: Place): readonly Kind[] {
    return place.contexts[0] === 'string' ? [] : place.contexts;
  }

  #with(place: Place): string {
    const path = this.#pick(['@root.brand.home', '@root.event.home', '@root.event', '@root.brand']);
    const named = this.#gen(fc.boolean);
    this.#met(named ? 'with as' : 'with');
    const name = `held${this.#names++}`;
    const inner: Place = {
      ...place,
      contexts: ['thing', ...this.#reachable(place)],
      level: 2,
      extras: {},
      params: named ? { ...place.params, [name]: 'thing' } : place.params,
    };
    const head = named ? `{{#with ${path} as |${name}|}}` : `{{#with ${path}}}`;
    return `${this.#line(head)}${this.#body(inner)}${this.#line('{{/with}}')}`;
  }

  #hash(place: Place): { written: string; extras: Record<string, Kind> } {
    if (place.contexts[0] === 'string' || this.#gen(fc.boolean)) return { written: '', extras: {} };
    const name = `extra${this.#names++}`;
    const [value, kind] = this.#pick([
      () => [this.#operand(place, 'string'), 'string'] as const,
      () => ['"a literal"', 'string'] as const,
      () => [this.#operand(place, 'words'), 'words'] as const,
      () => [`(default ${this.#operand(place, 'string')} "x")`, 'string'] as const,
    ])();
    return { written: ` ${name}=${value}`, extras: { [name]: kind } };
  }

  /** What a partial sees when it is called from `place`. */
  #inPartial(place: Place, extras: Record<string, Kind>): Place {
    const [context] = place.contexts;
    return {
      ...place,
      contexts: [context as Kind],
      params: {},
      extras: { ...place.extras, ...extras },
      depth: place.depth + 1,
    };
  }

  #partial(place: Place): string {
    const name = `p${this.#names++}`;
    const { written, extras } = this.#hash(place);
    this.#met('partial');
    this.#partials[name] = this.#body(this.#inPartial(place, extras));
    return this.#line(`{{> ${name}${written}}}`);
  }

  #layout(place: Place): string {
    const name = `layout${this.#names++}`;
    const { written, extras } = this.#hash(place);
    this.#met('layout');
    const seen = this.#inPartial(place, extras);
    this.#partials[name] = `${this.#body(seen)}${this.#line('{{> @partial-block}}')}${this.#body(seen)}`;
    const block: Place = { ...seen, params: place.params };
    return `${this.#line(`{{#> ${name}${written}}}`)}${this.#body(block)}${this.#line(`{{/${name}}}`)}`;
  }

  #inline(place: Place): string {
    const name = `inline${this.#names++}`;
    const layout = `slot${this.#names++}`;
    this.#met('inline partial');
    const seen = { ...this.#inPartial(place, {}), loop: undefined };
    this.#partials[layout] = `[{{#> ${name}}}nothing{{/${name}}}]${this.#body(seen)}`;
    const defined = this.#gen(fc.boolean);
    return `{{#> ${layout}}}${defined ? `{{#*inline "${name}"}}${this.#body(seen)}{{/inline}}` : ''}{{/${layout}}}`;
  }
}

function join(path: string): string {
  return path.endsWith('..') ? `${path}/` : `${path}.`;
}
