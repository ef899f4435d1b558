import { expect, it } from 'vitest';
import { handlebarsSyntax } from '../../src/template/dialects/print/handlebars-syntax.ts';
import { liquidSyntax } from '../../src/template/dialects/print/liquid-syntax.ts';
import { link, type Tag } from '../../src/template/link.ts';
import { text } from './support/ir.ts';

const handlebars = handlebarsSyntax('SendGrid');
const liquid = liquidSyntax('Braze');

function tag(code: string): Tag {
  return { kind: 'tag', role: 'print', code, subject: '' };
}

it.each([
  ['an open tag', [tag('{{x')], handlebars],
  ['a tag that ends too early', [tag('{{x}}}')], handlebars],
  ['a triple tag that ends too early', [tag('{{{x}}')], handlebars],
  ['two tags for one', [tag('{{x}}{{y}}')], handlebars],
  ['a raw block', [tag('{{{{x}}}}')], handlebars],
  ['text for a tag', [tag('x')], handlebars],
  ['an open string', [tag('{{#equals x "}}')], handlebars],
  ['an open Liquid tag', [tag('{% if x')], liquid],
  ['a Liquid tag that ends in a string', [tag('{% if x == "%}" %}')], liquid],
  ['an open Liquid string', [tag('{{ "x }}')], liquid],
] as const)('insists on the tags as they were printed: %s is a bug of ours', (_, pieces, syntax) => {
  expect(() => link(pieces, 'html', syntax)).toThrow(syntax.vendor);
});

it.each([
  ['{{#equals x "}}"}}', handlebars],
  ['{{[a}}b]}}', handlebars],
  ["{{#equals x '\"}}'}}", handlebars],
  ['{{ "}}" }}', liquid],
  ["{{ x | date: '}}' }}", liquid],
] as const)('reads %s as one tag', (code, syntax) => {
  expect(link([text('a '), tag(code), text(' b')], 'html', syntax).text).toBe(`a ${code} b`);
});

it('reports one problem for a text, however many braces it holds', () => {
  const state = text('').state;
  const problems = link([text('{{{{ {{ {{', { ...state, place: 'comment' })], 'html', handlebars).problems;
  expect(problems).toHaveLength(1);
});
