import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { handlebarsDialect } from '../../src/template/dialects/handlebars.ts';
import type { HandlebarsFlavour } from '../../src/template/dialects/print/handlebars-flavour.ts';
import { handlebarsSyntax } from '../../src/template/dialects/print/handlebars-syntax.ts';
import type { Node } from '../../src/template/ir.ts';
import * as ir from './support/ir.ts';

/** A vendor with little more than `if` and `each`, and one comparison. */
const modest: HandlebarsFlavour = {
  id: 'sendgrid',
  vendor: 'Modest Mail',
  syntax: handlebarsSyntax('Modest Mail'),
  defaultData: { recipient: { '*': '*' }, event: { kind: 'type', '*': 'event.*' } },
  root: false,
  blockParameters: false,
  loopData: [],
  comparisons: { eq: { string: 'equal' } },
  marksAreTexts: false,
  logic: {},
  helpersVeil: false,
  stripsStandalone: false,
  vendorValues: { unsubscribe_url: '{{unsubscribeUrl}}' },
  helpers: ['if', 'unless', 'each', 'with', 'equal'],
};
const dialect = handlebarsDialect(modest);
const { and, compare, each, event, item, loopData, or, out, recipient, text, vendor, when } = ir;
const items = event('items', 'array');

function print(nodes: readonly Node[]) {
  return dialect.print(nodes, 'html', modest.defaultData);
}

describe('a Handlebars vendor that can do less', () => {
  it.each<[construct: string, nodes: Node[], expected: string]>([
    [
      'a root path in loops',
      [each(1, items, [each(2, item(1, 'parts', 'array'), [out(recipient('name'))])])],
      '{{#each event.items}}{{#each this.parts}}{{../../name}}{{/each}}{{/each}}',
    ],
    [
      'an outer item',
      [each(1, items, [each(2, items, [out(item(1)), out(item(1, 'name'))])])],
      '{{#each event.items}}{{#each ../event.items}}{{../this}}{{../name}}{{/each}}{{/each}}',
    ],
    ['a name that is a helper', [out(recipient('each'))], '{{this.each}}'],
    ['a name of its own', [out(event('kind'))], '{{type}}'],
    ['ne', [when(compare('ne', event('kind'), 'x'), [text('y')])], '{{#equal type "x"}}{{else}}y{{/equal}}'],
    [
      'or, by repeating',
      [when(or(ir.truth(event('a')), ir.truth(event('b'))), [text('y')])],
      '{{#if event.a}}y{{else}}{{#if event.b}}y{{/if}}{{/if}}',
    ],
    [
      'and, by repeating',
      [when(and(ir.truth(event('a')), ir.truth(event('b'))), [text('y')], [text('n')])],
      '{{#if event.a}}{{#if event.b}}y{{else}}n{{/if}}{{else}}n{{/if}}',
    ],
    ['lone tags, left to it', [text('a\n'), when(event('a'), [text('\ny')])], 'a\n{{#if event.a}}\ny{{/if}}'],
    ['a value of its own form', [out(vendor('unsubscribe_url'))], '{{unsubscribeUrl}}'],
  ])('%s', (_, nodes, expected) => {
    const { text: emitted, problems } = print(nodes);
    expect(problems).toEqual([]);
    expect(emitted).toBe(expected);
    const handlebars = Handlebars.create();
    expect(() => handlebars.precompile(emitted)).not.toThrow();
  });

  it.each<[construct: string, nodes: Node[]]>([
    ['an order', [when(compare('gt', event('n', 'number'), 1), [text('y')])]],
    ['an equality of numbers', [when(compare('eq', event('n', 'number'), 1), [text('y')])]],
    ['@index', [each(1, items, [out(loopData(1, 'index'))])]],
    ['a date', [out(event('day', 'string', { format: 'date' }), { name: 'date', style: 'long', locale: 'en' })]],
  ])('refuses %s by name', (_, nodes) => {
    expect(print(nodes).problems).toMatchObject([
      { code: 'not-in-dialect', message: expect.stringContaining('Modest Mail') },
    ]);
  });

  it('says which name the account’s mapping lacks', () => {
    const { problems } = dialect.print([out(recipient('home.city'))], 'html', { recipient: { tier: 'x' }, event: {} });
    expect(problems).toMatchObject([
      { code: 'name-not-mapped', message: expect.stringContaining('recipient.home.city') },
    ]);
  });

  it('does not take a name of the data for a member of every object', () => {
    const { problems } = dialect.print([out(recipient('constructor'))], 'html', { recipient: {}, event: {} });
    expect(problems).toMatchObject([{ code: 'name-not-mapped' }]);
  });
});
