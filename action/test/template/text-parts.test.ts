import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemplateVersion } from '../../src/config/model.ts';
import { escapeHtml } from '../../src/template/escape.ts';
import type { Node } from '../../src/template/ir.ts';
import { deriveText } from '../../src/template/text-part.ts';
import { TextParts } from '../../src/template/text-parts.ts';
import { each, event, item, out, text, value, when } from '../dialects/support/ir.ts';

/** HTML with places for values, of which each is in the text part as it is, left out, or changed. */
const shapes: Readonly<Record<string, (...values: string[]) => Node[]>> = {
  paragraphs: (a, b) => [text('<p> '), value(a), text(' and '), value(b), text('</p>\n<p>x</p>')],
  'values side by side': (a, b, c) => [text('<h1>'), value(a), value(b), text('\n '), value(c), text('</h1>')],
  links: (a, b) => [
    text('<a href="'),
    value(a),
    text('">Shop '),
    value(b),
    text('</a>, <a href="mailto:'),
    value(a),
    text('">m</a>'),
  ],
  'a link of values alone': (a) => [text('<p><a href="'), value(a), text('">'), value(a), text('</a></p>')],
  'a page': (a, b) => [
    text('<html><head><title>'),
    value(a),
    text('</title><style>a{color:'),
    value(b),
    text('}</style></head><body>'),
    value(a),
    text('<!--[if mso]> <b>'),
    value(b),
    text('</b> <![endif]--></body></html>'),
  ],
  'a title without a page': (a, b) => [text('<title>'), value(a), text(' a'), value(b), text('</title>')],
  'a text field': (a, b) => [text('<textarea> '), value(a), text('</textarea>'), value(b)],
  attributes: (a, b) => [
    text('<div style="'),
    value(a),
    text('">x</div><img alt="'),
    value(b),
    text('"><ol start="'),
    value(b),
    text('"><li>y</li></ol>'),
  ],
  'preformatted text': (a) => [text('<pre>\n  '), value(a), text('  z</pre>')],
  'raw text': (a) => [text('<xmp>'), value(a), text('</xmp>')],
  'what is hidden': (a, b) => [text('<div style="display:none">'), value(a), text('</div>'), value(b)],
  branches: (a, b) => [
    text('<table><tr><td>'),
    when(event('a', 'boolean'), [text('<p>'), value(a), text('</p>')], [value(b)]),
    text('</td><td>'),
    each(1, event('l', 'array'), [out(item(1)), value(b), text('<br>')], [value(a)]),
    text('</td></tr></table>'),
    {
      kind: 'unrolled',
      iterations: [
        [value(a), text('<p>q</p>')],
        [value(b), text('<p>q</p>')],
      ],
    },
  ],
};

const plainWords = [
  'Acme',
  "O'Brien & Sons",
  '<b>"x"</b>',
  'a=1&copy=2',
  '花市マーケット',
  '#0a7d33',
  'https://a.example/?x=1&y=2',
  '5',
];
const odd = [
  '',
  ' ',
  ' led',
  'trailed ',
  'two  spaces',
  'a\nb',
  '\n\n',
  'a\u00a0b',
  '\u200bx',
  '\ufdd00\ufdd1',
  '\ufdd40\ufdd5',
  '\ufeff',
  '\u0007',
];
const anyValue = fc.oneof(fc.constantFrom(...plainWords), fc.constantFrom(...odd)).map(escapeHtml);
const values = fc.tuple(anyValue, anyValue, anyValue);
const version = (): TemplateVersion => ({}) as TemplateVersion;

function withoutJson(part: { nodes: readonly Node[] }): unknown {
  return JSON.parse(JSON.stringify(part, (key, member: unknown) => (key === 'json' ? undefined : member)));
}

describe('text parts of many tenants', () => {
  it.each(Object.entries(shapes))('are what each would be derived to alone: %s', (_, shape) => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 2, maxLength: 6 }), (tenants) => {
        const parts = new TextParts();
        const one = version();
        for (const tenant of tenants) {
          const html = shape(...tenant);
          expect(withoutJson(parts.of(one, html))).toEqual(withoutJson(deriveText(html)));
          expect(withoutJson(parts.of(one, html))).toEqual(withoutJson(deriveText(html)));
        }
      }),
      { seed: 20_261_123, numRuns: 150 },
    );
  });

  it('are derived once for values that are but words', () => {
    const parts = new TextParts();
    const one = version();
    const shape = shapes.paragraphs as (...values: string[]) => Node[];
    const literals = (...given: string[]) =>
      parts.of(one, shape(...given)).nodes.filter((node) => node.kind === 'text' && node.origin === undefined);
    const [first] = literals('Acme', 'Bolt');
    expect(literals('O&#39;Brien &amp; Sons', '7')[0]).toBe(first);
    expect(literals('two  spaces', 'Bolt')[0]).not.toBe(first);
    expect(literals('Acme', 'Bolt')[0]).toBe(first);
  });

  it('are derived anew for other literals, prints, conditions and loops', () => {
    const parts = new TextParts();
    const one = version();
    const variants: Node[][] = [
      [text('<p>a</p>')],
      [text('<p>b</p>')],
      [out(event('a'))],
      [out(event('b'))],
      [when(event('a', 'boolean'), [text('x')])],
      [when(event('b', 'boolean'), [text('x')])],
      [when({ kind: 'not', operand: { kind: 'truthy', ref: event('a', 'boolean') } }, [text('x')])],
      [each(1, event('l', 'array'), [text('x')])],
      [each(1, event('m', 'array'), [text('x')])],
    ];
    for (let round = 0; round < 2; round++) {
      for (const nodes of variants) expect(withoutJson(parts.of(one, nodes))).toEqual(withoutJson(deriveText(nodes)));
    }
  });
});
