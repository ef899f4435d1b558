import type { Code } from '../../../src/diagnostics/catalogue.ts';
import { base } from '../../bad-input/support/base.ts';

/** Files that were written to wear out whoever renders them. */
export interface Cost {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** What is said of them; undefined for what only looks dangerous. */
  readonly code: Code | undefined;
}

function html(text: string): Record<string, string> {
  return { 'templates/welcome/html.hbs': text };
}

/** Partials that each call the next, sixty deep; the last is `end`. */
function chain(body: (next: string) => string, end: string): Record<string, string> {
  const files = Array.from({ length: 60 }, (_, index) => [
    `templates/_partials/p${index}.hbs`,
    index === 59 ? end : body(`p${index + 1}`),
  ]);
  return Object.fromEntries(files);
}

const doubling = {
  'templates/welcome/strings/en.yaml': 'hello: x\ntwo: "{a}{a}"\n',
  'templates/welcome/strings/fr.yaml': 'hello: x\ntwo: "{a}{a}"\n',
};
const bolt = base['tenants/bolt/tenant.yaml'] ?? '';
const welcome = base['templates/welcome/template.yaml'] ?? '';
const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(', ');

/** Templates that grow, each far beyond what would fit into memory or a lifetime. */
const growing: readonly Cost[] = [
  {
    name: 'laughs through partials: twenty to the power of sixty',
    files: { ...html('{{> p0}}'), ...chain((next) => `{{> ${next}}}`.repeat(20), 'ha') },
    code: 'template-limit',
  },
  {
    name: 'a megabyte of text twenty times over',
    files: { ...html('{{> p0}}'), ...chain((next) => `{{> ${next}}}`.repeat(20), 'ha'.repeat(400_000)) },
    code: 'template-limit',
  },
  {
    name: 'blocks that print their block twice',
    files: {
      ...html('{{#> p0}}x{{/p0}}'),
      ...chain((next) => `{{#> ${next}}}{{> @partial-block}}{{> @partial-block}}{{/${next}}}`, '{{> @partial-block}}'),
    },
    code: 'template-limit',
  },
  {
    name: 'a fallback for itself, handed on',
    files: { ...html('{{> p0 a=recipient.city}}'), ...chain((next) => `{{> ${next} a=(default a a)}}`, '{{a}}') },
    code: 'template-limit',
  },
  {
    name: 'a condition on itself, handed on',
    files: {
      ...html('{{> p0 a=recipient.city}}'),
      ...chain((next) => `{{> ${next} a=(or (and a (not a)) (and (not a) a))}}`, '{{#if a}}x{{/if}}'),
    },
    code: 'template-limit',
  },
  {
    name: 'a text with itself in two slots, handed on',
    files: {
      ...html('{{> p0 a=recipient.first_name}}'),
      ...doubling,
      ...chain((next) => `{{> ${next} a=(t "two" a=a)}}`, '{{a}}'),
    },
    code: 'template-limit',
  },
  {
    name: 'a known text with itself in two slots, in capitals',
    files: {
      ...html('{{> p0 a="xxxxxxxx"}}'),
      ...doubling,
      ...chain((next) => `{{> ${next} a=(upper (t "two" a=a))}}`, '{{a}}'),
    },
    code: 'template-limit',
  },
  {
    name: 'a hundred thousand slots',
    files: {
      ...html('{{t "two" a=recipient.first_name}}'),
      'templates/welcome/strings/en.yaml': `hello: x\ntwo: "${'{a}'.repeat(80_000)}"\n`,
    },
    code: 'template-limit',
  },
  {
    name: 'loops in loops over a tenant’s own values',
    files: {
      ...html(
        '{{#each brand.colors}}{{#each ../brand.colors}}{{#each ../../brand.colors}}x{{/each}}{{/each}}{{/each}}',
      ),
      'tenants/bolt/tenant.yaml': bolt.replace(
        'primary: "#222222"',
        `primary: "#222222", ${many(3000, (index) => `c${index}: "#222222"`)}`,
      ),
    },
    code: 'template-limit',
  },
];

/** Sources that take parsers long. */
const parsing: readonly Cost[] = [
  {
    name: 'blocks nested thousands of times',
    files: html('{{#if brand.name}}'.repeat(9000) + '{{/if}}'.repeat(9000)),
    code: 'template-limit',
  },
  { name: 'parentheses nested thousands of times', files: html(`{{t ${'('.repeat(900_000)}`), code: 'template-limit' },
  { name: 'comments that never end', files: html('{{!'.repeat(300_000)), code: 'template-syntax' },
  {
    name: 'long comments that never end',
    files: html('{{!--'.repeat(9000) + 'x'.repeat(900_000)),
    code: 'template-syntax',
  },
  {
    name: 'raw blocks that never end',
    files: html('{{{{a '.repeat(5000) + 'x'.repeat(900_000)),
    code: 'template-limit',
  },
  {
    name: 'a path of four hundred thousand segments',
    files: html(`{{${'a.'.repeat(400_000)}b}}`),
    code: 'template-limit',
  },
  {
    name: 'a path behind braces in a string',
    files: html(`{{t "}}" a=${'b.'.repeat(4000)}c}}`),
    code: 'template-limit',
  },
  { name: 'three hundred thousand steps up', files: html(`{{${'../'.repeat(300_000)}b}}`), code: 'template-limit' },
  {
    name: 'a megabyte of blanks before a tag that strips them',
    files: html(`${' '.repeat(1_000_000)}x{{~brand.name}}`),
    code: undefined,
  },
  {
    name: 'a megabyte of line breaks before a block',
    files: html(`${'\n'.repeat(900_000)}x{{#if brand.name}}a{{/if}}`),
    code: undefined,
  },
];

/** HTML that takes long to turn into text. */
const deriving: readonly Cost[] = [
  {
    name: 'elements nested by the hundred thousand',
    files: html(`${'<div>'.repeat(90_000)}x${'</div>'.repeat(90_000)}`),
    code: 'text-part-needed',
  },
  {
    name: 'tables nested by the ten thousand',
    files: html(`${'<table><tr><td>'.repeat(30_000)}x${'</td></tr></table>'.repeat(30_000)}`),
    code: 'text-part-needed',
  },
  {
    name: 'paragraphs and list items that nest in turn',
    files: html('<p><li>'.repeat(90_000)),
    code: 'text-part-needed',
  },
  { name: 'a quarter of a million tags', files: html(`<p>${'<br>'.repeat(250_000)}x</p>`), code: 'text-part-needed' },
  {
    name: 'a hundred thousand blanks that do not break',
    files: html(`<p>${'&nbsp;'.repeat(160_000)}x</p>`),
    code: undefined,
  },
  { name: 'a megabyte of words in one line', files: html(`<p>${'word '.repeat(200_000)}</p>`), code: undefined },
  {
    name: 'a thousand rows without closing tags',
    files: html(`<table>${'<tr><td>x'.repeat(100)}</table>`),
    code: undefined,
  },
];

/** YAML that takes its parser, or what checks it, long. */
const reading: readonly Cost[] = [
  {
    name: 'a hundred thousand quotes',
    files: { 'tenants/bolt/tenant.yaml': '"'.repeat(200_000) },
    code: 'yaml-syntax',
  },
  {
    name: 'a megabyte of quotes',
    files: { 'tenants/bolt/tenant.yaml': '"'.repeat(1_000_000) },
    code: 'file-too-large',
  },
  {
    name: 'aliases that stand for each other',
    files: {
      'tenants/bolt/tenant.yaml': `a: &a [x, x]\n${Array.from({ length: 60 }, (_, index) => `b${index}: &b${index} [*${index === 0 ? 'a' : `b${index - 1}`}, *${index === 0 ? 'a' : `b${index - 1}`}]`).join('\n')}\n`,
    },
    code: 'yaml-alias',
  },
  {
    name: 'maps nested by the thousand',
    files: { 'tenants/bolt/tenant.yaml': '{a: '.repeat(50_000) },
    code: 'yaml-too-deep',
  },
  {
    name: 'a pattern that takes for ever to match',
    files: {
      'templates/welcome/template.yaml': welcome.replace(
        'name: { type: string, maxLength: 40 }',
        'name: { type: string, pattern: "^(a+)+$" }',
      ),
    },
    code: 'unknown-key',
  },
  {
    name: 'a group list of tens of thousands',
    files: { 'tenants/bolt/tenant.yaml': `${bolt}groups: [${many(30_000, (index) => `g${index}`)}]\n` },
    code: 'yaml-list-too-long',
  },
  {
    name: 'an address as long as a book',
    files: { 'tenants/bolt/tenant.yaml': bolt.replace('hello@bolt.example', `${'a.'.repeat(100_000)}@x`) },
    code: 'invalid-address',
  },
  {
    name: 'a link as long as a book',
    files: { 'tenants/bolt/tenant.yaml': bolt.replace('https://bolt.example', `https://${'a.'.repeat(100_000)}`) },
    code: undefined,
  },
  {
    name: 'a schema nested by the thousand',
    files: {
      'templates/welcome/template.yaml': `${welcome}  event: ${'{type: object, properties: {a: '.repeat(3000)}{type: string}${'}}'.repeat(3000)}\n`,
    },
    code: 'yaml-too-deep',
  },
];

export const costs: readonly Cost[] = [...growing, ...parsing, ...deriving, ...reading];
