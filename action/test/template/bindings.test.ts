// biome-ignore-all lint/suspicious/noThenProperty: the name of a branch
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/template/ir.ts';
import { boolean, codesOf, list, nodesOf, number, object, show, string } from './support/show.ts';

const world = {
  variables: {
    brand: { name: "O'Brien & Sons", slogan: '', color: '#fff' },
    deals: [
      { title: 'Figs', price: 3 },
      { title: 'Plums', price: 0 },
    ],
    links: { shop: 'https://shop.example' },
  },
  recipient: object({ name: string, 'nick?': string }),
  event: object({
    total: string,
    count: number,
    gift: boolean,
    'note?': string,
    'points?': number,
    'address?': object({ city: string, 'zip?': string }),
    items: list(object({ name: string, 'note?': string, tags: list(string) })),
  }),
};

function origins(nodes: readonly Node[]): (string | undefined)[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text') return [node.origin];
    return node.kind === 'unrolled' ? node.iterations.flatMap(origins) : [];
  });
}

describe('a binding is decided by the value a path resolves to', () => {
  it('tells a name with a dot in it from a path, however often either was looked up', () => {
    const variables = { brand: { name: 'inside' }, 'brand.name': 'beside' };
    const text = show('{{brand.name}} {{[brand.name]}} {{#with brand}}{{name}}{{/with}} {{brand.name}}', { variables });
    expect(text).toBe('inside beside inside inside');
  });

  it('computes what the tenant’s values decide and leaves the rest', () => {
    const nodes = nodesOf('{{#if brand.slogan}}x{{else}}{{brand.name}}{{/if}}{{event.total}}', world);
    expect(nodes).toMatchObject([
      { kind: 'text', text: 'O&#39;Brien &amp; Sons', origin: 'brand.name' },
      {
        kind: 'out',
        ref: { kind: 'data', root: 'event', path: ['total'], type: 'string' },
        escape: 'html',
        filters: [],
      },
    ]);
  });

  it('drops decided operands of mixed conditions', () => {
    const condition = { kind: 'truthy', ref: { path: ['gift'] } };
    expect(nodesOf('{{#if (and brand.name event.gift)}}x{{/if}}', world)).toMatchObject([{ kind: 'if', condition }]);
    expect(nodesOf('{{#if (or brand.slogan event.gift)}}x{{/if}}', world)).toMatchObject([{ kind: 'if', condition }]);
    expect(show('{{#if (or brand.name event.gift)}}x{{/if}}', world)).toBe('x');
    expect(nodesOf('{{#if (and brand.slogan event.gift)}}x{{/if}}', world)).toEqual([]);
    expect(nodesOf('{{#unless (not (not event.gift))}}x{{/unless}}', world)).toMatchObject([
      { condition: { kind: 'not', operand: condition } },
    ]);
  });

  it('keeps the order of a comparison whose tenant value stands on the left', () => {
    expect(nodesOf('{{#if (gt 3 event.count)}}x{{/if}}', world)).toMatchObject([
      { condition: { kind: 'compare', operator: 'lt', left: { path: ['count'] }, right: { value: 3 } } },
    ]);
  });

  it('passes values of both kinds through hashes, block parameters and contexts', () => {
    const partials = { line: '{{label}}: {{value}}{{#each rows as |row|}}[{{row.name}}{{@index}}]{{/each}}' };
    const template = '{{> line label=brand.name value=event.total rows=event.items}}';
    const data = { event: { total: '9 <€>', items: [{ name: 'a' }, { name: 'b' }] } };
    expect(show(template, { ...world, partials }, data)).toBe('O&#39;Brien &amp; Sons: 9 &#60;€&#62;[a0][b1]');
    expect(nodesOf(template, { ...world, partials })[0]).toMatchObject({ origin: 'brand.name' });
  });

  it('treats a runtime `with` as a condition and a prefix', () => {
    expect(nodesOf('{{#with event.address}}{{city}}{{../brand.name}}{{else}}none{{/with}}', world)).toMatchObject([
      {
        kind: 'if',
        condition: { kind: 'truthy', ref: { path: ['address'] } },
        then: [{ ref: { path: ['address', 'city'] } }, { origin: 'brand.name' }],
        else: [{ text: 'none' }],
      },
    ]);
  });

  it('re-bases runtime paths in an unrolled loop, and counts every loop for ../', () => {
    const template =
      '{{#each deals}}{{#each ../event.items}}{{../title}}{{name}}{{../../event.total}};{{/each}}{{/each}}';
    const data = { event: { total: '9', items: [{ name: 'a' }] } };
    expect(show(template, world, data)).toBe('Figsa9;Plumsa9;');
  });

  it('gives loops of one field different numbers', () => {
    const nodes = nodesOf(
      '{{#each event.items}}{{#each tags}}{{this}}{{@index}}{{/each}}{{/each}}{{#each event.items}}x{{/each}}',
      world,
    );
    expect(nodes).toMatchObject([
      {
        loop: 0,
        body: [
          {
            loop: 1,
            ref: { kind: 'loop', loop: 0, path: ['tags'] },
            body: [{ ref: { loop: 1, path: [] } }, { ref: { loop: 1, name: 'index' } }],
          },
        ],
      },
      { loop: 2 },
    ]);
  });

  it('iterates over objects in the order of their keys’ code units', () => {
    const variables = { links: { b: 'B', a: 'A', Z: 'Z', '10': 'ten', é: 'E' } };
    expect(show('{{#each links}}{{@key}}={{this}}{{#unless @last}},{{/unless}}{{/each}}', { variables })).toBe(
      '10=ten,Z=Z,a=A,b=B,é=E',
    );
  });

  it('sees own members only', () => {
    expect(codesOf('{{brand.constructor}}', world)).toEqual(['template-missing-variable']);
    expect(codesOf('{{lookup brand "__proto__"}}', world)).toEqual(['template-missing-variable']);
    expect(codesOf('{{event.toString}}', world)).toEqual(['template-undeclared-runtime']);
    expect(codesOf('{{brand.name.length}}', world)).toEqual(['template-missing-variable']);
    expect(show('{{deals.length}}{{deals.[1].title}}{{deals.0.title}}', world)).toBe('2PlumsFigs');
  });
});

describe('static text remembers where it came from', () => {
  it.each([
    ['{{brand.name}}', ['brand.name']],
    ['literal', [undefined]],
    ['{{upper brand.name}}', ['brand.name']],
    ['{{default brand.slogan "x"}}', [undefined]],
    ['{{default brand.slogan brand.name}}', ['brand.name']],
    [
      '{{#each deals}}{{title}}{{@index}}{{price}}{{/each}}',
      Array(2).fill(['deals.*.title', 'deals.@index', 'deals.*.price']).flat(),
    ],
    ['{{#each deals as |deal|}}{{deal.title}}{{/each}}', ['deals.*.title', 'deals.*.title']],
    ['{{#each brand}}{{@key}}{{/each}}', ['brand.@key', 'brand.@key', 'brand.@key']],
    ['{{#with brand}}{{name}}{{/with}}', ['brand.name']],
    ['{{lookup brand "name"}}', ['brand.name']],
    ['{{tenant.name}}{{locale.code}}', ['tenant.name', 'locale.code']],
    ['{{t "hi" name=brand.name}}', [undefined, 'brand.name', undefined]],
  ])('%s', (template, expected) => {
    expect(origins(nodesOf(template, { ...world, strings: { en: { hi: 'Hi {name}!' } } }))).toEqual(expected);
  });
});

describe('values that may be absent', () => {
  const declared = { logo: object({ url: string }), brand: object({ name: string, 'tagline?': string }) };

  it('are nothing where the template declares them so', () => {
    const optional = { ...world, declared, required: ['brand'] };
    expect(
      show(
        '{{#if logo}}x{{/if}}{{#if logo.url}}y{{/if}}[{{brand.tagline}}{{logo.url}}{{upper brand.tagline}}]',
        optional,
      ),
    ).toBe('[]');
    expect(codesOf('{{brand.nmae}}', optional)).toEqual(['template-missing-variable']);
    expect(codesOf('{{logo.size}}', optional)).toEqual(['template-missing-variable']);
  });

  it('are nothing under default', () => {
    expect(show('{{default brand.tagline "none"}}{{default (lookup brand.names "en") tenant.name}}', world)).toBe(
      'noneAcme &amp; Co',
    );
    expect(codesOf('{{default brand.tagline brand.nothing}}', world)).toEqual(['template-missing-variable']);
  });

  it.each([
    ['{{#if brand.missing}}x{{/if}}'],
    ['{{#each brand.missing}}x{{/each}}'],
    ['{{#with brand.missing}}x{{/with}}'],
    ['{{#if (eq brand.missing 1)}}x{{/if}}'],
    ['{{upper brand.missing}}'],
    ['{{> p x=brand.missing}}'],
  ])('are errors everywhere else: %s', (template) => {
    expect(codesOf(template, { ...world, partials: { p: '{{#if x}}{{x.y}}{{/if}}' } })).toEqual([
      'template-missing-variable',
    ]);
  });
});

describe('runtime data that need not be there', () => {
  it.each([
    ['{{event.note}}', false],
    ['{{default event.note "none"}}', true],
    ['{{#if event.note}}{{event.note}}{{/if}}', true],
    ['{{#if event.note}}x{{else}}{{event.note}}{{/if}}', false],
    ['{{#unless event.note}}x{{else}}{{event.note}}{{/unless}}', true],
    ['{{#if (not event.note)}}x{{else}}{{event.note}}{{/if}}', true],
    ['{{#if (and event.gift event.note)}}{{event.note}}{{/if}}', true],
    ['{{#if (or event.gift event.note)}}{{event.note}}{{/if}}', false],
    ['{{#if (or (not event.note) event.gift)}}x{{else}}{{event.note}}{{/if}}', true],
    ['{{#if (eq event.note "x")}}{{event.note}}{{/if}}', true],
    ['{{#with event.note}}{{this}}{{/with}}', true],
    ['{{#if event.address}}{{event.address.city}}{{/if}}', true],
    ['{{#if event.address}}{{event.address.zip}}{{/if}}', false],
    ['{{#if event.address.zip}}{{event.address.zip}}{{event.address.city}}{{/if}}', true],
    ['{{#with event.address}}{{city}}{{/with}}', true],
    ['{{#with event.address}}{{zip}}{{/with}}', false],
    ['{{event.address.city}}', false],
    ['{{#each event.items}}{{note}}{{/each}}', false],
    ['{{#each event.items}}{{#if note}}{{note}}{{/if}}{{/each}}', true],
    ['{{#each event.items as |item|}}{{#if item.note}}{{this.note}}{{/if}}{{/each}}', true],
    ['{{#if (gt event.points 3)}}x{{/if}}', false],
    ['{{#if (and event.points (gt event.points 3))}}x{{/if}}', true],
    ['{{#if event.points}}{{#if (gt event.points 3)}}x{{/if}}{{/if}}', true],
    ['{{upper event.note}}', false],
    ['{{> p x=event.note}}', false],
    ['{{#if event.note}}{{> p x=event.note}}{{/if}}', true],
    ['{{> p x=(default event.note "y")}}', true],
    ['{{t "hi" name=event.note}}', false],
    ['{{default event.gift event.note}}', false],
  ])('%s: guarded %s', (template, isGuarded) => {
    const more = { partials: { p: '{{x}}' }, strings: { en: { hi: 'Hi {name}!' } } };
    expect(codesOf(template, { ...world, ...more })).toEqual(isGuarded ? [] : ['template-unguarded']);
  });
});

describe('default', () => {
  it('falls back for 0 and for what the send leaves out, and prints its fallback as text', () => {
    const nodes = nodesOf('{{default event.count "none & nothing"}}', world);
    expect(nodes).toMatchObject([
      { kind: 'if', then: [{ kind: 'out' }], else: [{ kind: 'text', text: 'none &amp; nothing' }] },
    ]);
    expect(show('{{default deals.1.price "free"}}', world)).toBe('free');
  });

  it('nests, and is a value wherever one can stand', () => {
    const template =
      '{{#if (eq (default recipient.nick recipient.name) "Al")}}!{{/if}}{{default recipient.nick (default event.note "you")}}';
    expect(show(template, world, { recipient: { name: 'Al' } })).toBe('!you');
    expect(show(template, world, { recipient: { name: 'Al', nick: 'B' }, event: { note: 'n' } })).toBe('B');
    expect(show('{{upper (default recipient.nick "you")}}', world)).toBe('YOU');
    expect(show('{{#each (default event.items deals)}}x{{/each}}', world, { event: { items: [] } })).toBe('xx');
  });
});
