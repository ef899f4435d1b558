import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../oracle/support/runs.ts';
import { codesOf, list, object, problemsOf, string } from './support/show.ts';

const many = Array.from({ length: 1000 }, () => 'x');
const world = { variables: { many, long: 'y'.repeat(100_000) }, event: object({ items: list(string) }) };

describe('a hostile template ends in a diagnostic, soon', () => {
  it.each([
    ['loops within loops', '{{#each many}}{{#each @root.many}}{{#each @root.many}}{{this}}{{/each}}{{/each}}{{/each}}'],
    ['loops that print nothing', '{{#each many}}{{#each @root.many}}{{#each @root.many}}{{/each}}{{/each}}{{/each}}'],
    ['too much output', '{{#each many}}{{@root.long}}{{/each}}'],
    ['too many blocks in one another', '{{#if many}}'.repeat(200) + '{{/if}}'.repeat(200)],
    ['more blocks than can be read', '{{#if many}}'.repeat(30_000) + '{{/if}}'.repeat(30_000)],
    ['more branches than can be read', `{{#if many}}${'{{else if many}}'.repeat(30_000)}{{/if}}`],
    ['more parentheses than can be read', `{{#if ${'(not '.repeat(30_000)}many${')'.repeat(30_000)}}}x{{/if}}`],
    ['more tags than a message needs', '{{@root.long.length}}'.repeat(20_000)],
    ['a template that is too long', 'x'.repeat(1024 * 1024 + 1)],
    ['loops of the send in one another', '{{#each event.items}}'.repeat(200) + '{{/each}}'.repeat(200)],
  ])('%s', (_name, template) => {
    expect(codesOf(template, world)).toContain('template-limit');
  });

  it('loops that are evaluated twice, to find where they end in the HTML, stay cheap in one another', () => {
    const depth = 60;
    const template = `<p${'{{#each @root.event.items}} a'.repeat(depth)}${'{{/each}}'.repeat(depth)}>`;
    expect(codesOf(template, world)).toEqual([]);
  });

  it('partials that call one another twice', () => {
    const partials = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`p${index}`, `{{> p${index + 1}}}{{> p${index + 1}}}`]),
    );
    const problems = problemsOf({ ...world, fields: { html: '{{> p0}}' }, partials: { ...partials, p40: 'x' } });
    expect(problems.map(({ code }) => code)).toEqual(['template-limit']);
  });

  it('defaults in defaults', () => {
    const nested = '(default event.note '.repeat(60);
    expect(
      codesOf(`{{default event.note ${nested}"x"${')'.repeat(60)}}}`, { ...world, event: object({ 'note?': string }) }),
    ).toEqual([]);
  });
});

const tokens = [
  '{{',
  '}}',
  '{{{',
  '}}}',
  '{{~',
  '~}}',
  '{{#if ',
  '{{/if}}',
  '{{else}}',
  '{{else if ',
  '{{#each ',
  '{{/each}}',
  '{{#with ',
  '{{/with}}',
  '{{> p',
  '{{#> p',
  '{{/p}}',
  '{{> @partial-block}}',
  '{{#*inline "i"}}',
  '{{/inline}}',
  '{{> i}}',
  '{{!-- ',
  ' --}}',
  '\\',
  '{{^}}',
  'many',
  'event.items',
  'event.note',
  'event',
  'this',
  '../',
  '@index',
  '@root.',
  '@key',
  'default ',
  'lookup ',
  '(',
  ')',
  'eq ',
  'and ',
  't ',
  '"s"',
  'upper ',
  'url ',
  'date ',
  ' as |x y|',
  'x',
  '=',
  ' ',
  '\n',
  '.',
  '0',
  '[',
  ']',
  '<a href="',
  '"',
  '<',
  '>',
  '<style>',
  'style="',
  '--',
  'length',
];

describe('whatever is written', () => {
  it('is evaluated or reported, never thrown', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...tokens), { maxLength: 25 }),
        fc.array(fc.constantFrom(...tokens), { maxLength: 8 }),
        (field, partial) => {
          const text = field.join('');
          const more = { partials: { p: partial.join('') }, strings: { en: { s: 'a {x} b' } } };
          for (const one of [text, `{{${text}}}`, `{{#each event.items as |x|}}${text}{{/each}}`]) {
            for (const code of codesOf(one, {
              ...world,
              event: object({ items: list(string), 'note?': string }),
              ...more,
            }))
              seen.add(code);
          }
        },
      ),
      propertyRuns(1500),
    );
    expect(seen.size).toBeGreaterThan(10);
  });
});
