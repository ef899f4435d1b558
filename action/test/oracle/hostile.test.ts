import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/emulators/rendering.ts';
import type { FieldFormat } from '../../src/template/dialects/dialect.ts';
import { dialects } from '../../src/template/dialects/registry.ts';
import { advance, htmlStates } from '../../src/template/html-state.ts';
import { interpret } from '../../src/template/interpret.ts';
import type { Node, Spot } from '../../src/template/ir.ts';
import { engines } from './support/engines.ts';
import { countTags } from './support/lexers.ts';
import { propertyRuns } from './support/runs.ts';
import { decodeEntities, vendorUrls } from './support/send.ts';

const at: Spot = { source: { path: 'templates/t/html.hbs', text: '' }, line: 1, column: 1 };

/** A tenant's value, a literal of the template, or a print; values and literals come in fragments of tags. */
type Part = { readonly kind: 'value' | 'literal'; readonly text: string } | { readonly kind: 'print' };

const fragments = [
  ...[
    '{',
    '{{',
    '{{{',
    '{%',
    '}',
    '}}',
    '}}}',
    '%',
    '%}',
    '#',
    '#if x',
    '/if',
    '\\',
    '\\\\',
    '"',
    "'",
    '<',
    '&',
    '&#',
    '123;',
  ],
  ...['event.secret', '{event.secret}}', '{{event.secret}}', '{% raw %}', '{{{{raw}}}}', '${', '!--', ' ', '\n', 'x'],
  ...['[', '[[', ']]', '[[event.secret]]', '<!-- -->', '\u202e', '\ud83d', '\u00a0', '\u2028'],
];
const text = fc.array(fc.constantFrom(...fragments), { maxLength: 4 }).map((parts) => parts.join(''));
const markup = fc.constantFrom(
  ...[
    '<p title="',
    '">',
    '<style>',
    '</style>',
    '@media{.a{b:c}}',
    '<!--',
    '-->',
    '<title>',
    '</title>',
    '</p>',
    '{',
    '}',
  ],
);
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), text }),
  fc.record({ kind: fc.constant('literal' as const), text: fc.oneof(text.map(withoutAngle), markup) }),
  fc.constant({ kind: 'print' } as const),
);

function withoutAngle(from: string): string {
  return from.replaceAll('<', '');
}

/** Parts as the evaluator would hand them over: values escaped for HTML, and only where values may stand. */
function toNodes(parts: readonly Part[], format: FieldFormat): Node[] {
  let state = format === 'html' ? htmlStates.text : htmlStates.plain;
  const nodes: Node[] = [];
  for (const one of parts) {
    if (one.kind !== 'literal' && !['plain', 'html'].includes(state.value)) continue;
    if (one.kind === 'print') {
      const ref = { kind: 'data', root: 'event', path: ['secret'], type: 'string', schema: {} } as const;
      nodes.push({ kind: 'out', ref, filters: [], escape: format === 'html' ? 'html' : 'none', state, at });
      continue;
    }
    const written = format === 'html' && one.kind === 'value' ? escapeHtml(one.text) : one.text;
    nodes.push({ kind: 'text', text: written, origin: one.kind === 'value' ? 'brand.name' : undefined, state, at });
    if (format === 'html' && one.kind === 'literal') state = advance(state, written);
  }
  return nodes;
}

const data = { recipient: {}, event: { secret: 'S {{x}} <&' }, vendor: vendorUrls };

/** The texts that stand where entities are not decoded, and so must be there as they are, in this order. */
function untouchable(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'text' || !['style', 'comment'].includes(node.state.place)) return [];
    return advance(node.state, node.text).place === node.state.place ? [node.text] : [];
  });
}

function containsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((one) => {
    const found = text.indexOf(one, from);
    from = found + one.length;
    return found !== -1;
  });
}

/** Braze takes comments out before it reads Liquid: what was on either side of one must not be a tag then. */
function expectCommentsToHideNothing(emitted: string): void {
  const comment = /<!--[\s\S]*?-->/g;
  const without = countTags('braze', emitted.replace(comment, ''));
  expect(without, emitted).toBe(countTags('braze', emitted.replace(comment, ' ')));
}

describe('hostile values and literals never become vendor code', () => {
  it.each(engines.flatMap((engine) => (['html', 'text'] as const).map((format) => ({ engine, format }))))(
    '$engine.name, $format',
    ({ engine, format }) => {
      const counted = { kept: 0, refused: 0 };
      fc.assert(
        fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
          const nodes = toNodes(parts, format);
          const dialect = dialects[engine.dialect];
          const { text: emitted, problems } = dialect.print(nodes, format, dialect.defaultData);
          if (problems.length > 0) {
            expect(problems.every(({ code }) => code === 'text-reads-as-code')).toBe(true);
            // Liquid can print a brace anywhere.
            expect(engine.dialect).not.toBe('braze');
            counted.refused += 1;
            return;
          }
          counted.kept += 1;
          const prints = nodes.filter(({ kind }) => kind === 'out').length;
          const braces = engine.dialect === 'braze' ? emitted.split('{{ "{" }}').length - 1 : 0;
          expect(countTags(engine.dialect, emitted)).toBe(prints + braces);
          if (engine.dialect === 'braze') expectCommentsToHideNothing(emitted);
          const rendered = engine.render(emitted, data);
          const meant = interpret(nodes, data);
          const decode = format === 'html' ? decodeEntities : (same: string) => same;
          expect(decode(rendered), emitted).toBe(decode(meant));
          expect(containsInOrder(rendered, untouchable(nodes)), rendered).toBe(true);
        }),
        propertyRuns(1500),
      );
      expect(counted.kept).toBeGreaterThan(counted.refused / 4);
    },
  );
});
