import { describe, expect, it } from 'vitest';
import type { Review } from '../../src/review/review.ts';
import type { Files } from '../deploy/small-repository.ts';
import { code, grocery, news, newsHtml, order, orderHtml, tenant, tenantIds } from './support/grocery.ts';
import { reviewFiles } from './support/reviewing.ts';

const footer = (text: string): Files => ({
  'templates/_partials/footer.hbs': `<p>${text} {{tenant.name}}</p>{{> legal/notice}}\n`,
});

function told({ unexpected }: Review): string[] {
  return unexpected.map((one) => `${one.code}: ${one.tenant}/${one.template} ${one.message}`);
}

function reasons({ unaffected }: Review): string[] {
  return unaffected.map((one) => `${one.pairs} ${one.reason}`);
}

describe('who does not follow the change', () => {
  it('has a partial of its own', async () => {
    const own = { 'tenants/elm/partials/footer.hbs': '<p>Elm thanks you</p>\n' };
    const review = await reviewFiles(grocery(own), grocery(own, footer('Thanks for shopping with')));
    expect(told(review)).toEqual([
      'own-partial: elm/news keeps its own footer, so this change does not reach it',
      'own-partial: elm/order keeps its own footer, so this change does not reach it',
    ]);
    expect(reasons(review)).toEqual(['6 of templates that do not change', '2 not reached by the change']);
  });

  it('has a partial of its own, and changes for another reason', async () => {
    const own = { 'tenants/elm/partials/footer.hbs': '<p>Elm thanks you</p>\n' };
    const review = await reviewFiles(
      grocery(own),
      grocery(own, footer('Thanks for shopping with'), news(newsHtml.replace('<p>News', '<p>The news'))),
    );
    expect(told(review)).toContain('own-partial: elm/news keeps its own footer, so it changes in another way');
  });

  it('has a text of its own', async () => {
    const own = { 'tenants/elm/strings/en.yaml': 'order:\n  title: What you bought\n' };
    const review = await reviewFiles(grocery(own), grocery(own, order(orderHtml, 'Your purchase')));
    expect(told(review)).toContain(
      'own-string: elm/order has its own text for title, so this change does not reach it',
    );
  });

  it('is pinned', async () => {
    const live = order();
    const pin = Object.fromEntries(
      Object.entries(live).flatMap(([path, text]) =>
        path.includes('samples') ? [] : [[path.replace('order/', 'order/pinned/1.0.0/'), text]],
      ),
    );
    const partials = { 'templates/order/pinned/1.0.0/_partials/footer.hbs': '<p>Thank you</p>\n' };
    const pinned = {
      'tenants/elm/tenant.yaml': `${tenant('elm', 4)}pins: { order: { version: 1.0.0, until: 2027-01-31 } }\n`,
    };
    const files = [pin, partials, pinned] as const;
    const next = order(orderHtml.replace('>shop<', '>store<'));
    const version = {
      'templates/order/template.yaml': next['templates/order/template.yaml']!.replace('1.0.0', '1.1.0'),
    };
    const review = await reviewFiles(grocery(...files), grocery(...files, next, version));
    expect(told(review)).toEqual([
      'pinned: elm/order is pinned to 1.0.0 until 2027-01-31, so this change does not reach it',
    ]);
    expect(reasons(review)).toContain('1 pinned to an earlier order');
  });

  it('opted out', async () => {
    const out = { 'tenants/elm/tenant.yaml': `${tenant('elm', 4)}optOut: { news: { reason: runs its own } }\n` };
    const review = await reviewFiles(grocery(out), grocery(out, news(newsHtml.replace('<p>News', '<p>The news'))));
    expect(told(review)).toEqual(['opted-out: elm/news opted out: runs its own']);
    expect(reasons(review)).toContain('1 opted out of news');
    expect(review.counts.tenants).toEqual({ changing: 5, held: 0, excluded: 1, unchanged: 0, total: 6 });
  });

  it('lacks a feature', async () => {
    const edited = code('Your code is {{event.code}}{{#if features.points}} and more points{{/if}}');
    const review = await reviewFiles(grocery(), grocery(edited));
    expect(told(review)).toEqual(['feature: aldi/code stays as it is: it has no features.points']);
    expect(reasons(review)).toContain('1 reached by the change, which has no effect on them');
  });

  it('is read in another language', async () => {
    const review = await reviewFiles(grocery(), grocery(order(orderHtml, 'Your purchase')));
    expect(told(review)).toEqual([
      'locale: bakers/order stays as it is in ar, where the change has no effect',
      'locale: corner/order stays as it is in fr, where the change has no effect',
    ]);
  });

  it('speaks another vendor’s language', async () => {
    // Of the two, only SendGrid has a preferences link.
    const few = { 'tenants/bakers/tenant.yaml': undefined, 'tenants/dairy/tenant.yaml': undefined };
    const guarded = newsHtml.replace('<p>News', '<p>{{#if vendor.preferences_url}}Choose what you get{{/if}}News');
    const review = await reviewFiles(grocery(few), grocery(few, news(guarded)));
    expect(told(review)).toEqual(['dialect: farm/news stays as it is: the change has no effect in braze']);
  });

  it('is not told of where most are like it', async () => {
    const few = Object.fromEntries(
      tenantIds.map((id, index) => [
        `tenants/${id}/tenant.yaml`,
        tenant(
          id,
          index,
          `variables: { links: { shop: "https://${id}.example" }, features: { points: ${index > 4} } }`,
        ),
      ]),
    );
    const edited = code('Your code is {{event.code}}{{#if features.points}} and more points{{/if}}');
    const review = await reviewFiles(grocery(few), grocery(few, edited));
    expect(told(review)).toEqual([]);
    expect(reasons(review)).toContain('5 reached by the change, which has no effect on them');
  });
});

describe('who is not meant', () => {
  it.each([
    ['by its targets', news(newsHtml, 'matchLabels: { ring: main }'), '3 not a target of news'],
    [
      'without a workspace',
      { 'tenants/elm/tenant.yaml': tenant('elm', 4).replace(/email: \{[^}]*\}, /, '') },
      '1 without a workspace for email',
    ],
    [
      'retired',
      { 'tenants/elm/tenant.yaml': tenant('elm', 4).replace('active', 'retired') },
      '1 the tenant is retired',
    ],
  ] as [string, Files, string][])('%s', async (_, edit, reason) => {
    const html = newsHtml.replace('<p>News', '<p>The news');
    const targets = edit['templates/news/template.yaml'] ? 'matchLabels: { ring: main }' : 'all: true';
    const review = await reviewFiles(grocery(edit), grocery(edit, news(html, targets)));
    expect(reasons(review)).toContain(reason);
    expect(told(review)).toEqual([]);
  });
});

describe('representatives', () => {
  const why = (review: Review): string[] =>
    review.changes.flatMap(({ representatives }) =>
      representatives.map(
        ({ message, why: reasons, standsFor }) =>
          `${message.tenant} ${message.locale} ×${standsFor}: ${reasons.join(', ')}`,
      ),
    );

  it('are the typical one, one for each direction and locale, and the longest', async () => {
    const long = {
      'tenants/farm/tenant.yaml': tenant('farm', 5).replace('FARM', 'The Farm with the longest name of all'),
    };
    const review = await reviewFiles(grocery(long), grocery(long, news(newsHtml.replace('<p>News', '<p>The news'))));
    expect(why(review)).toEqual([
      'bakers en ×5: typical of 8',
      'bakers ar ×1: right to left',
      'farm en ×1: longest subject, largest HTML',
      'corner fr ×1: in fr',
    ]);
  });

  it('are the text message of most segments', async () => {
    const review = await reviewFiles(
      grocery(),
      grocery(
        code(
          'This is your code {{event.code}}{{#if features.points}}, and so many points that this takes one more part of the text message than it did before this was said, it is really very, very long{{/if}}',
        ),
      ),
    );
    const [few, many] = review.changes;
    expect(few?.classes.flatMap(({ messages }) => messages.map(({ measure }) => measure.segments))).toEqual([2]);
    expect(many?.representatives[0]?.message.measure).toEqual({ subject: 0, html: 0, segments: 3 });
  });

  it('are of the longest subject that a customer sees, not the longest code', async () => {
    const subject = (words: string): Files => ({ ...order(), 'templates/order/subject.hbs': `${words}\n` });
    const head = subject(
      '{{#if event.number}}Your order {{event.number}} at {{tenant.name}}{{else}}Thank you, whatever you ordered{{/if}}',
    );
    const review = await reviewFiles(grocery(), grocery(head));
    const sizes = review.changes.flatMap(({ classes }) => classes.flatMap(({ messages }) => messages));
    expect(sizes.map(({ tenant: id, measure }) => [id, measure.subject])).toContainEqual([
      'aldi',
      'Your order 1234567890 at ALDI'.length,
    ]);
    expect(Math.max(...sizes.map(({ measure }) => measure.subject))).toBe('Your order 1234567890 at BAKERS'.length);
  });

  it('are measured by the title of a push message', async () => {
    const push = (title: string): Files => ({
      'templates/ready/template.yaml':
        'name: Ready\nversion: 1.0.0\nchannel: push\ncategory: transactional\ntopic: orders\ntargets: { all: true }\nruntime: { recipient: { type: object, properties: { name: { type: string } } } }\n',
      'templates/ready/title.hbs': `${title}{{#if recipient.name}}, {{recipient.name}}{{/if}}\n`,
      'templates/ready/body.hbs': 'Come and get it\n',
      'templates/ready/samples/typical.yaml': 'recipient: { name: Ann }\n',
      'tenants/bakers/tenant.yaml': tenant('bakers', 1).replace(
        'sms: {',
        'push: { account: flow, id: bakers }, sms: {',
      ),
    });
    const { changes } = await reviewFiles(grocery(push('Ready')), grocery(push('Done')));
    expect(changes[0]?.representatives[0]?.message.measure.subject).toBe('Done, Ann'.length);
  });

  const own = (path: string, text: (id: string) => string): Files =>
    Object.fromEntries(tenantIds.map((id) => [`tenants/${id}/${path}`, text(id)]));
  const notice = { 'templates/_partials/legal/notice.hbs': '<b>{{legal.notice}}</b>\n' };

  it('are everyone with something of their own that the change is in, beyond the six', async () => {
    const footers = own('partials/footer.hbs', (id) => `<p>${id} thanks you</p>{{> legal/notice}}\n`);
    const speakers = why(await reviewFiles(grocery(footers), grocery(footers, notice)));
    expect(speakers).toHaveLength(8);
    expect(speakers.filter((one) => one.includes('own partial footer'))).toHaveLength(6);
  });

  it.each<[string, Files, Files, string[]]>([
    ['a text, and something else changes', titles(), order(orderHtml.replace('>shop<', '>store<')), []],
    ['a text that changes', {}, { 'tenants/elm/strings/en.yaml': 'order:\n  title: Elm\n' }, ['own text title']],
    ['a partial, and something else changes', footers(), order(orderHtml.replace('>shop<', '>store<')), []],
    ['a partial that changes', footers(), footers('Elm owes you'), ['own partial footer']],
    [
      'a partial that prints a text that changes',
      footers('{{t "title"}}'),
      order(orderHtml, 'Yours'),
      ['own partial footer'],
    ],
    ['a partial that prints a value that changes', footers('{{motto}}'), motto('New'), ['own partial footer']],
    ['a partial that prints no value that changes', footers(), motto('New'), []],
  ])('are of %s', async (_, base, head, expected) => {
    const review = await reviewFiles(grocery(base), grocery(base, head));
    expect(review.changes).not.toEqual([]);
    const speakers = review.changes.flatMap(({ representatives }) => representatives.flatMap((one) => one.why));
    expect(speakers.filter((one) => one.startsWith('own'))).toEqual(expected);
  });

  function titles(): Files {
    return own('strings/en.yaml', (id) => `order:\n  title: Your ${id}\n`);
  }

  function footers(text = 'Elm thanks you'): Files {
    return { 'tenants/elm/partials/footer.hbs': `<p>${text}</p>\n` };
  }

  function motto(text: string): Files {
    return {
      'tenants/_defaults.yaml': `timezone: UTC\nvariables: { motto: ${text}, legal: { notice: All rights reserved } }\n`,
    };
  }

  it('are at most six otherwise', async () => {
    const locales = ['de', 'es', 'it', 'ja', 'nl', 'pl', 'pt', 'sv'];
    const many = Object.fromEntries(
      locales.map((locale) => [
        `tenants/t-${locale}/tenant.yaml`,
        tenant(`t-${locale}`, 5).replace('also: []', `also: [${locale}]`),
      ]),
    );
    const strings = Object.fromEntries(
      locales.map((locale) => [`templates/order/strings/${locale}.yaml`, `title: ${locale}\n`]),
    );
    const review = await reviewFiles(
      grocery(many, strings),
      grocery(many, strings, order(orderHtml.replace('>shop<', '>store<'))),
    );
    expect(why(review)).toHaveLength(6);
    expect(review.counts.previews).toBe(6);
  });
});

describe('the forecast', () => {
  it('counts what is written, by account, and when it is live', async () => {
    const review = await reviewFiles(
      grocery(),
      grocery(footer('Thanks for shopping with'), { 'tenants/farm/tenant.yaml': undefined }),
    );
    expect(review.forecast).toMatchObject({
      writes: 14,
      archives: 3,
      accounts: [
        { account: 'flow', provider: 'local', live: 'on-write', writes: 6 },
        { account: 'send', provider: 'local', live: 'on-write', writes: 8 },
      ],
    });
  });
});

describe('a new tenant', () => {
  it('makes nobody else excluded or an exception', async () => {
    const out = { 'tenants/elm/tenant.yaml': `${tenant('elm', 4)}optOut: { news: {} }\n` };
    const retired = { 'tenants/farm/tenant.yaml': tenant('farm', 5).replace('active', 'retired') };
    const review = await reviewFiles(
      grocery(out, retired),
      grocery(out, retired, { 'tenants/oak/tenant.yaml': tenant('oak', 4) }),
    );
    expect(review.counts.tenants).toEqual({ changing: 1, held: 0, excluded: 0, unchanged: 6, total: 7 });
    expect(told(review)).toEqual([]);
    expect(reasons(review)).toEqual(['14 of templates that do not change']);
  });
});

describe('a value of one tenant', () => {
  it('makes nobody else excluded or an exception', async () => {
    const out = { 'tenants/elm/tenant.yaml': `${tenant('elm', 4)}optOut: { order: { reason: own shop } }\n` };
    const value = {
      'tenants/farm/tenant.yaml': tenant('farm', 5).replace('https://farm.example', 'https://farm.example/new'),
    };
    const review = await reviewFiles(grocery(out), grocery(out, value));
    expect(review.counts.tenants).toEqual({ changing: 1, held: 0, excluded: 0, unchanged: 5, total: 6 });
    expect(told(review)).toEqual([]);
  });
});

describe('a retired tenant', () => {
  it('is not told as excluded from each change', async () => {
    const retired = { 'tenants/farm/tenant.yaml': tenant('farm', 5).replace('active', 'retired') };
    const review = await reviewFiles(grocery(retired), grocery(retired, footer('Thanks for shopping with')));
    expect(review.counts.tenants).toEqual({ changing: 5, held: 0, excluded: 0, unchanged: 1, total: 6 });
    expect(told(review)).toEqual([]);
  });
});
