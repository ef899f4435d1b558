import { expect, test } from 'vitest';
import { outlineOf } from '../../src/template/outline.ts';
import { loadFiles } from '../support/memory.ts';
import { grocery, tenant } from './support/grocery.ts';

const metadata = `name: Outline
version: 1.0.0
channel: email
category: transactional
topic: orders
targets: { all: true }
runtime:
  recipient: { type: object, properties: { name: { type: string } } }
  event:
    type: object
    required: [number, day, items, total]
    properties:
      number: { type: string }
      day: { type: string, format: date }
      total: { type: number }
      items: { type: array, items: { type: object, required: [name], properties: { name: { type: string } } } }
`;

function outline(text: string): string {
  const files = grocery({
    'templates/outline/template.yaml': metadata,
    'templates/outline/subject.hbs': 'Outline\n',
    'templates/outline/html.hbs': text,
    'tenants/aldi/tenant.yaml': tenant(
      'aldi',
      0,
      'variables: { links: { shop: "https://aldi.example" }, perks: [{ title: One }, { title: Two }], features: { points: false } }',
    ),
  });
  const { repository, renderer } = loadFiles(files);
  const { fields } = renderer.evaluate(repository.templates.get('outline')!, repository.tenants.get('aldi')!, 'en');
  expect(fields.get('html')?.problems).toEqual([]);
  return outlineOf(fields.get('html')!.nodes);
}

test.each([
  ['values by their names', '<p>{{motto}} of {{tenant.name}}</p>', '<p>⟦motto⟧ of ⟦tenant.name⟧</p>'],
  ['what a value decides, decided', '{{#if features.points}}points{{else}}none{{/if}}', 'none'],
  ['equal turns of a tenant’s list once', '{{#each perks}}<b>{{title}}</b>{{/each}}', '<b>⟦perks.*.title⟧</b>'],
  ['runtime data as it is written', '{{event.number}}', '{{event.number}}'],
  ['with its helpers', '{{upper event.number}}', '{{upper event.number}}'],
  [
    'conditions',
    '{{#if recipient.name}}{{recipient.name}}{{else}}you{{/if}}',
    '{{#if recipient.name}}{{recipient.name}}{{else}}you{{/if}}',
  ],
  ['comparisons', '{{#if (gt event.total 3)}}many{{/if}}', '{{#if (gt event.total 3)}}many{{/if}}'],
  ['negations', '{{#unless recipient.name}}no{{/unless}}', '{{#if (not recipient.name)}}no{{/if}}'],
  [
    'loops',
    '{{#each event.items}}{{@index}} {{name}}{{else}}empty{{/each}}',
    '{{#each event.items}}{{@index}} {{this.name}}{{else}}empty{{/each}}',
  ],
  [
    'what only the vendor knows',
    '<a href="{{vendor.unsubscribe_url}}">x</a>',
    '<a href="{{vendor.unsubscribe_url}}">x</a>',
  ],
])('shows %s', (_, text, expected) => {
  expect(outline(`${text}\n`)).toBe(`${expected}\n`);
});
