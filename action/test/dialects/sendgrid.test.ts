import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/template/ir.ts';
import * as ir from './support/ir.ts';

const { and, compare, each, event, item, loopData, not, or, out, recipient, text, vendor, verbatim, when } = ir;
const [a, b, n, m] = [event('a'), event('b'), event('n', 'number'), event('m', 'number')];
const items = event('items', 'array');
const day = event('day', 'string', { type: 'string', format: 'date' });

describe('SendGrid', () => {
  it.each<[construct: string, nodes: Node[], expected: string]>([
    ['print in HTML', [out(recipient('first_name'))], '{{recipient.first_name}}'],
    ['print in text', [verbatim(a)], '{{{event.a}}}'],
    ['print a number in text', [verbatim(n), verbatim(m)], '{{event.n}}{{event.m}}'],
    ['if', [when(a, [text('y')], [text('n')])], '{{#if event.a}}y{{else}}n{{/if}}'],
    ['only an else', [when(a, [], [text('n')])], '{{#unless event.a}}n{{/unless}}'],
    ['nothing at all', [when(a, [])], ''],
    ['not', [when(not(ir.truth(a)), [text('y')])], '{{#unless event.a}}y{{/unless}}'],
    [
      'and, no else',
      [when(and(ir.truth(a), ir.truth(b)), [text('y')])],
      '{{#if event.a}}{{#if event.b}}y{{/if}}{{/if}}',
    ],
    [
      'and with else',
      [when(and(ir.truth(a), ir.truth(b)), [text('y')], [text('n')])],
      '{{#and event.a event.b}}y{{else}}n{{/and}}',
    ],
    ['or', [when(or(ir.truth(a), ir.truth(b)), [out(a)])], '{{#or event.a event.b}}{{@root.event.a}}{{/or}}'],
    [
      'or over a list',
      [when(or(ir.truth(items), ir.truth(b)), [text('y')])],
      '{{#if event.items}}y{{else}}{{#if event.b}}y{{/if}}{{/if}}',
    ],
    ['eq', [when(compare('eq', a, 'gold'), [text('y')])], '{{#equals event.a "gold"}}y{{/equals}}'],
    ['ne', [when(compare('ne', a, b), [text('y')])], '{{#notEquals event.a event.b}}y{{/notEquals}}'],
    [
      'only an else of eq',
      [when(compare('eq', a, "it's"), [], [text('n')])],
      '{{#notEquals event.a "it\'s"}}n{{/notEquals}}',
    ],
    ['gt', [when(compare('gt', n, -1.5), [text('y')])], '{{#greaterThan event.n -1.5}}y{{/greaterThan}}'],
    ['lt', [when(compare('lt', n, 3), [], [text('n')])], '{{#lessThan event.n 3}}{{else}}n{{/lessThan}}'],
    [
      'gte',
      [when(compare('gte', n, 5), [text('y')])],
      '{{#greaterThan event.n 5}}y{{else}}{{#equals @root.event.n 5}}y{{/equals}}{{/greaterThan}}',
    ],
    [
      'eq with a boolean',
      [when(compare('eq', event('gift', 'boolean'), true), [text('y')])],
      '{{#equals event.gift true}}y{{/equals}}',
    ],
    ['each', [each(1, items, [out(item(1))], [text('none')])], '{{#each event.items}}{{this}}{{else}}none{{/each}}'],
    ['this.x', [each(1, items, [out(item(1, 'name'))])], '{{#each event.items}}{{this.name}}{{/each}}'],
    [
      'loop data',
      [each(1, items, [out(loopData(1, 'index')), when(loopData(1, 'last'), [text('.')])])],
      '{{#each event.items}}{{@index}}{{#if @last}}.{{/if}}{{/each}}',
    ],
    ['root path in a loop', [each(1, items, [out(a)])], '{{#each event.items}}{{@root.event.a}}{{/each}}'],
    [
      'the item of an outer loop',
      [each(1, items, [each(2, item(1, 'parts', 'array'), [out(item(1, 'name')), out(item(2, 'name'))])])],
      '{{#each event.items as |_t1|}}{{#each this.parts}}{{_t1.name}}{{this.name}}{{/each}}{{/each}}',
    ],
    [
      'the item inside a helper that may lose it',
      [each(1, items, [when(compare('eq', item(1, 'kind'), 'x'), [out(item(1, 'name'))])])],
      '{{#each event.items as |_t1|}}{{#equals this.kind "x"}}{{_t1.name}}{{/equals}}{{/each}}',
    ],
    [
      'loops beside each other',
      [each(1, items, [out(item(1))]), each(2, items, [out(item(2))])],
      '{{#each event.items}}{{this}}{{/each}}{{#each event.items}}{{this}}{{/each}}',
    ],
    ['unsubscribe address', [out(vendor('unsubscribe_url'))], '{{{unsubscribe}}}'],
    [
      'if the vendor has it',
      [when(vendor('preferences_url'), [out(vendor('preferences_url'))])],
      '{{{unsubscribe_preferences}}}',
    ],
    ['if the vendor has it not', [when(vendor('browser_url'), [out(vendor('browser_url'))], [text('-')])], '-'],
    ['a name with a hyphen', [out(event('po-box.0.size'))], '{{event.[po-box].[0].size}}'],
    ['a date', [out(day, { name: 'date', style: 'long', locale: 'en' })], '{{formatDate event.day "MMMM D, YYYY"}}'],
    [
      'a date without names',
      [out(day, { name: 'date', style: 'short', locale: 'fr' })],
      '{{formatDate event.day "DD/MM/YYYY"}}',
    ],
  ])('%s', (_, nodes, expected) => {
    expect(ir.printed('sendgrid', nodes)).toBe(expected);
  });

  it.each<[construct: string, nodes: Node[], code: string, words: RegExp]>([
    ['upper', [out(a, { name: 'upper' })], 'not-in-dialect', /SendGrid cannot apply the helper upper .*/],
    [
      'a date with names of another language',
      [out(day, { name: 'date', style: 'long', locale: 'fr' })],
      'not-in-dialect',
      /date "long" \(fr\)/,
    ],
    [
      'a date with words',
      [out(event('at', 'string', { format: 'date-time' }), { name: 'date', style: 'datetime', locale: 'en' })],
      'not-in-dialect',
      /datetime/,
    ],
    ['an order of texts', [when(compare('gt', a, 'x'), [text('y')])], 'not-in-dialect', /type string with "gt"/],
    ['a vendor value it lacks', [out(vendor('browser_url'))], 'not-in-dialect', /vendor\.browser_url/],
    [
      'a vendor value in a loop',
      [each(1, items, [out(vendor('unsubscribe_url'))])],
      'not-in-dialect',
      /not inside a loop/,
    ],
    [
      'a comparison with a vendor value',
      [when(compare('eq', vendor('unsubscribe_url'), 'x'), [text('y')])],
      'not-in-dialect',
      /not compare/,
    ],
    [
      'a quotation mark in a comparison',
      [when(compare('eq', a, 'a"b'), [text('y')])],
      'operand-not-printable',
      /a\\"b/,
    ],
    ['a backslash in a comparison', [when(compare('eq', a, 'a\\b'), [text('y')])], 'operand-not-printable', /SendGrid/],
    [
      'the end of a tag in a comparison',
      [when(compare('eq', a, '}}'), [text('y')])],
      'operand-not-printable',
      /SendGrid/,
    ],
    [
      'a line break in a comparison',
      [when(compare('eq', a, 'a\nb'), [text('y')])],
      'operand-not-printable',
      /SendGrid/,
    ],
    ['a number too large to write', [when(compare('eq', n, 1e21), [text('y')])], 'operand-not-printable', /1e\+21/],
    ['a name with a bracket', [out(event('a]b'))], 'name-not-printable', /a\]b/],
  ])('refuses %s and says what to do', (_, nodes, code, words) => {
    const { problems } = ir.print('sendgrid', nodes);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, message: expect.stringMatching(words), fix: expect.stringMatching(/./) });
    expect(problems[0]).toMatchObject({ file: 'templates/t/html.hbs', line: 3, column: 5, severity: 'error' });
  });
});
