// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Braze
import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../src/template/dialects/dialect.ts';
import { advance, htmlStates } from '../../src/template/html-state.ts';
import type { Node } from '../../src/template/ir.ts';
import { engines } from '../oracle/support/engines.ts';
import { decodeEntities, vendorUrls } from '../oracle/support/send.ts';
import * as ir from './support/ir.ts';

const { codes, compare, each, event, item, loopData, or, out, printed, recipient, text, value, verbatim, when } = ir;
const data = {
  recipient: { tier: 'gold', points: 0 },
  event: {
    secret: 'SECRET',
    name: 'N',
    zero: 0,
    one: 1,
    blank: '  ',
    empty: '',
    none: [],
    items: ['x', 'y'],
    kind: '',
  },
  vendor: vendorUrls,
};

/** What vendors say that they cannot do: comparisons and the data of loops; a backslash before a tag, in plain text. */
const limits: Readonly<Partial<Record<DialectId, readonly string[]>>> = {
  mustachio: ['not-in-dialect'],
  iterable: ['text-reads-as-code'],
};

/** What the readers of all vendors see; the vendors must agree. */
function seen(nodes: readonly Node[], format: 'html' | 'text' = 'html'): string {
  const decode = format === 'html' ? decodeEntities : (same: string) => same;
  const able = engines.filter(
    ({ dialect }) => !codes(dialect, nodes, format).some((code) => limits[dialect]?.includes(code)),
  );
  const [first, ...others] = able.map((engine) => decode(engine.render(printed(engine.dialect, nodes, format), data)));
  for (const other of others) expect(other).toBe(first);
  return first as string;
}

const plain = htmlStates.plain;
const inStyle = advance(htmlStates.text, '<style>');
const inComment = advance(htmlStates.text, '<!--');
const inTag = advance(htmlStates.text, '<p ');

describe('delimiters that only come about when texts are joined', () => {
  it('two values that make a print together', () => {
    expect(seen([value('{'), value('{event.secret}}')])).toBe('{{event.secret}}');
    expect(seen([value('{{'), value('event.secret'), value('}}')])).toBe('{{event.secret}}');
  });
  it('a value that makes a Liquid tag with the literal behind it', () => {
    expect(seen([value('{'), text('% assign x = 1 %}')])).toBe('{% assign x = 1 %}');
  });
  it('a value that ends in a brace, before a print', () => {
    expect(seen([value('{'), out(event('name'))])).toBe('{N');
    expect(seen([value('{{'), out(event('name'))])).toBe('{{N');
  });
  it('a value that ends in a brace, before a block', () => {
    expect(seen([value('{'), when(event('name'), [text('y')])])).toBe('{y');
  });
  it('a value that ends in a backslash, before a print', () => {
    expect(seen([value('\\'), out(event('name'))])).toBe('\\N');
    for (const [written, shown] of [
      ['\\', '\\N'],
      ['a\\\\', 'a\\\\N'],
    ] as const) {
      expect(seen([value(written, 'brand.name', plain), verbatim(event('name'))], 'text')).toBe(shown);
    }
  });
  it('a backslash before a print where a second one is no help', () => {
    expect(codes('iterable', [value('\\', 'brand.name', plain), verbatim(event('name'))], 'text')).toEqual([
      'text-reads-as-code',
    ]);
    expect(printed('iterable', [value('\\'), out(event('name'))])).toBe('&#92;{{event.name}}');
  });
  it('a brace right behind a print', () => {
    expect(seen([out(event('name')), value('}')])).toBe('N}');
    expect(seen([out(event('name')), value('}}}')])).toBe('N}}}');
  });
  it('a brace right behind the end of a block', () => {
    expect(seen([when(event('name'), [text('y')]), text('}')])).toBe('y}');
  });
  it('a brace before an empty value, before another', () => {
    expect(seen([value('{'), value(''), value('{event.secret}}')])).toBe('{{event.secret}}');
  });
});

describe('what vendors read beside their language', () => {
  it('Iterable’s data of feeds is not made of brackets in a text', () => {
    expect(printed('iterable', [value('[[secret]]')])).toBe('&#91;[secret]]');
    expect(printed('iterable', [value('['), value('[{secret}]]')])).toBe('&#91;[{secret}]]');
    const { problems } = ir.print('iterable', [value('see [[a]]', 'brand.slogan', plain)], 'text');
    expect(problems).toMatchObject([{ code: 'text-reads-as-code', message: expect.stringContaining('bracket') }]);
    expect(printed('iterable', [text('<!--[if mso]>x<![endif]--> [a] [{b}]')])).toBe(
      '<!--[if mso]>x<![endif]--> [a] [{b}]',
    );
  });
  it('Braze’s tags are not made of a field and what the driver puts behind it', () => {
    expect(printed('braze', [value('{', 'brand.name', plain)], 'text')).toBe('{{ "{" }}');
    expect(printed('braze', [out(event('name')), text('{')])).toBe(`${printed('braze', [out(event('name'))])}&#123;`);
    expect(printed('sendgrid', [value('{', 'brand.name', plain)], 'text')).toBe('{');
  });
  it('Braze’s tags are not made of what is around a comment', () => {
    expect(printed('braze', [text('{<!-- -->% connected_content http://a.example %}')])).toBe(
      '&#123;<!-- -->% connected_content http://a.example %}',
    );
    expect(printed('braze', [text('{'), text('<!-- -->'), text('{x}}')])).toBe('&#123;<!-- -->{x}}');
    expect(printed('braze', [value('{<!-- -->{x}}', 'brand.name', plain)], 'text')).toBe('{{ "{" }}<!-- -->{x}}');
  });
});

describe('literal braces', () => {
  it('are entities in HTML, in attributes and in titles', () => {
    const title = advance(htmlStates.text, '<title>');
    const attribute = advance(htmlStates.text, '<p title="');
    expect(printed('sendgrid', [text('{{x}}')])).toBe('&#123;{x}}');
    expect(printed('sendgrid', [text('{{x}}', title)])).toBe('&#123;{x}}');
    expect(printed('braze', [text('{%x%}', attribute)])).toBe('&#123;%x%}');
  });
  it('are printed by Liquid where entities mean nothing', () => {
    expect(printed('braze', [text('{{x}}', plain)], 'text')).toBe('{{ "{" }}{x}}');
    expect(printed('braze', [text('a{{b', inStyle)])).toBe('a{{ "{" }}{b');
  });
  it('are an error at their place where neither is possible', () => {
    expect(codes('sendgrid', [text('{{x}}', plain)], 'text')).toEqual(['text-reads-as-code']);
    for (const state of [inStyle, inComment, inTag]) {
      expect(codes('sendgrid', [text('{{x}}', state)])).toEqual(['text-reads-as-code']);
    }
    const { problems } = ir.print('sendgrid', [text('one\ntwo {{x}}', plain)], 'text');
    expect(problems[0]).toMatchObject({ file: 'templates/t/html.hbs', line: 4, column: 5 });
    const ofTenant = ir.print('sendgrid', [value('two {{x}}', 'brand.slogan', plain)], 'text').problems[0];
    expect(ofTenant).toMatchObject({ line: 3, column: 5, message: expect.stringContaining('brand.slogan') });
  });
  it('of style sheets survive', () => {
    const css = '<style>@media (max-width:600px){.a{color:red}}\n.b{c:d}</style>';
    expect(printed('sendgrid', [text(css)])).toBe(css);
    expect(printed('braze', [text(css)])).toBe(css);
  });
  it('behind the style sheet are entities again, though all is one text', () => {
    expect(printed('sendgrid', [text('<style>.a{b:c}}</style>{{')])).toBe('<style>.a{b:c}}</style>&#123;{');
    expect(codes('sendgrid', [text('<style>.a{{b:c}}</style>')])).toEqual(['text-reads-as-code']);
  });
  it('in a style sheet, right behind a condition, are an error that asks for a space', () => {
    const nodes = [text('<style>.a{'), when(event('name'), [text('b:c', inStyle)]), text('}</style>', inStyle)];
    expect(codes('sendgrid', nodes)).toEqual(['text-reads-as-code', 'text-reads-as-code']);
    expect(printed('braze', nodes)).toContain('{% endif %}}</style>');
    const spaced = [text('<style>.a{ '), when(event('name'), [text('b:c', inStyle)]), text(' }</style>', inStyle)];
    expect(seen(spaced)).toBe('<style>.a{ b:c }</style>');
  });
});

describe('white space', () => {
  const [y, n] = [text('\ny\n'), text('\nn\n')];
  it('is not stripped again around tags that stand alone on their line', () => {
    expect(seen([text('a\n'), when(event('name'), [y], [n]), text('\nb')])).toBe('a\n\ny\n\nb');
    expect(seen([text('a\n'), when(event('empty'), [y], [n]), text('\nb')])).toBe('a\n\nn\n\nb');
    expect(seen([when(event('name'), [y]), text('\n')])).toBe('\ny\n\n');
    expect(seen([text('  '), when(event('name'), [y])])).toBe('  \ny\n');
    expect(
      seen([text('a\n  '), each(1, event('items', 'array'), [text(' \n'), out(item(1)), text('\n ')]), text(' \nb')]),
    ).toBe('a\n   \nx\n  \ny\n  \nb');
  });
  it('is left as it is where no tag stands alone', () => {
    expect(printed('sendgrid', [text('a\n'), when(event('name'), [text('y\n')]), text('b')])).toBe(
      'a\n{{#if event.name}}y\n{{/if}}b',
    );
  });
  it('is protected by an empty block, which prints nothing', () => {
    expect(printed('sendgrid', [text('a\n'), when(event('name'), [text('\ny')])])).toBe(
      'a\n{{#if event.name}}{{#if event.name}}{{/if}}\ny{{/if}}',
    );
  });
  it('is never trimmed by Liquid', () => {
    expect(printed('braze', [text('a \n'), when(event('name'), [y]), text(' \n b')])).not.toMatch(
      /\{%-|-%\}|\{\{-|-\}\}/,
    );
  });
});

describe('truth, as Handlebars has it', () => {
  it('a text of spaces is true, an empty one is not', () => {
    expect(seen([when(event('blank'), [text('y')], [text('n')])])).toBe('y');
    expect(seen([when(event('empty'), [text('y')], [text('n')])])).toBe('n');
  });
  it('0, an empty list and what is missing are false', () => {
    for (const ref of [event('zero', 'number'), event('none', 'array'), event('missing'), event('missing.deep')]) {
      expect(seen([when(ref, [text('y')], [text('n')])])).toBe('n');
    }
  });
  it('default takes the other for 0, which Liquid’s own filter does not', () => {
    expect(seen([when(event('zero', 'number'), [out(event('zero', 'number'))], [text('none')])])).toBe('none');
  });
  it('and and or are not read from right to left', () => {
    const [yes, no] = [compare('eq', event('name'), 'N'), compare('eq', event('name'), 'M')];
    expect(seen([when(or(ir.and(no, yes), yes), [text('y')], [text('n')])])).toBe('y');
    expect(seen([when(ir.and(or(yes, no), no), [text('y')], [text('n')])])).toBe('n');
  });
  it('a missing number is neither more nor less than another', () => {
    for (const operator of ['gt', 'gte', 'lt', 'lte'] as const) {
      expect(seen([when(compare(operator, event('missing', 'number'), 0), [text('y')], [text('n')])])).toBe('n');
    }
  });
});

describe('names', () => {
  it('of data in an account that shares them with helpers are not taken for helpers', () => {
    const bare = { recipient: { '*': '*' }, event: { '*': '*' } };
    const { text: emitted } = ir.printWith(
      'sendgrid',
      [out(event('length')), each(1, event('items', 'array'), [out(event('if'))])],
      bare,
    );
    expect(emitted).toBe('{{this.length}}{{#each items}}{{@root.if}}{{/each}}');
  });
  it('of loop variables are fresh in each loop around', () => {
    const grid = each(1, event('items', 'array'), [
      each(2, event('items', 'array'), [verbatim(item(1)), verbatim(item(2))]),
    ]);
    expect(seen([grid], 'text')).toBe('xxxyyxyy');
  });
  it('of items are found although an inner item equals the outer one, where Handlebars does not count the level', () => {
    const nested = each(1, event('items', 'array'), [
      each(2, event('items', 'array'), [out(item(1)), out(recipient('tier'))]),
    ]);
    expect(seen([nested])).toBe('xgoldxgoldygoldygold');
  });
});

describe('values', () => {
  it('that are numbers are not added up where they stand side by side', () => {
    expect(seen([verbatim(event('one', 'number')), verbatim(event('one', 'number'))], 'text')).toBe('11');
  });
  it('are escaped by the vendor, whatever it does by itself', () => {
    for (const engine of engines) {
      const rendered = engine.render(printed(engine.dialect, [out(event('name'))]), {
        ...data,
        event: { name: `<&>"'\`=` },
      });
      expect(rendered).not.toMatch(/[<>"']|&(?!#|amp;|lt;|gt;|quot;)/);
      expect(decodeEntities(rendered)).toBe(`<&>"'\`=`);
    }
  });
  it('that look like code are text', () => {
    for (const engine of engines) {
      const name = '{{event.secret}}{% raw %}${x}';
      const rendered = engine.render(printed(engine.dialect, [out(event('name'))]), {
        ...data,
        event: { ...data.event, name },
      });
      expect(decodeEntities(rendered)).toBe(name);
    }
  });
  it('counted in loops begin with 0', () => {
    expect(seen([each(1, event('items', 'array'), [verbatim(loopData(1, 'index'))])], 'text')).toBe('01');
  });
  it('inside links are encoded, spaces as %20', () => {
    expect(printed('braze', [out(event('name'), { name: 'url' })])).toContain(
      '| url_encode | replace: "+", "%20" | escape',
    );
  });
});
