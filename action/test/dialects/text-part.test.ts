// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Braze
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/emulators/rendering.ts';
import { advance, htmlStates } from '../../src/template/html-state.ts';
import { interpret } from '../../src/template/interpret.ts';
import type { Node } from '../../src/template/ir.ts';
import { deriveText } from '../../src/template/text-part.ts';
import { engines } from '../oracle/support/engines.ts';
import { propertyRuns } from '../oracle/support/runs.ts';
import { decodeEntities, vendorUrls } from '../oracle/support/send.ts';
import * as ir from './support/ir.ts';

const { each, event, item, out, text, value, vendor, when } = ir;

/** The derived part as Braze prints it. */
function derived(nodes: readonly Node[]): string {
  const { nodes: found, problems } = deriveText(nodes);
  expect(problems).toEqual([]);
  return ir.printed('braze', found, 'text').replaceAll('api_trigger_properties.', '');
}

describe('the text part', () => {
  it.each<[what: string, nodes: Node[], expected: string]>([
    ['entities and tags', [text('<p>A &amp; <b>b</b> &lt;c&gt;</p>')], 'A & b <c>'],
    ['prints, verbatim', [text('<p>Hi '), out(event('a')), text('</p>')], 'Hi {{ ${a} }}'],
    ['headings as they are written', [text('<h1>Hello '), out(event('a')), text('</h1>')], 'Hello {{ ${a} }}'],
    ['links', [text('<a href="https://a.example/?x=1&amp;y=2">Shop</a>')], 'Shop [https://a.example/?x=1&y=2]'],
    [
      'prints in links',
      [text('<a href="'), out(vendor('unsubscribe_url')), text('">Leave</a>')],
      'Leave [{{ ${set_user_to_unsubscribed_url} }}]',
    ],
    [
      'what is not for reading',
      [text('<head><title>T</title><style>.a{b:c}</style></head><body><img src="x" alt="y">z</body>')],
      'z',
    ],
    ['what is hidden, prints and all', [text('<div style="display:none">'), out(event('a')), text('</div>z')], 'z'],
    ['cells of a row', [text('<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>')], 'a b\nc'],
    [
      'a loop of rows',
      [
        text('<table>'),
        each(1, event('l', 'array'), [text('<tr><td>'), out(item(1)), text('</td></tr>')]),
        text('</table>'),
      ],
      '{% for _t1 in ${l} %}{{ _t1 }}\n{% endfor %}',
    ],
    [
      'a paragraph that may be missing',
      [text('<p>a</p>'), when(event('b', 'boolean'), [text('<p>b</p>')]), text('<p>c</p>')],
      'a\n\n{% if ${b} %}b\n\n{% endif %}c',
    ],
    [
      'words that may be missing',
      [text('<p>a '), when(event('b', 'boolean'), [text('b ')], [text('not ')]), text('c</p>')],
      'a {% if ${b} %}b {% else %}not {% endif %}c',
    ],
    [
      'attributes that may be missing',
      [text('<p '), when(event('b', 'boolean'), [text('class="x"')]), text('>a</p>')],
      'a',
    ],
  ])('has %s', (_, nodes, expected) => {
    expect(derived(nodes)).toBe(expected);
  });

  it('still knows what came from the tenant', () => {
    const nodes = [text('<p>From '), value(escapeHtml("O'Brien & Sons")), text('!</p>')];
    const { nodes: found } = deriveText(nodes);
    expect(found).toMatchObject([
      { text: 'From ', origin: undefined },
      { text: "O'Brien & Sons", origin: 'brand.name', state: htmlStates.plain },
      { text: '!', origin: undefined },
    ]);
  });

  it('keeps the turns of a tenant’s own list apart', () => {
    const turn = (name: string) => [text('<p>'), value(name, 'deals.*.name'), text('</p>')];
    const { nodes } = deriveText([{ kind: 'unrolled', iterations: [turn('a'), turn('b')] }]);
    expect(ir.print('braze', nodes, 'text').text).toBe('a\n\nb\n\n');
    expect(ir.skeleton('braze', nodes, 'text')).toBe('⟦deals.*.name⟧\n\n');
  });

  it('takes no text for a mark of its own', () => {
    expect(derived([text('<p>\u{FDD0}0\u{FDD1}\u{FDD2}</p>')])).toBe('\u{FFFD}0\u{FFFD}\u{FFFD}');
  });

  it('cannot be derived where a condition does not stay in one piece', () => {
    const inLink = advance(htmlStates.text, '<a href="');
    const nodes = [
      text('<p><a href="'),
      when(event('b'), [text('x">y</a> z <a href="', inLink)]),
      text('">c</a></p>', inLink),
    ];
    const { problems } = deriveText(nodes);
    expect(problems).toMatchObject([
      { code: 'text-part-needed', file: 'templates/t/html.hbs', fix: expect.stringContaining('text.hbs') },
    ]);
  });

  it('has all the words of the HTML, in every language that can say it', () => {
    const data = fc.record({ a: fc.string(), b: fc.boolean(), l: fc.array(fc.string(), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.gen(), data, (gen, sent) => {
        const html = draw(gen, 0, 0);
        const send = { recipient: {}, event: sent, vendor: vendorUrls };
        const expected = words(decodeEntities(interpret(html, send).replace(/<[^>]*>/g, '')));
        const { nodes, problems } = deriveText(html);
        expect(problems).toEqual([]);
        for (const engine of engines) {
          const codes = new Set(ir.codes(engine.dialect, nodes, 'text'));
          // An item cannot be seen from inside a test of something else.
          if (engine.dialect === 'mustachio' && codes.has('not-in-dialect')) continue;
          expect(words(engine.render(ir.printed(engine.dialect, nodes, 'text'), send))).toBe(expected);
        }
      }),
      propertyRuns(200),
    );
  });
});

/** A text without its white space, which is laid out anew. */
function words(from: string): string {
  return from.replace(/[\s\u200b]/g, '');
}

function pick(gen: fc.GeneratorValue, ...from: readonly string[]): string {
  return gen(() => fc.constantFrom(...from));
}

function draw(gen: fc.GeneratorValue, depth: number, loop: number): Node[] {
  const kinds = depth >= 3 ? ['text', 'out', 'value'] : ['text', 'out', 'value', 'element', 'if', 'each', 'unrolled'];
  const inside = () => draw(gen, depth + 1, loop);
  const count = gen(fc.integer, { min: 1, max: 3 });
  return Array.from({ length: count }, (): Node[] => {
    switch (pick(gen, ...kinds)) {
      case 'text':
        return [text(pick(gen, 'word ', ' a &amp; b', '\n', '&lt;'))];
      case 'value':
        return [value(escapeHtml(pick(gen, 'Acme', 'O\'Brien & "Sons"', '')))];
      case 'out':
        return [out(loop > 0 ? item(loop) : event('a'))];
      case 'if':
        return [when(event('b', 'boolean'), inside(), inside())];
      case 'each':
        return [each(loop + 1, event('l', 'array'), draw(gen, depth + 1, loop + 1), inside())];
      case 'unrolled':
        return [{ kind: 'unrolled', iterations: [inside(), inside()] }];
      default: {
        const name = pick(gen, 'p', 'b', 'h1', 'div', 'table', 'tr', 'td', 'ul', 'span');
        return [text(`<${name}>`), ...inside(), text(`</${name}>`)];
      }
    }
  }).flat();
}
