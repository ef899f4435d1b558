import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/digest.ts';

/** What a generated template may use: variables with values and declarations, declared runtime data, strings, partials. */
export interface SourceWorld {
  readonly variables: JsonObject;
  readonly declared: JsonObject;
  readonly recipient: JsonObject;
  readonly event: JsonObject;
}

const string = { type: 'string' };
const number = { type: 'number' };
const boolean = { type: 'boolean' };

/** Declarations of the tenant's variables. All but the brand's tagline and banner are there for every tenant. */
export const declared = {
  brand: {
    type: 'object',
    required: ['name', 'color', 'markup'],
    properties: {
      name: string,
      color: { type: 'string', format: 'color' },
      markup: { type: 'string', format: 'html' },
      tagline: string,
    },
  },
  links: { type: 'object', required: ['shop'], properties: { shop: { type: 'string', format: 'url' } } },
  features: { type: 'object', required: ['loyalty', 'app'], properties: { loyalty: boolean, app: boolean } },
  limit: number,
  since: string,
  fee: { type: 'object', properties: { amount: number, currency: string } },
  deals: {
    type: 'array',
    items: {
      type: 'object',
      required: ['name', 'price', 'tags'],
      properties: { name: string, price: number, tags: { type: 'array', items: string } },
    },
  },
  cities: { type: 'array', items: string },
  contacts: { type: 'object', properties: { sales: string, help: string } },
} as const satisfies JsonObject;

/** Declarations of what a send carries; `required` is drawn. */
export function runtimeSchemas(required: readonly string[]): Pick<SourceWorld, 'recipient' | 'event'> {
  const among = (...names: string[]) => names.filter((name) => required.includes(name));
  const item = {
    type: 'object',
    required: ['name', 'price', 'tags', 'parts'],
    properties: {
      name: string,
      price: number,
      sale: boolean,
      note: string,
      tags: { type: 'array', items: string },
      parts: {
        type: 'array',
        items: { type: 'object', required: ['name', 'n'], properties: { name: string, n: number } },
      },
    },
  };
  return {
    recipient: {
      type: 'object',
      required: ['tier', 'points', 'vip', ...among('first_name', 'home')],
      properties: {
        first_name: string,
        tier: string,
        points: number,
        vip: boolean,
        home: { type: 'object', required: ['city'], properties: { city: string } },
      },
    },
    event: {
      type: 'object',
      required: ['kind', 'count', 'items', 'order', 'day', 'page', ...among('gift', 'notes')],
      properties: {
        kind: string,
        count: number,
        gift: boolean,
        items: { type: 'array', items: item },
        notes: { type: 'array', items: string },
        order: {
          type: 'object',
          required: ['total', 'lines'],
          properties: { total: string, lines: { type: 'array', items: item } },
        },
        day: { type: 'string', format: 'date' },
        page: { type: 'string', format: 'uri' },
      },
    },
  };
}

export const strings: Readonly<Record<string, string>> = {
  hello: 'Hello {name}, welcome!',
  plain: "It's {0} & {more} <fine>",
  two: '{b} before {a}',
};

export const partials: Readonly<Record<string, string>> = {
  card: '<b>{{label}}</b>{{#if value}} ({{value}}){{/if}}\n',
  rows: '{{#each rows}}\n  {{@index}} {{name}}{{#unless @last}}, {{/unless}}\n{{else}}\nnothing\n{{/each}}\n',
  outer: '[{{> card label=title value=tier}}]',
};
export const layouts: Readonly<Record<string, string>> = {
  frame: '<div>\n{{title}}\n  {{> @partial-block}}\n</div>\n',
};

const fragments = ['{', '}', '{{', '}}', '{%', '%', '\\', '"', "'", '<', '>', '&', '&lt;', '$', ' ', '\n', 'a', 'Zoë'];
const text = fc.oneof(
  fc.constantFrom('', ' ', 'a', 'gold', 'Zoë & co', '  ', '0', 'false', "it's", '(50%) *!', '{{x}}', '<b>'),
  fc.array(fc.constantFrom(...fragments), { maxLength: 4 }).map((parts) => parts.join('')),
);
const numbers = fc.constantFrom(0, 1, 2, -1, 1.5, 1999);

export const variables: fc.Arbitrary<JsonObject> = fc.record(
  {
    brand: fc.record(
      {
        name: text,
        color: fc.constantFrom('#0a7d33', '#fff'),
        markup: fc.constantFrom('<i>x</i>', 'plain {{ &amp;', ''),
        tagline: text,
      },
      { requiredKeys: ['name', 'color', 'markup'], noNullPrototype: true },
    ),
    links: fc.record({ shop: fc.constantFrom('https://acme.example/a?b=1&c=2', 'https://acme.example/{{x}}') }),
    features: fc.record({ loyalty: fc.boolean(), app: fc.boolean() }),
    limit: numbers,
    since: fc.constantFrom('2026-11-26', '2026-01-05'),
    fee: fc.constantFrom({ amount: 1999, currency: 'USD' }, { amount: -5, currency: 'JPY' }),
    deals: fc.array(fc.record({ name: text, price: numbers, tags: fc.array(text, { maxLength: 2 }) }), {
      maxLength: 3,
    }),
    cities: fc.array(text, { maxLength: 3 }),
    contacts: fc.record({ sales: text, help: text }),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<JsonObject>;

/** Data that conform to a declaration: what is not required may be missing. */
export function dataFor(schema: JsonObject): fc.Arbitrary<Json> {
  switch (schema.type) {
    case 'string':
      if (schema.format === 'date') return fc.constantFrom('2026-11-26', '2026-01-05');
      if (schema.format === 'uri')
        return fc.constantFrom('https://shop.example/?a=1&b="2"', 'https://shop.example/{{7}}');
      return text;
    case 'number':
      return numbers;
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(dataFor(schema.items as JsonObject), { maxLength: 3 }) as fc.Arbitrary<Json>;
    default: {
      const members = Object.entries(schema.properties as JsonObject);
      return fc.record(Object.fromEntries(members.map(([name, member]) => [name, dataFor(member as JsonObject)])), {
        requiredKeys: [...(schema.required as readonly string[])],
        noNullPrototype: true,
      }) as fc.Arbitrary<Json>;
    }
  }
}
