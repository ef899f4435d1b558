import { describe, expect, it } from 'vitest';
import { list, object, problemsOf, string } from './support/show.ts';
import type { World } from './support/world.ts';

/** A mistake, where and how it is reported, and what makes it right. */
interface Case {
  readonly mistake: World;
  readonly code: string;
  readonly at: string;
  readonly cause: RegExp;
  readonly fix: RegExp;
  readonly mended: World;
}

const shared: World = {
  variables: {
    brand: { name: 'Acme', color: '#fff' },
    links: { shop: 'https://shop.example', list: [{ url: 'https://a.example' }] },
  },
  event: object({ total: string, 'note?': string, items: list(object({ name: string })) }),
  strings: { en: { 'hero.title': 'Hello', greeting: 'Hi {name}' }, fr: {} },
};

function html(text: string, more: World = {}): World {
  return { ...shared, ...more, fields: { html: text } };
}

const cases: Readonly<Record<string, Case>> = {
  'an unclosed block': {
    mistake: html('<p>\n  {{#if brand.name}}\n  {{#each links.list}}x{{/each}}\n</p>'),
    code: 'template-syntax',
    at: 'templates/test/html.hbs:2:3',
    cause: /block `if` that is opened here is never closed/,
    fix: /\{\{\/if\}\}/,
    mended: html('<p>\n  {{#if brand.name}}\n  {{#each links.list}}x{{/each}}{{/if}}\n</p>'),
  },
  'a block closed by another name': {
    mistake: html('{{#if brand.name}}x\n{{/each}}'),
    code: 'template-syntax',
    at: 'templates/test/html.hbs:2:1',
    cause: /`\{\{\/each\}\}` closes the wrong block: `if` is still open/,
    fix: /\{\{\/if\}\}/,
    mended: html('{{#if brand.name}}x\n{{/if}}'),
  },
  'a closing tag without a block': {
    mistake: html('x\n {{/if}}'),
    code: 'template-syntax',
    at: 'templates/test/html.hbs:2:2',
    cause: /closes a block that was not opened/,
    fix: /\{\{#if\}\}/,
    mended: html('x\n'),
  },
  'a tag that is not closed': {
    mistake: html('one\ntwo {{brand.name</p>'),
    code: 'template-syntax',
    at: 'templates/test/html.hbs:2:13',
    cause: /Handlebars cannot read this/,
    fix: /language guide/,
    mended: html('one\ntwo {{brand.name}}</p>'),
  },
  'a missing partial': {
    mistake: html('\n{{> foter}}', { partials: { footer: 'x' } }),
    code: 'template-missing-partial',
    at: 'templates/test/html.hbs:2:1',
    cause: /no partial `foter`/,
    fix: /“footer”/,
    mended: html('\n{{> footer}}', { partials: { footer: 'x' } }),
  },
  'a missing layout': {
    mistake: html('{{#> bse}}x{{/bse}}', { layouts: { base: '{{> @partial-block}}' } }),
    code: 'template-missing-partial',
    at: 'templates/test/html.hbs:1:1',
    cause: /no partial `bse`/,
    fix: /“base”/,
    mended: html('{{#> base}}x{{/base}}', { layouts: { base: '{{> @partial-block}}' } }),
  },
  'cyclic partials': {
    mistake: html('{{> a}}', { partials: { a: 'a{{> b}}', b: 'b{{#if brand.name}}\n{{> a}}{{/if}}' } }),
    code: 'template-partial-cycle',
    at: 'templates/_partials/b.hbs:2:1',
    cause: /a → b → a/,
    fix: /Remove one of these calls/,
    mended: html('{{> a}}', { partials: { a: 'a{{> b}}', b: 'b' } }),
  },
  'a partial that is computed': {
    mistake: html('{{> (lookup brand "name")}}'),
    code: 'template-unsupported',
    at: 'templates/test/html.hbs:1:1',
    cause: /name of this partial is computed/,
    fix: /`if`/,
    mended: html('{{#if brand.name}}{{> a}}{{/if}}', { partials: { a: 'a' } }),
  },
  'a missing variable': {
    mistake: html('{{brand.phone}}'),
    code: 'template-missing-variable',
    at: 'templates/test/html.hbs:1:3',
    cause: /`brand.phone` has no value/,
    fix: /Set `variables.brand.phone` in tenant.yaml, in a group of the tenant or in tenants\/_defaults.yaml/,
    mended: html('{{brand.phone}}', { variables: { brand: { phone: '1' } } }),
  },
  'a misspelt variable': {
    mistake: html('<p>\n\t{{brand.nmae}}'),
    code: 'template-missing-variable',
    at: 'templates/test/html.hbs:2:4',
    cause: /`brand.nmae`/,
    fix: /Did you mean “name”/,
    mended: html('<p>\n\t{{brand.name}}'),
  },
  'a root variable inside a loop': {
    mistake: html('{{#each links.list}}{{brand.name}}{{/each}}'),
    code: 'template-missing-variable',
    at: 'templates/test/html.hbs:1:23',
    cause: /`brand.name` has no value/,
    fix: /`@root.brand.name`/,
    mended: html('{{#each links.list}}{{@root.brand.name}}{{/each}}'),
  },
  'an undeclared runtime path': {
    mistake: html('{{event.totl}}'),
    code: 'template-undeclared-runtime',
    at: 'templates/test/html.hbs:1:3',
    cause: /no `totl` in `event`/,
    fix: /Did you mean “total”/,
    mended: html('{{event.total}}'),
  },
  'an undeclared path in a runtime loop': {
    mistake: html('{{#each event.items}}{{event.total}}{{/each}}'),
    code: 'template-undeclared-runtime',
    at: 'templates/test/html.hbs:1:24',
    cause: /no `event` in `this`/,
    fix: /`@root.event.total`/,
    mended: html('{{#each event.items}}{{@root.event.total}}{{/each}}'),
  },
  'an unguarded optional runtime path': {
    mistake: html('{{event.total}}{{event.note}}'),
    code: 'template-unguarded',
    at: 'templates/test/html.hbs:1:16',
    cause: /`event.note` may be missing/,
    fix: /\(default event.note "…"\).*\{\{#if event.note\}\}.*templates\/test\/template.yaml/,
    mended: html('{{event.total}}{{default event.note "none"}}'),
  },
  'an unknown helper': {
    mistake: html('{{uper brand.name}}'),
    code: 'template-unknown-helper',
    at: 'templates/test/html.hbs:1:1',
    cause: /no helper `uper`/,
    fix: /“upper”/,
    mended: html('{{upper brand.name}}'),
  },
  'a bare helper name': {
    mistake: html('{{#each links.list}}{{url}}{{/each}}'),
    code: 'template-bare-helper',
    at: 'templates/test/html.hbs:1:23',
    cause: /`url` is a helper/,
    fix: /\{\{this.url\}\}/,
    mended: html('{{#each links.list}}{{this.url}}{{/each}}'),
  },
  'a reserved block parameter': {
    mistake: html('{{#each links.list as |url|}}{{url.url}}{{/each}}'),
    code: 'template-reserved-name',
    at: 'templates/test/html.hbs:1:1',
    cause: /`url` has a fixed meaning/,
    fix: /name other than/,
    mended: html('{{#each links.list as |link|}}{{link.url}}{{/each}}'),
  },
  'a reserved name handed to a partial': {
    mistake: html('{{> a event=brand}}', { partials: { a: 'x' } }),
    code: 'template-reserved-name',
    at: 'templates/test/html.hbs:1:7',
    cause: /`event` has a fixed meaning/,
    fix: /name other than/,
    mended: html('{{> a thing=brand}}', { partials: { a: 'x' } }),
  },
  'a value in an unquoted attribute': {
    mistake: html('<p title={{brand.name}}>'),
    code: 'template-unquoted-attribute',
    at: 'templates/test/html.hbs:1:10',
    cause: /without quotes/,
    fix: /quotation marks/,
    mended: html('<p title="{{brand.name}}">'),
  },
  'a value inside a tag': {
    mistake: html('<p {{brand.name}}>'),
    code: 'template-value-in-tag',
    at: 'templates/test/html.hbs:1:4',
    cause: /inside a tag/,
    fix: /quoted value of an attribute/,
    mended: html('<p class="{{brand.name}}">'),
  },
  'a javascript: link': {
    mistake: html('<p>\n<a href="javascript:alert(1)">x</a>'),
    code: 'template-script-link',
    at: 'templates/test/html.hbs:2:20',
    cause: /runs a script/,
    fix: /https:/,
    mended: html('<p>\n<a href="https://x.example">x</a>'),
  },
  'a javascript: link in a value': {
    mistake: html('<a href="{{links.shop}}">x</a>', { variables: { links: { shop: 'javascript:x' } } }),
    code: 'template-link',
    at: 'templates/test/html.hbs:1:10',
    cause: /`links.shop` begins a link, but “javascript:x” is not an address/,
    fix: /https:/,
    mended: html('<a href="{{links.shop}}">x</a>'),
  },
  'a missing string': {
    mistake: html('{{t "hero.titel"}}'),
    code: 'template-missing-string',
    at: 'templates/test/html.hbs:1:1',
    cause: /no string `hero.titel`/,
    fix: /“hero.title”/,
    mended: html('{{t "hero.title"}}'),
  },
  'an unfilled slot': {
    mistake: html('{{t "greeting" nam=brand.name}}'),
    code: 'template-missing-string',
    at: 'templates/test/html.hbs:1:1',
    cause: /slot \{name\}/,
    fix: /“nam”.*name=/,
    mended: html('{{t "greeting" name=brand.name}}'),
  },
  'a printed object': {
    mistake: html('{{brand}}'),
    code: 'template-not-printable',
    at: 'templates/test/html.hbs:1:1',
    cause: /`brand` is an object/,
    fix: /members/,
    mended: html('{{brand.name}}'),
  },
  'a comparison of different types': {
    mistake: html('{{#if (eq event.total 3)}}x{{/if}}'),
    code: 'template-type',
    at: 'templates/test/html.hbs:1:7',
    cause: /`event.total` is a string, but is compared with the number “3”/,
    fix: /same type/,
    mended: html('{{#if (eq event.total "3")}}x{{/if}}'),
  },
  'a path past the partial’s root': {
    mistake: html('{{> a}}', { partials: { a: '\n{{../brand.name}}' } }),
    code: 'template-too-far-up',
    at: 'templates/_partials/a.hbs:2:3',
    cause: /further up than this file/,
    fix: /`@root.brand.name`/,
    mended: html('{{> a}}', { partials: { a: '\n{{@root.brand.name}}' } }),
  },
  'a section': {
    mistake: html('{{#brand}}x{{/brand}}'),
    code: 'template-unsupported',
    at: 'templates/test/html.hbs:1:1',
    cause: /`\{\{#brand\}\}`/,
    fix: /\{\{#with brand\}\}/,
    mended: html('{{#with brand}}x{{/with}}'),
  },
};

describe('a mistake in a template is reported where it is, with its cause and its cure', () => {
  it.each(Object.entries(cases))('%s', (_name, { mistake, code, at, cause, fix, mended }) => {
    const problems = problemsOf(mistake);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem?.code).toBe(code);
    expect(`${problem?.file}:${problem?.line}:${problem?.column}`).toBe(at);
    expect(problem?.message).toMatch(cause);
    expect(problem?.fix).toMatch(fix);
    expect(problemsOf(mended)).toEqual([]);
  });

  it.each([
    ['{{{{raw}}}}x{{{{/raw}}}}', 'template-unsupported'],
    ['{{* decorate}}', 'template-unsupported'],
    ['{{#*other "x"}}y{{/other}}', 'template-unsupported'],
    ['{{^brand}}x{{/brand}}', 'template-unsupported'],
    ['{{"text"}}', 'template-unsupported'],
    ['{{#upper brand.name}}x{{/upper}}', 'template-unsupported'],
    ['{{if brand.name "x"}}', 'template-unsupported'],
    ['{{log brand.name}}', 'template-unknown-helper'],
    ['{{#foo brand.name}}x{{/foo}}', 'template-unknown-helper'],
    ['{{brand.name "x"}}', 'template-unknown-helper'],
    ['{{#if brand.name includeZero=true}}x{{/if}}', 'template-arguments'],
    ['{{#if brand.name brand.color}}x{{/if}}', 'template-arguments'],
    ['{{#if brand.name as |x|}}x{{/if}}', 'template-arguments'],
    ['{{#each brand as |a b c|}}x{{/each}}', 'template-arguments'],
    ['{{default brand.name}}', 'template-arguments'],
    ['{{upper brand.name x=1}}', 'template-arguments'],
    ['{{t brand.name}}', 'template-arguments'],
    ['{{date brand.name "shrt"}}', 'template-arguments'],
    ['{{> a brand brand}}', 'template-arguments'],
    ['{{@index}}', 'template-too-far-up'],
    ['{{@foo}}', 'template-unsupported'],
    ['{{#each links.list}}{{@../index}}{{/each}}', 'template-too-far-up'],
    ['{{#each event.items}}{{@key}}{{/each}}', 'template-unsupported'],
    ['{{#each event.items}}{{#each @root.event.items}}{{@../index}}{{/each}}{{/each}}', 'template-unsupported'],
    ['{{lookup brand event.total}}', 'template-unsupported'],
    ['{{lookup event "missing"}}', 'template-undeclared-runtime'],
    ['{{#each brand.name}}x{{/each}}', 'template-type'],
    ['{{#each event.total}}x{{/each}}', 'template-type'],
    ['{{#each event}}x{{/each}}', 'template-type'],
    ['{{event.items}}', 'template-not-printable'],
    ['{{event.items.0.name}}', 'template-undeclared-runtime'],
    ['{{event.items.length}}', 'template-undeclared-runtime'],
    ['{{event}}', 'template-not-printable'],
    ['{{this}}', 'template-not-printable'],
    ['{{vendor.unsubscribe}}', 'template-undeclared-runtime'],
    ['{{upper brand}}', 'template-type'],
    ['{{number event.total}}', 'template-format'],
    ['{{currency event.total}}', 'template-format'],
    ['{{date event.total}}', 'template-format'],
    ['{{#if (gt brand.name 3)}}x{{/if}}', 'template-type'],
    ['{{#if (gt event.total 3)}}x{{/if}}', 'template-type'],
    ['{{#if (eq brand 3)}}x{{/if}}', 'template-type'],
    ['{{#if (eq (upper event.total) "X")}}x{{/if}}', 'template-type'],
    ['{{#each links.list as |l|}}{{#*inline "x"}}{{l.url}}{{/inline}}{{> x}}{{/each}}', 'template-too-far-up'],
    ['{{#each links.list}}{{#> a}}{{../brand.name}}{{/a}}{{/each}}', 'template-too-far-up'],
    ['{{> @partial-block}}', 'template-missing-partial'],
    ['{{#> a}}{{#*inline "x"}}y{{/inline}}{{/a}}{{> x}}', 'template-missing-partial'],
    ['{{#*inline "x"}}{{> x}}{{/inline}}{{> x}}', 'template-partial-cycle'],
  ])('%s is refused: %s', (text, code) => {
    expect(problemsOf(html(text, { partials: { a: 'a' } })).map((problem) => problem.code)).toEqual([code]);
  });

  it('reports everything that is wrong, in the order of the template', () => {
    const found = problemsOf(html('{{brand.a}}{{event.b}}{{> a}}{{brand.c}}', { partials: { a: '{{brand.d}}' } }));
    expect(found.map(({ file, message }) => `${file} ${message.slice(0, 11)}`)).toEqual([
      'templates/test/html.hbs `brand.a` h',
      'templates/test/html.hbs `event.b` i',
      'templates/_partials/a.hbs `brand.d` h',
      'templates/test/html.hbs `brand.c` h',
    ]);
  });

  it('reports what is wrong in a branch that is not taken, as far as the source itself shows it', () => {
    expect(problemsOf(html('{{#unless brand.name}}{{uper 1}}{{> gone}}{{/unless}}')).map(({ code }) => code)).toEqual([
      'template-unknown-helper',
      'template-missing-partial',
    ]);
  });

  it('says which tenant a value is missing for', () => {
    expect(problemsOf(html('{{brand.x}}'))[0]?.tenants).toEqual(['acme']);
  });
});
