import { describe, expect, it } from 'vitest';
import type { Files } from '../deploy/small-repository.ts';
import {
  code,
  configuration,
  grocery,
  news,
  newsHtml,
  order,
  orderHtml,
  tenant,
  tenantIds,
} from './support/grocery.ts';
import { messagesOf, reviewed, reviewFiles, titles } from './support/reviewing.ts';

async function of(...edits: Files[]) {
  return reviewFiles(grocery(), grocery(...edits));
}

const footer = (text: string): Files => ({
  'templates/_partials/footer.hbs': `<p>${text} {{tenant.name}}</p>{{> legal/notice}}\n`,
});

describe('one edit', () => {
  it('is one change, however many templates, languages and tenants it is found in', async () => {
    const review = await of(footer('Thanks for shopping with'));
    expect(review.changes).toHaveLength(1);
    const [change] = review.changes;
    expect(change).toMatchObject({ kind: 'update', title: '“Thank you” becomes “Thanks”', moreHunks: 0 });
    expect(change?.hunks).toEqual([
      { field: 'html', lead: '', before: 'Thank you', after: 'Thanks', tail: ' for shopping with ⟦tenant.name⟧' },
    ]);
    expect(messagesOf(change!)).toHaveLength(16);
    expect(new Set(change?.classes.map(({ dialect }) => dialect))).toEqual(new Set(['sendgrid', 'braze']));
    expect(review.counts).toMatchObject({
      messages: 16,
      pairs: 12,
      tenants: { changing: 6, held: 0, excluded: 0, unchanged: 0, total: 6 },
    });
  });

  it('has the id that it had before another edit came to the pull request', async () => {
    const [alone] = (await of(footer('Thanks for shopping with'))).changes;
    const both = await of(footer('Thanks for shopping with'), code('Your new code is {{event.code}}'));
    expect(both.changes.map(({ id }) => id)).toContain(alone?.id);
  });

  it('of runtime data is one in all vendors’ languages', async () => {
    const review = await of(order(orderHtml.replace('<h1>', '<h1>{{event.number}} ')));
    expect(titles(review)).toEqual(['adds “{{event.number}}”']);
  });

  it('that only a vendor’s language shows is shown in that', async () => {
    const data = ', data: { event: { number: "canvas_entry_properties.*" } }';
    const review = await of({
      '.github/tenantry.yml': configuration('policies: { maxArchives: 0.5, archiveGrace: 30d, approval: warn }', data),
    });
    expect(review.changes).toMatchObject([
      {
        kind: 'update',
        hunks: [
          {
            field: 'subject',
            before: expect.stringContaining('api_trigger'),
            after: expect.stringContaining('canvas'),
          },
        ],
      },
    ]);
  });

  it('of white space says so', async () => {
    expect(titles(await of(order(orderHtml.replace('<h1>', '<h1> '))))).toEqual(['white space changes']);
  });

  it('of many places tells the first eight', async () => {
    const words = (from: string) =>
      Array.from({ length: 12 }, (_, index) => `<p>${from} ${index} is a paragraph of its own</p>`).join('');
    const review = await reviewFiles(grocery(order(words('This'))), grocery(order(words('That'))));
    expect(review.changes[0]?.hunks).toHaveLength(1);
    const numbered = (from: string) =>
      Array.from({ length: 12 }, (_, index) => `<p>${from}${index} is a paragraph of its own</p>`).join('');
    const many = await reviewFiles(grocery(order(numbered('This'))), grocery(order(numbered('That'))));
    expect(many.changes[0]).toMatchObject({ title: '“This0” becomes “That0”, and 11 more edits', moreHunks: 4 });
    expect(many.changes[0]?.hunks).toHaveLength(8);
  });
});

describe('values', () => {
  it('of one tenant are a change of their own, with the value', async () => {
    const review = await of({
      'tenants/aldi/tenant.yaml': tenant(
        'aldi',
        0,
        'variables: { motto: Low prices, links: { shop: "https://aldi.example" }, features: { points: false } }',
      ),
    });
    expect(review.changes).toMatchObject([
      {
        title: 'motto: “Fresh every day” becomes “Low prices”',
        hunks: [{ field: 'motto', before: 'Fresh every day', after: 'Low prices' }],
      },
    ]);
    expect(messagesOf(review.changes[0]!)).toEqual(['aldi/order/en']);
  });

  it('that are different for each tenant are counted', async () => {
    const edits = tenantIds.map((id, index) => ({
      [`tenants/${id}/tenant.yaml`]: tenant(
        id,
        index,
        `variables: { links: { shop: "https://www.${id}.example" }, features: { points: ${index > 0} } }`,
      ),
    }));
    const review = await of(...edits);
    expect(review.changes).toMatchObject([
      { title: 'links.shop changes', hunks: [{ before: '(6 values)', after: '(6 values)' }] },
    ]);
  });

  it('in lists are told with their place', async () => {
    const perks = (text: string) => ({
      'tenants/aldi/tenant.yaml': tenant(
        'aldi',
        0,
        `variables: { perks: [{ text: One }, { text: ${text} }], links: { shop: "https://aldi.example" }, unused: ${text}, features: { points: false } }`,
      ),
    });
    const list = order(orderHtml.replace('<h1>', '{{#each perks}}<b>{{text}}</b>{{/each}}<h1>'));
    const defaults = {
      'tenants/_defaults.yaml':
        'timezone: UTC\nvariables: { motto: Fresh every day, perks: [], legal: { notice: All rights reserved } }\n',
    };
    const review = await reviewFiles(grocery(list, defaults, perks('Two')), grocery(list, defaults, perks('Three')));
    expect(titles(review)).toEqual(['perks.1.text: “Two” becomes “Three”']);
  });

  it('along with different words are different changes', async () => {
    const motto = {
      'tenants/_defaults.yaml':
        'timezone: UTC\nvariables: { motto: Low prices, legal: { notice: All rights reserved } }\n',
    };
    const words = {
      ...news(newsHtml.replace('<p>News', '<p>{{motto}} News')),
      ...order(orderHtml.replace('>shop<', '>store<')),
    };
    const before = grocery(news(newsHtml.replace('<p>News', '<p>{{motto}}: News')));
    const review = await reviewFiles(before, grocery(motto, words));
    expect(
      review.changes.map(({ classes }) => [...new Set(classes.map(({ template }) => template))].join()).sort(),
    ).toEqual(['news', 'order']);
  });

  it('of the payload beside the texts are told', async () => {
    expect(titles(await of(news(newsHtml, 'all: true', 'offers')))).toEqual(['topic: “news” becomes “offers”']);
  });

  it('cannot change unseen within an edit of many messages', async () => {
    const hidden = tenant(
      'aldi',
      0,
      'variables: { links: { shop: "https://phish.example" }, features: { points: false } }',
    );
    const review = await of(footer('Thanks for shopping with'), { 'tenants/aldi/tenant.yaml': hidden });
    expect(titles(review)).toEqual([
      'links.shop: “https://aldi.example” becomes “https://phish.example”, and 1 edit of words',
      '“Thank you” becomes “Thanks”',
    ]);
    expect(messagesOf(review.changes[0]!)).toEqual(['aldi/order/en']);
  });
});

describe('what comes, goes or moves', () => {
  const moved = tenant('aldi', 0).replace(/send, id/g, 'flow, id');
  it.each([
    ['a template', code('Another code: {{event.code}}', 'second'), ['create: new template second']],
    ['a tenant', { 'tenants/oak/tenant.yaml': tenant('oak', 4) }, ['create: new tenant oak']],
    ['a draft', { 'tenants/oak/tenant.yaml': tenant('oak', 4).replace('active', 'draft') }, ['create: new tenant oak']],
    [
      'seven tenants',
      Object.fromEntries([...'pqrstuv'].map((id) => [`tenants/${id}/tenant.yaml`, tenant(id, 4)])),
      ['create: 7 new tenants'],
    ],
    [
      'a locale',
      { 'tenants/dairy/tenant.yaml': tenant('dairy', 3).replace('also: []', 'also: [fr]') },
      ['create: new in fr'],
    ],
    ['a tenant goes', { 'tenants/farm/tenant.yaml': undefined }, ['archive: tenant farm leaves']],
    [
      'a tenant retires',
      { 'tenants/farm/tenant.yaml': tenant('farm', 5).replace('active', 'retired') },
      ['archive: tenant farm leaves'],
    ],
    [
      'a template goes',
      Object.fromEntries(Object.keys(news()).map((path) => [path, undefined])),
      ['archive: template news is removed'],
    ],
    [
      'a locale goes',
      { 'tenants/corner/tenant.yaml': tenant('corner', 2).replace('also: [fr]', 'also: []') },
      ['archive: no longer in fr'],
    ],
    ['fewer targets', news(newsHtml, 'matchLabels: { ring: main }'), ['archive: news reaches fewer tenants']],
    ['another account', { 'tenants/aldi/tenant.yaml': moved }, ['move: from account send to flow']],
    [
      'another workspace',
      { 'tenants/aldi/tenant.yaml': tenant('aldi').replaceAll('id: aldi', 'id: new') },
      ['move: aldi moves from workspace aldi to new'],
    ],
    [
      'another id and workspace',
      {
        'tenants/aldi/tenant.yaml': undefined,
        'tenants/oak/tenant.yaml': tenant(
          'oak',
          0,
          'formerly: [aldi]\nvariables: { links: { shop: "https://aldi.example" }, features: { points: false } }',
        ),
      },
      ['move: tenant aldi becomes oak'],
    ],
  ] as [string, Files, string[]][])('%s', async (_, edit, expected) => {
    const review = await of(edit);
    expect(review.changes.map(({ kind, title }) => `${kind}: ${title}`)).toEqual(expected);
  });

  it('a tenant goes live', async () => {
    const draft = { 'tenants/elm/tenant.yaml': tenant('elm', 4).replace('active', 'draft') };
    expect(titles(await reviewFiles(grocery(draft), grocery()))).toEqual(['tenant elm goes live']);
  });

  it('a workspace comes to be, at a vendor that makes none by itself', async () => {
    const accounts = {
      '.github/tenantry.yml': configuration('policies: { maxArchives: 0.1 }').replace(
        'provider: local, options: { dialect: sendgrid }',
        'provider: sendgrid, credentials: { env: TENANTRY_SENDGRID }',
      ),
    };
    const email = (binding: string) => ({
      'tenants/aldi/tenant.yaml': tenant('aldi').replace(/workspaces: .*/, `workspaces: { email: ${binding} }`),
    });
    const others = Object.fromEntries(['corner', 'elm'].map((id) => [`tenants/${id}/tenant.yaml`, tenant(id, 1)]));
    const before = grocery(accounts, others, email('{ account: send }'));
    expect((await reviewFiles(before, before)).changes).toEqual([]);
    const review = await reviewFiles(before, grocery(accounts, others, email('{ account: send, id: aldi-7 }')));
    expect(review.changes.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'create: aldi gets a workspace for email',
    ]);
    expect(review.refusals).toEqual([]);
  });

  it('more targets', async () => {
    const review = await reviewFiles(grocery(news(newsHtml, 'matchLabels: { ring: main }')), grocery());
    expect(review.changes.map(({ kind, title }) => `${kind}: ${title}`)).toEqual(['create: news reaches more tenants']);
  });

  it('has the message that was there before', async () => {
    const { review, shown } = await reviewed(grocery(), grocery({ 'tenants/aldi/tenant.yaml': moved }));
    const [message] = review.changes[0]!.classes[0]!.messages;
    expect(message).toMatchObject({
      action: 'create',
      account: 'flow',
      before: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(shown[0]?.before).toBeDefined();
    expect(shown[0]?.missing).toBeUndefined();
  });
});

describe('held', () => {
  it('tenants are counted apart', async () => {
    const frozen = {
      'tenants/elm/tenant.yaml': `${tenant('elm', 4)}freeze: { sale: { from: 2026-11-20, until: 2026-11-30 } }\n`,
    };
    const review = await reviewFiles(grocery(frozen), grocery(frozen, footer('Thanks for shopping with')));
    expect(review.counts.tenants).toEqual({ changing: 5, held: 1, excluded: 0, unchanged: 0, total: 6 });
    const held = review.changes[0]?.classes
      .flatMap(({ messages }) => messages)
      .filter(({ action }) => action === 'held');
    expect(held?.map(({ reasons }) => reasons.at(-1)?.code)).toEqual(['freeze', 'freeze']);
  });

  it('a draft without a workspace goes nowhere', async () => {
    const nowhere = tenant('oak', 4)
      .replace('active', 'draft')
      .replace(/workspaces: .*/, 'workspaces: {}');
    const { review, lines } = await reviewed(grocery(), grocery({ 'tenants/oak/tenant.yaml': nowhere }));
    const [message] = review.changes[0]!.classes[0]!.messages;
    expect(message).toMatchObject({ action: 'held', account: undefined, workspace: undefined });
    expect(lines.map((line) => JSON.parse(line).destination)).toEqual([null, null, null]);
  });
});
