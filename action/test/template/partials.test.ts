import { describe, expect, it } from 'vitest';
import { codesOf, list, object, problemsOf, show, string } from './support/show.ts';
import { build } from './support/world.ts';

const world = {
  variables: { brand: { name: 'Acme' }, deals: [{ title: 'Figs' }, { title: 'Plums' }] },
  event: object({ total: string, items: list(object({ name: string })) }),
};

describe('partials', () => {
  it('resolve to the tenant’s own, then the shared one, then the layout', () => {
    const sources = {
      own: { a: 'own' },
      partials: { a: 'shared', b: 'shared' },
      layouts: { b: 'layout', c: 'layout' },
    };
    expect(show('{{> a}} {{> b}} {{> c}}', { ...world, ...sources })).toBe('own shared layout');
  });

  it('below legal/ are never the tenant’s own', () => {
    const sources = { own: { 'legal/notice': 'own' }, partials: { 'legal/notice': 'ours' } };
    expect(show('{{> legal/notice}}{{> "legal/notice"}}', { ...world, ...sources })).toBe('oursours');
  });

  it('see their context, their hash over it, and the root', () => {
    const partials = { p: '{{title}}/{{@root.brand.name}}/{{x}};', q: '{{#each this}}{{title}}{{/each}}' };
    expect(
      show('{{#each deals}}{{> p x=title}}{{/each}}{{> p title="t" x=1}}{{> q deals}}', { ...world, partials }),
    ).toBe('Figs/Acme/Figs;Plums/Acme/Plums;t/Acme/1;FigsPlums');
    expect(
      show(
        '{{#each event.items}}{{> p title=name x=@index}}{{/each}}',
        { ...world, partials },
        { event: { items: [{ name: 'a' }] } },
      ),
    ).toBe('a/Acme/0;');
  });

  it('are indented once, in front, when they stand alone on a line', () => {
    expect(show('<p>\n    {{> a}}\n</p>', { ...world, partials: { a: 'one\ntwo\n' } })).toBe('<p>\n    one\ntwo\n</p>');
  });

  it('take blocks, with the block parameters around them and the context of the partial', () => {
    const layouts = { card: '[{{#each deals}}{{> @partial-block}}{{/each}}]', frame: '({{> @partial-block}})' };
    const template =
      '{{#each deals as |outer|}}{{#> card deals=@root.deals}}{{outer.title}}-{{title}}{{@index}} {{/card}}{{/each}}';
    expect(show(template, { ...world, layouts })).toBe('[Figs-Figs0 Figs-Plums1 ][Plums-Figs0 Plums-Plums1 ]');
    expect(show('{{#> frame}}{{#> frame}}{{brand.name}}{{/frame}}{{/frame}}', { ...world, layouts })).toBe('((Acme))');
  });

  it('hand the layout’s block on to the partials it calls', () => {
    const sources = { layouts: { base: '({{> inner}})' }, partials: { inner: '[{{> @partial-block}}]' } };
    expect(show('{{#> base}}x{{/base}}', { ...world, ...sources })).toBe('([x])');
  });

  it('can be defined inline, for a layout to print', () => {
    const layouts = { base: '{{#> head}}no head{{/head}}|{{> @partial-block}}' };
    expect(show('{{#> base}}{{#*inline "head"}}{{brand.name}}{{/inline}}body{{/base}}', { ...world, layouts })).toBe(
      'Acme|body',
    );
    expect(show('{{#> base}}body{{/base}}', { ...world, layouts })).toBe('no head|body');
    expect(show('{{#*inline "head"}}over{{/inline}}{{> head}}', { ...world, partials: { head: 'shared' } })).toBe(
      'over',
    );
  });

  it('stop a layout that prints its own block from calling itself through it', () => {
    const layouts = { base: '{{> @partial-block}}' };
    expect(show('{{#> base}}{{#> base}}{{#> base}}x{{/base}}{{/base}}{{/base}}', { ...world, layouts })).toBe('x');
  });

  it('report a cycle once, with the chain, also when no branch leads into it', () => {
    const partials = { a: '{{> b}}', b: '{{> c}}', c: '{{#unless brand.name}}{{> b}}{{/unless}}' };
    expect(problemsOf({ ...world, fields: { html: '{{> a}}' }, partials }).map(({ message }) => message)).toEqual([
      'The partial `b` calls itself: b → c → b.',
    ]);
  });

  it('report a tenant’s own partial that calls the shared one of its name', () => {
    expect(codesOf('{{> a}}', { ...world, own: { a: 'x{{> a}}' }, partials: { a: 'y' } })).toEqual([
      'template-partial-cycle',
    ]);
  });

  it('carry the HTML state in and out', () => {
    const partials = { attribute: ' title="{{brand.name}}"', open: '<a href="' };
    expect(show('<p{{> attribute}}>', { ...world, partials })).toBe('<p title="Acme">');
    expect(codesOf('{{> open}}{{brand.name}}">', { ...world, partials })).toEqual(['template-link']);
    expect(codesOf('{{> open}}https://x">{{> open}}https://y">', { ...world, partials })).toEqual([]);
  });
});

describe('the closure', () => {
  const sources = {
    ...world,
    fields: { subject: '{{t "title"}}', html: '{{#> base}}{{> used}}{{/base}}{{#if brand.name}}{{> legal/x}}{{/if}}' },
    layouts: { base: '{{> @partial-block}}', other: 'x' },
    partials: { used: 'u', unused: 'n', 'legal/x': 'l' },
    strings: { en: { title: 'Hello', other: 'x' }, fr: { title: 'Bonjour' } },
    sharedStrings: { en: { other: 'x' } },
    overridable: ['title'],
  };
  const closureOf = (more: object) => {
    const { renderer, version, tenant } = build({ ...sources, ...more });
    return renderer.closure(version, tenant);
  };
  const base = closureOf({});

  it.each([
    ['a field', { fields: { ...sources.fields, subject: 'x{{t "title"}}' } }],
    ['a partial', { partials: { ...sources.partials, used: 'v' } }],
    ['a layout', { layouts: { ...sources.layouts, base: '{{> @partial-block}}!' } }],
    ['a legal partial', { partials: { ...sources.partials, 'legal/x': 'm' } }],
    ['a used string', { strings: { ...sources.strings, en: { title: 'Hi', other: 'x' } } }],
    ['a declaration', { event: object({ total: string }) }],
    ['the tenant’s own version of a partial it uses', { own: { used: 'own' } }],
    ['the tenant’s own version of a string it may replace', { ownStrings: { en: { title: 'Own' } } }],
    ['a locale more', { locales: ['en', 'fr'] }],
    ['a locale whose fallback gives another string', { locales: ['de'], fallback: { de: 'fr' } }],
  ])('changes with %s', (_what, more) => {
    expect(closureOf(more)).not.toBe(base);
  });

  it.each([
    ['an unused partial', { partials: { ...sources.partials, unused: 'm' } }],
    ['an unused layout', { layouts: { ...sources.layouts, other: 'y' } }],
    ['an unused string', { strings: { ...sources.strings, en: { title: 'Hello', other: 'y' } } }],
    ['a string of a locale the tenant does not have', { strings: { ...sources.strings, fr: { title: 'Salut' } } }],
    ['the tenant’s own version of a partial it does not use', { own: { unused: 'own' } }],
    ['a tenant’s own version of a string it may not replace', { ownStrings: { en: { other: 'Own' } } }],
    ['a tenant’s own legal partial', { own: { 'legal/x': 'own' } }],
    ['the tenant’s values', { variables: { brand: { name: 'Other' } } }],
    ['the fallback of a locale the tenant does not have', { fallback: { de: 'fr' } }],
  ])('does not change with %s', (_what, more) => {
    expect(closureOf(more)).toBe(base);
  });

  it('is the same for two tenants without anything of their own, and asked twice', () => {
    const { renderer, version, tenant } = build(sources);
    expect(renderer.closure(version, tenant)).toBe(base);
    expect(renderer.closure(version, { ...tenant, id: 'other', variables: {} })).toBe(base);
    expect(
      renderer.closure(version, { ...tenant, partials: new Map([['used', { path: 'x', text: 'own' }]]) }),
    ).not.toBe(base);
  });
});
