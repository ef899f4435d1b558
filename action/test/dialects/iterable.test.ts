import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/template/ir.ts';
import * as ir from './support/ir.ts';

const { and, compare, each, event, item, loopData, out, recipient, text, vendor, verbatim, when } = ir;
const [a, n, items] = [event('a'), event('n', 'number'), event('items', 'array')];

describe('Iterable', () => {
  it.each<[construct: string, nodes: Node[], expected: string]>([
    ['a profile field with a name of its own', [out(recipient('first_name'))], '{{firstName}}'],
    ['another profile field', [out(recipient('tier'))], '{{tier}}'],
    ['a profile field called like a helper', [out(recipient('now'))], '{{this.now}}'],
    ['data of the event', [verbatim(event('order.total'))], '{{{event.order.total}}}'],
    ['if', [when(a, [text('y')], [text('n')])], '{{#if event.a}}y{{else}}n{{/if}}'],
    [
      'comparisons',
      [when(and(compare('eq', a, 'x'), compare('lte', n, 1)), [text('y')])],
      '{{#eq event.a "x"}}{{#ifLte event.n 1}}y{{/ifLte}}{{/eq}}',
    ],
    ['numbers that are equal', [when(compare('eq', n, 1), [text('y')])], '{{#ifEq event.n 1}}y{{/ifEq}}'],
    [
      'truth values that are equal',
      [when(compare('eq', event('gift', 'boolean'), true), [text('y')])],
      '{{#eq event.gift true}}y{{/eq}}',
    ],
    [
      'what is first',
      [each(1, items, [when(loopData(1, 'first'), [], [text(', ')])])],
      '{{#each event.items}}{{#unless @first}}, {{/unless}}{{/each}}',
    ],
    ['not equal', [when(compare('ne', a, 'x'), [text('y')])], '{{#eq event.a "x"}}{{else}}y{{/eq}}'],
    [
      'loops in each other',
      [
        each(1, items, [
          each(2, item(1, 'parts', 'array'), [
            ...[verbatim(item(2, 'name')), verbatim(item(1, 'name')), verbatim(a), verbatim(loopData(2, 'index'))],
          ]),
        ]),
      ],
      '{{#each event.items}}{{#each this.parts}}{{{this.name}}}{{{../name}}}{{{../../event.a}}}{{@index}}{{/each}}{{/each}}',
    ],
    ['a lone tag', [text('a\n'), when(a, [text('y\n')]), text('b')], 'a\n{{#if event.a}}y\n{{/if}}b'],
    ['unsubscribe', [out(vendor('unsubscribe_url'))], '{{unsubscribeUrl}}'],
    ['preferences', [out(vendor('preferences_url'))], '{{hostedUnsubscribeUrl}}'],
    ['in the browser', [out(vendor('browser_url'))], '{{viewInBrowserUrl}}'],
  ])('writes %s', (_, nodes, expected) => {
    expect(ir.printed('iterable', nodes)).toBe(expected);
  });

  it('refuses what it cannot say', () => {
    expect(ir.codes('iterable', [out(a, { name: 'upper' })])).toEqual(['not-in-dialect']);
    expect(ir.codes('iterable', [when(compare('gt', a, 'x'), [text('y')])])).toEqual(['not-in-dialect']);
  });

  it.each<[use: string, nodes: Node[]]>([
    ['printed', [out(loopData(1, 'first'))]],
    ['compared', [when(compare('eq', loopData(1, 'last'), true), [text('y')])]],
    ['compared with', [when(compare('eq', event('gift', 'boolean'), loopData(1, 'last')), [text('y')])]],
  ])('refuses @first and @last, which are words there, where they are %s', (_, nodes) => {
    expect(ir.codes('iterable', [each(1, items, nodes)])).toEqual(['not-in-dialect']);
  });
});
