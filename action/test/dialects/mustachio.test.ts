import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/template/ir.ts';
import * as ir from './support/ir.ts';

const { compare, each, event, item, loopData, not, or, out, recipient, text, vendor, verbatim, when } = ir;
const [a, b, items] = [event('a'), event('b'), event('items', 'array')];
const home = event('home', 'object', { type: 'object', required: ['city'] });

describe('Postmark', () => {
  it.each<[construct: string, nodes: Node[], expected: string]>([
    ['print', [out(recipient('first_name')), verbatim(a)], '{{recipient.first_name}}{{{event.a}}}'],
    ['if and else', [when(a, [text('y')], [text('n')])], '{{#event.a}}y{{/event.a}}{{^event.a}}n{{/event.a}}'],
    ['only an else', [when(a, [], [text('n')])], '{{^event.a}}n{{/event.a}}'],
    ['not', [when(not({ kind: 'truthy', ref: a }), [text('y')])], '{{^event.a}}y{{/event.a}}'],
    ['what was asked, inside', [when(a, [out(a), out(b)])], '{{#event.a}}{{.}}{{../b}}{{/event.a}}'],
    [
      'another path inside either branch',
      [when(a, [out(b)], [out(b)])],
      '{{#event.a}}{{../b}}{{/event.a}}{{^event.a}}{{../b}}{{/event.a}}',
    ],
    [
      'or, the branch from where it is repeated',
      [when(or({ kind: 'truthy', ref: a }, { kind: 'truthy', ref: event('c.d') }), [out(b)])],
      '{{#event.a}}{{../b}}{{/event.a}}{{^event.a}}{{#../c.d}}{{../../b}}{{/../c.d}}{{/event.a}}',
    ],
    [
      'the same question inside itself',
      [when(a, [when(a, [when(a, [text('y')])])])],
      '{{#event.a}}{{#.}}{{#../a}}y{{/../a}}{{/.}}{{/event.a}}',
    ],
    [
      'each and else',
      [each(1, items, [out(item(1))], [out(b)])],
      '{{#each event.items}}{{.}}{{/each}}{{^event.items}}{{../b}}{{/event.items}}',
    ],
    [
      'loops in each other',
      [
        each(1, items, [
          each(2, item(1, 'parts', 'array'), [out(item(2, 'name')), out(item(1, 'name')), out(a)]),
          when(item(1, 'sale', 'boolean'), [out(item(1, 'name'))]),
        ]),
      ],
      '{{#each event.items}}{{#each parts}}{{name}}{{../../name}}{{../../../../a}}{{/each}}{{#sale}}{{../name}}{{/sale}}{{/each}}',
    ],
    [
      'a list of lists',
      [each(1, items, [each(2, item(1, '', 'array'), [out(item(2))])])],
      '{{#each event.items}}{{#each .}}{{.}}{{/each}}{{/each}}',
    ],
    ['an object that has a member', [when(home, [out(event('home.city'))])], '{{#event.home}}{{city}}{{/event.home}}'],
    [
      'data of the recipient, inside',
      [when(a, [out(recipient('tier'))])],
      '{{#event.a}}{{../../recipient.tier}}{{/event.a}}',
    ],
    [
      'a member called like what holds it',
      [
        each(1, items, [
          when(item(1, 'note', 'object', { required: ['note'] }), [when(item(1, 'note.note'), [text('y')])]),
        ]),
      ],
      '{{#each event.items}}{{#note}}{{#../note.note}}y{{/../note.note}}{{/note}}{{/each}}',
    ],
    ['unsubscribe', [out(vendor('unsubscribe_url'))], '{{{pm:unsubscribe_url}}}'],
    ['what it lacks', [when(vendor('browser_url'), [text('y')], [text('n')])], 'n'],
    ['a lone tag', [text('a\n'), when(a, [text('y\n')]), text('b')], 'a\n{{#event.a}}y\n{{/event.a}}b'],
    ['braces in text', [text('{{x}} {'), out(a), text('}')], '&#123;{x}} &#123;{{event.a}}}'],
  ])('writes %s', (_, nodes, expected) => {
    expect(ir.printed('mustachio', nodes)).toBe(expected);
  });

  it('keeps a path that begins like a loop from being one', () => {
    const data = { recipient: { '*': '*' }, event: { '*': '*' } };
    const nodes = [when(event('each_day'), [text('y')])];
    expect(ir.printWith('mustachio', nodes, data).text).toBe('{{# each_day}}y{{/ each_day}}');
  });

  it.each<[what: string, nodes: Node[], code: string]>([
    ['a comparison', [when(compare('eq', a, 'x'), [text('y')])], 'not-in-dialect'],
    ['a truth value, printed', [out(event('gift', 'boolean'))], 'not-in-dialect'],
    ['a helper', [out(a, { name: 'upper' })], 'not-in-dialect'],
    ['the position in a loop', [each(1, items, [out(loopData(1, 'index'))])], 'not-in-dialect'],
    ['an object that may be empty', [when(event('home', 'object'), [text('y')])], 'not-in-dialect'],
    ['an item from inside another test', [each(1, items, [when(a, [out(item(1, 'name'))])])], 'not-in-dialect'],
    ['an item asked twice', [each(1, items, [when(item(1), [when(item(1), [text('y')])])])], 'not-in-dialect'],
    ['a name with a dash', [out(event('po-box'))], 'name-not-printable'],
    ['what it lacks', [out(vendor('browser_url'))], 'not-in-dialect'],
    ['braces in plain text', [text('{{x}}', ir.text('').state)], 'text-reads-as-code'],
  ])('refuses %s', (what, nodes, code) => {
    const plain = what === 'braces in plain text';
    expect(ir.codes('mustachio', nodes, plain ? 'text' : 'html')).toEqual([code]);
  });
});
