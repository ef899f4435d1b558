// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Braze
import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/template/ir.ts';
import * as ir from './support/ir.ts';

const { and, compare, each, event, item, loopData, or, out, recipient, text, vendor, verbatim, when } = ir;
const [a, b, n] = [event('a'), event('b'), event('n', 'number')];
const items = event('items', 'array');
const day = event('day', 'string', { type: 'string', format: 'date' });
const A = 'api_trigger_properties.${a}';
const N = 'api_trigger_properties.${n}';
const ITEMS = 'api_trigger_properties.${items}';

describe('Braze', () => {
  it.each<[construct: string, nodes: Node[], expected: string]>([
    ['a standard attribute', [out(recipient('first_name'))], '{{ ${first_name} | escape }}'],
    ['a custom attribute', [out(recipient('tier'))], '{{ custom_attribute.${tier} | escape }}'],
    ['below a custom attribute', [out(recipient('home.city'))], '{{ custom_attribute.${home}.city | escape }}'],
    ['print in text', [verbatim(a)], `{{ ${A} }}`],
    ['if, text', [when(a, [text('y')], [text('n')])], `{% if ${A} and ${A} != "" %}y{% else %}n{% endif %}`],
    ['if, number', [when(n, [text('y')])], `{% if ${N} and ${N} != 0 %}y{% endif %}`],
    ['if, boolean', [when(event('a', 'boolean'), [text('y')])], `{% if ${A} %}y{% endif %}`],
    ['if, list', [when(items, [text('y')])], `{% if ${ITEMS}.size > 0 %}y{% endif %}`],
    ['if, object', [when(event('a', 'object'), [text('y')])], `{% if ${A} %}y{% endif %}`],
    ['only an else', [when(a, [], [text('n')])], `{% unless ${A} and ${A} != "" %}n{% endunless %}`],
    [
      'and, no else',
      [when(and(compare('eq', a, 'x'), compare('gt', n, 1)), [text('y')])],
      `{% if ${A} == "x" %}{% if ${N} > 1 %}y{% endif %}{% endif %}`,
    ],
    [
      'or',
      [when(or(compare('eq', a, 'x'), compare('lte', n, 1)), [text('y')], [text('n')])],
      `{% assign _t = false %}{% if ${A} == "x" %}{% assign _t = true %}{% else %}{% if ${N} <= 1 %}{% assign _t = true %}{% endif %}{% endif %}{% if _t %}y{% else %}n{% endif %}`,
    ],
    [
      'a text with a quotation mark',
      [when(compare('ne', a, '6" pot'), [text('y')])],
      `{% if ${A} != '6" pot' %}y{% endif %}`,
    ],
    [
      'compare two paths',
      [when(compare('eq', a, b), [text('y')])],
      `{% if ${A} == api_trigger_properties.\${b} %}y{% endif %}`,
    ],
    [
      'each',
      [each(1, items, [out(item(1))], [text('none')])],
      `{% for _t1 in ${ITEMS} %}{{ _t1 | escape }}{% else %}none{% endfor %}`,
    ],
    [
      'loops in each other',
      [
        each(1, items, [
          each(2, item(1, 'parts', 'array'), [verbatim(item(1, 'name')), verbatim(item(2, 'name')), verbatim(a)]),
        ]),
      ],
      `{% for _t1 in ${ITEMS} %}{% for _t2 in _t1.parts %}{{ _t1.name }}{{ _t2.name }}{{ ${A} }}{% endfor %}{% endfor %}`,
    ],
    [
      'loop data',
      [
        each(1, items, [
          verbatim(loopData(1, 'index')),
          when(loopData(1, 'first'), [text('f')]),
          when(loopData(1, 'last'), [text('l')]),
        ]),
      ],
      `{% for _t1 in ${ITEMS} %}{{ forloop.index0 }}{% if forloop.first %}f{% endif %}{% if forloop.last %}l{% endif %}{% endfor %}`,
    ],
    ['upper', [out(a, { name: 'upper' })], `{{ ${A} | upcase | escape }}`],
    [
      'lower and capitalize',
      [verbatim(a, { name: 'lower' }, { name: 'capitalize' })],
      `{{ ${A} | downcase | capitalize }}`,
    ],
    ['url', [out(a, { name: 'url' })], `{{ ${A} | url_encode | replace: "+", "%20" | escape }}`],
    [
      'a date',
      [verbatim(day, { name: 'date', style: 'long', locale: 'en' })],
      '{{ api_trigger_properties.${day} | date: "%B %-d, %Y" }}',
    ],
    ['unsubscribe address', [out(vendor('unsubscribe_url'))], '{{ ${set_user_to_unsubscribed_url} }}'],
    ['if the vendor has it not', [when(vendor('preferences_url'), [out(vendor('preferences_url'))], [text('-')])], '-'],
    ['members that Liquid has a meaning for', [verbatim(event('a.size.first'))], `{{ ${A}["size"]["first"] }}`],
    ['a member with a space', [verbatim(event('a.b c'))], `{{ ${A}["b c"] }}`],
  ])('%s', (_, nodes, expected) => {
    expect(ir.printed('braze', nodes)).toBe(expected);
  });

  it.each<[construct: string, nodes: Node[], code: string]>([
    ['both quotation marks in a comparison', [when(compare('eq', a, `"'`), [text('y')])], 'operand-not-printable'],
    ['the end of an output in a comparison', [when(compare('eq', a, '}}'), [text('y')])], 'operand-not-printable'],
    ['the end of a tag in a comparison', [when(compare('eq', a, '%}'), [text('y')])], 'operand-not-printable'],
    ['a name of Braze in a comparison', [when(compare('eq', a, '${x}'), [text('y')])], 'operand-not-printable'],
    ['a backslash in a comparison', [when(compare('eq', a, '\\'), [text('y')])], 'operand-not-printable'],
    ['a vendor value it lacks', [out(vendor('preferences_url'))], 'not-in-dialect'],
    [
      'a date with names of another language',
      [out(day, { name: 'date', style: 'long', locale: 'ja-JP' })],
      'not-in-dialect',
    ],
    ['a name with a brace', [out(event('a}b'))], 'name-not-printable'],
    ['a member with a quotation mark', [out(event('a.b"c'))], 'name-not-printable'],
  ])('refuses %s', (_, nodes, code) => {
    expect(ir.codes('braze', nodes)).toEqual([code]);
  });

  it('refuses a mapped name that could be one of its own variables', () => {
    const data = { recipient: {}, event: { '*': '*' } };
    const { problems } = ir.printWith('braze', [out(event('_t1'))], data);
    expect(problems.map(({ code }) => code)).toEqual(['name-not-printable']);
  });
});
