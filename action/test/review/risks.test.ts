import { describe, expect, it } from 'vitest';
import type { Files } from '../deploy/small-repository.ts';
import { configuration, grocery, news, newsHtml, order, orderHtml, tenant, tenantIds } from './support/grocery.ts';
import { reviewFiles, risks } from './support/reviewing.ts';

const usual = 'policies: { maxArchives: 0.5, archiveGrace: 30d, approval: warn }';

async function found(code: Parameters<typeof risks>[1], ...edits: Files[]): Promise<string[]> {
  return risks(await reviewFiles(grocery(), grocery(...edits)), code);
}

describe('an edit without danger', () => {
  it('has no risk, of whatever kind', async () => {
    const review = await reviewFiles(grocery(), grocery(order(orderHtml.replace('>shop<', '>to the shop<'))));
    expect(review.risks).toEqual([]);
    expect(review.counts.messages).toBe(8);
  });
});

describe('legal', () => {
  it.each([
    [
      'a legal partial changes',
      { 'templates/_partials/legal/notice.hbs': '<b>{{legal.notice}}</b>\n' },
      '16 messages: legal/notice changes',
    ],
    [
      'a legal value changes for all',
      { 'tenants/_defaults.yaml': 'timezone: UTC\nvariables: { motto: Fresh every day, legal: { notice: None } }\n' },
      '16 messages: value legal.notice',
    ],
    [
      'a legal partial is no longer called',
      { 'templates/_partials/footer.hbs': '<p>Thank you for shopping with {{tenant.name}}</p>\n' },
      '16 messages: legal/notice is removed, value legal.notice',
    ],
  ])('%s', async (_, edit, message) => {
    expect(await found('legal', edit)).toEqual([`stop: legal text changes in ${message}`]);
  });

  it('is told of the changes it is found in', async () => {
    const review = await reviewFiles(
      grocery(),
      grocery({ 'templates/_partials/legal/notice.hbs': '<b>{{legal.notice}}</b>\n' }),
    );
    expect(review.risks[0]?.changes).toEqual(review.changes.map(({ id }) => id));
  });
});

describe('unsubscribe', () => {
  const link = '<p><a href="{{vendor.unsubscribe_url}}">Unsubscribe</a></p>';
  it.each([
    [
      'the link goes',
      news(newsHtml.replace(link, '')),
      'stop: 8 messages can no longer be unsubscribed from as before: news: the unsubscribe link is removed',
    ],
    [
      'another comes',
      news(newsHtml.replace(link, `${link}${link}`)),
      'look: unsubscribing changes in 8 messages: news: another unsubscribe link is added',
    ],
    [
      'it moves',
      news(newsHtml.replace(link, '').replace('<body>', `<body>${link}`)),
      'look: unsubscribing changes in 8 messages: news: the unsubscribe link moves',
    ],
    [
      'the topic is another',
      news(newsHtml, 'all: true', 'offers'),
      'look: unsubscribing changes in 8 messages: news: topic news becomes offers',
    ],
  ])('%s', async (_, edit, message) => {
    expect(await found('unsubscribe', edit)).toEqual([message]);
  });
});

describe('links', () => {
  it.each([
    [
      'to a host nobody named',
      order(orderHtml.replace('{{links.shop}}', 'https://evil.example/x')),
      [
        'stop: links lead to hosts that neither policies.links nor the tenant’s domains name, in 8 messages: + evil.example',
        'look: links lead elsewhere in 8 messages: - ⟦links.shop⟧',
      ],
    ],
    [
      'to another value',
      order(orderHtml.replace('{{links.shop}}', '{{links.help}}')),
      ['look: links lead elsewhere in 1 message: + ⟦links.help⟧, - ⟦links.shop⟧'],
    ],
    [
      'a tenant’s link to a foreign host',
      {
        'tenants/aldi/tenant.yaml': tenant(
          'aldi',
          0,
          'variables: { links: { shop: "https://phish.example" }, features: { points: false } }',
        ),
      },
      [
        'stop: links lead to hosts that neither policies.links nor the tenant’s domains name, in 1 message: + phish.example',
        'look: links lead elsewhere in 1 message: - aldi.example',
      ],
    ],
    [
      'a tenant’s link to a host of its own',
      {
        'tenants/aldi/tenant.yaml': tenant(
          'aldi',
          0,
          'variables: { links: { shop: "https://new.aldi.example" }, features: { points: false } }',
        ),
      },
      ['look: links lead elsewhere in 1 message: + new.aldi.example, - aldi.example'],
    ],
    [
      'in a template that is new',
      { ...order(orderHtml.replace('{{links.shop}}', 'https://evil.example/x')), ...renamed('order', 'second') },
      [
        'stop: links lead to hosts that neither policies.links nor the tenant’s domains name, in 8 messages: + evil.example',
      ],
    ],
  ])('%s', async (_, edit, messages) => {
    const help = Object.fromEntries(tenantIds.map((id, index) => [`tenants/${id}/tenant.yaml`, tenant(id, index)]));
    const withHelp = {
      'tenants/_defaults.yaml':
        'timezone: UTC\nvariables: { motto: Fresh every day, links: { help: "https://help.example" }, legal: { notice: All rights reserved } }\n',
    };
    const review = await reviewFiles(grocery(help, withHelp), grocery(help, withHelp, edit));
    expect(risks(review, 'links').map((text) => text.replace(/in \d+ messages?: \+ ⟦/, 'in 1 message: + ⟦'))).toEqual(
      messages,
    );
  });
});

function renamed(from: string, to: string): Files {
  const files = order(orderHtml.replace('{{links.shop}}', 'https://evil.example/x'));
  const kept = order();
  return {
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(`/${from}/`, `/${to}/`), text])),
    ...kept,
  };
}

describe('hosts of links', () => {
  it.each([
    ['without a scheme', '"//evil.example/x"', ['+ evil.example']],
    ['behind a name and a password', '"https://aldi.example@evil.example/"', ['+ aldi.example@evil.example']],
    ['with a port', '"https://evil.example:444/"', ['+ evil.example:444']],
    ['that end as a value does not', '"https://⟨code⟩.evil.example/"', ['+ ⟦tenant.id⟧.evil.example']],
    ['below an allowed one', '"https://x.ok.example/"', []],
    ['that begin with a value and end as allowed', '"https://⟨code⟩.ok.example/"', []],
  ])('%s', async (_, address, details) => {
    const links = { '.github/tenantry.yml': configuration(usual.replace('}', ', links: [ok.example] }')) };
    const html = orderHtml.replace('"{{links.shop}}"', address.replace('⟨code⟩', '{{url tenant.id}}'));
    const review = await reviewFiles(grocery(links), grocery(links, order(html)));
    const found = review.risks.filter((risk) => risk.code === 'links' && risk.severity === 'stop');
    expect(found.flatMap((risk) => risk.details)).toEqual(details);
  });
});

describe('legal strings', () => {
  it('are legal text, too', async () => {
    const strings = (text: string) => ({
      'templates/_strings/en.yaml': `legal: { line: ${text} }\n`,
      'templates/_partials/legal/notice.hbs': '<small>{{t "legal.line"}}</small>\n',
    });
    const more = {
      'tenants/bakers/tenant.yaml': tenant('bakers', 1).replace('also: [ar]', 'also: []'),
      'tenants/corner/tenant.yaml': tenant('corner', 2).replace('also: [fr]', 'also: []'),
    };
    const review = await reviewFiles(grocery(more, strings('Mine')), grocery(more, strings('Yours')));
    expect(risks(review, 'legal')).toEqual(['stop: legal text changes in 12 messages: text legal.line']);
  });
});

describe('sender', () => {
  it('is another address, of one tenant', async () => {
    const file = tenant('aldi').replace('orders@aldi', 'billing@aldi');
    expect(await found('sender', { 'tenants/aldi/tenant.yaml': file })).toEqual([
      'stop: the sender of aldi changes: aldi: ALDI <orders@aldi.example> becomes ALDI <billing@aldi.example>',
    ]);
  });

  it('is another name, which it has from the tenant', async () => {
    const file = tenant('aldi').replace('name: ALDI', 'name: Aldi & Sons');
    expect((await found('sender', { 'tenants/aldi/tenant.yaml': file }))[0]).toMatch(
      /^stop: the sender of aldi changes: aldi: ALDI <h/,
    );
  });
});

describe('contract', () => {
  const runtime = (text: string): Files => {
    const files = order();
    const path = 'templates/order/template.yaml';
    const samples = {
      'templates/order/samples/typical.yaml': 'event: { number: "7", total: "1" }\n',
      'templates/order/samples/longest.yaml': 'event: { number: "8", total: "2" }\n',
    };
    return {
      ...files,
      [path]: files[path]!.replace(/runtime: .*/, `runtime: { event: ${text} }`),
      ...(text.includes('total') ? samples : {}),
    };
  };

  it.each([
    [
      'something new is required',
      '{ type: object, required: [number, total], properties: { number: { type: string }, total: { type: string } } }',
      'stop: senders must send other runtime data for order: order: event.total is new, and required',
    ],
    [
      'something new is optional',
      '{ type: object, required: [number], properties: { number: { type: string }, total: { type: string } } }',
      'look: senders may send other runtime data for order: order: event.total is new',
    ],
    [
      'something is shorter than it was',
      '{ type: object, required: [number], properties: { number: { type: string, maxLength: 99 } } }',
      'stop: senders must send other runtime data for order: order: event.number is declared differently',
    ],
  ])('%s', async (_, text, message) => {
    expect(await found('contract', runtime(text))).toEqual([message]);
  });

  it('is the same where only descriptions change', async () => {
    expect(
      await found(
        'contract',
        runtime(
          '{ type: object, required: [number], properties: { number: { type: string, description: The number } } }',
        ),
      ),
    ).toEqual([]);
  });

  it('asks for less', async () => {
    const files = [
      runtime(
        '{ type: object, required: [number, total], properties: { number: { type: string }, total: { type: string } } }',
      ),
      {},
    ] as const;
    const review = await reviewFiles(grocery(files[0]), grocery());
    expect(risks(review, 'contract')).toEqual([
      'look: senders may send other runtime data for order: order: event.total is no longer used',
    ]);
  });
});

describe('reach', () => {
  it('is half of what it was', async () => {
    expect(await found('reach', news(newsHtml, 'matchLabels: { ring: main }'))).toEqual([
      'look: 1 template reaches many more, or fewer, tenants than before: news: 6 tenants become 3',
    ]);
  });

  it('is no risk where a tenant comes or goes', async () => {
    expect(await found('reach', { 'tenants/farm/tenant.yaml': undefined })).toEqual([]);
    expect(await found('reach', news(newsHtml, 'tenants: [aldi, bakers, corner, dairy, elm]'))).toEqual([]);
  });

  it('stops the reviewer where ten tenants and half of all are concerned', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [`tenants/t-${index}/tenant.yaml`, tenant(`t-${index}`, 5)]),
    );
    const review = await reviewFiles(grocery(many, news(newsHtml, 'tenants: [aldi]')), grocery(many));
    expect(risks(review, 'reach')[0]).toMatch(/^stop: .*news: 1 tenants become 20$/);
  });
});

describe('reach that changes no message', () => {
  const aldi = (status: string, freeze = ''): Files => ({
    'tenants/aldi/tenant.yaml': `${tenant('aldi').replace('status: active', `status: ${status}`)}${freeze}`,
  });
  const peak = (until: string) => `freeze: { peak: { from: 2026-12-01, until: ${until}, reason: Busy } }\n`;
  const suspended =
    'look: 1 tenant is suspended, so nothing is deployed to it until it is active again; what is deployed there stays in use: aldi';
  const frozen =
    'look: a freeze is added or changed for 1 tenant, so nothing is deployed to it while it lasts; what is deployed there stays in use: aldi: ';

  it.each([
    ['suspended', aldi('active'), aldi('suspended'), suspended],
    [
      'reactivated',
      aldi('suspended'),
      aldi('active'),
      'look: 1 tenant is active again, so the next deployment brings it what it missed: aldi',
    ],
    ['frozen', {}, aldi('active', peak('2026-12-24')), `${frozen}“peak” from 2026-12-01 until 2026-12-24`],
    [
      'frozen for longer',
      aldi('active', peak('2026-12-24')),
      aldi('active', peak('2026-12-31')),
      `${frozen}“peak” from 2026-12-01 until 2026-12-31, not from 2026-12-01 until 2026-12-24`,
    ],
    [
      'frozen no longer',
      aldi('active', peak('2026-12-24')),
      {},
      'look: a freeze is removed for 1 tenant, so deployments to it no longer wait for its end: aldi: “peak” until 2026-12-24',
    ],
  ])('says who is %s', async (_, before, after, message) => {
    const review = await reviewFiles(grocery(before), grocery(after));
    expect(review.changes).toEqual([]);
    expect(risks(review, 'reach')).toEqual([message]);
  });

  it('names nobody where many are concerned alike, and counts no freeze that is over', async () => {
    const all = {
      'tenants/_defaults.yaml':
        'timezone: UTC\nfreeze: { old: { from: 2026-01-01, until: 2026-01-02, reason: x }, peak: { from: 2026-11-01, until: 2026-12-24, reason: x } }\nvariables: { motto: Fresh every day, legal: { notice: All rights reserved } }\n',
    };
    expect(await found('reach', all)).toEqual([
      expect.stringMatching(/for 6 tenants, .* to them .*: 6 tenants: “peak” from 2026-11-01 until 2026-12-24$/),
    ]);
  });

  it.each([
    ['select nobody', 'matchLabels: { ring: none }', 'its targets select no tenant'],
    ['select only who opted out', 'tenants: [aldi]', 'its targets select only 1 tenant, since the tenant opted out: x'],
  ])('says which new template’s targets %s', async (_, targets, why) => {
    const out = { 'tenants/aldi/tenant.yaml': `${tenant('aldi')}optOut: { fresh: { reason: x } }\n` };
    const fresh = Object.fromEntries(
      Object.entries(news(newsHtml, targets)).map(([path, text]) => [path.replace('/news/', '/fresh/'), text]),
    );
    const base = grocery({ 'tenants/aldi/tenant.yaml': tenant('aldi') });
    const review = await reviewFiles(base, grocery(fresh, out));
    expect(review.changes).toEqual([]);
    expect(risks(review, 'reach')).toEqual([`look: 1 new template reaches nobody: fresh: ${why}`]);
  });
});

describe('policy', () => {
  it.each([
    [
      'approval',
      configuration(usual.replace('warn', 'off')),
      'stop: policies are loosened, or accounts changed, in .github/tenantry.yml: policies.approval: warn becomes off',
    ],
    [
      'maxArchives',
      configuration(usual.replace('0.5', '1')),
      'stop: policies are loosened, or accounts changed, in .github/tenantry.yml: policies.maxArchives: 0.5 becomes 1',
    ],
    [
      'archiveGrace',
      configuration(usual.replace('30d', '719h')),
      'stop: policies are loosened, or accounts changed, in .github/tenantry.yml: policies.archiveGrace: 30d becomes 719h',
    ],
    [
      'links',
      configuration(usual.replace('}', ', links: [evil.example] }')),
      'stop: policies are loosened, or accounts changed, in .github/tenantry.yml: policies.links: evil.example is new',
    ],
    [
      'credentials',
      configuration(usual, ', credentials: { env: TENANTRY_OTHER }'),
      'stop: policies are loosened, or accounts changed, in .github/tenantry.yml: account flow: credentials.env nothing becomes TENANTRY_OTHER',
    ],
    [
      'a new account',
      configuration(usual).replace('accounts:', 'accounts:\n  third: { provider: local, options: { dialect: braze } }'),
      'look: accounts or deployment settings change in .github/tenantry.yml: account third is new (local)',
    ],
    [
      'the ledger',
      configuration(usual).replace('accounts:', 'ledger: { store: branch }\naccounts:'),
      'look: accounts or deployment settings change in .github/tenantry.yml: ledger changes',
    ],
  ])('%s', async (_, text, message) => {
    expect(await found('policy', { '.github/tenantry.yml': text })).toEqual([message]);
  });

  it('is no risk where it becomes stricter', async () => {
    expect(
      await found('policy', {
        '.github/tenantry.yml': configuration(usual.replace('warn', 'require').replace('0.5', '0.4')),
      }),
    ).toEqual([]);
  });
});

describe('archive', () => {
  it('is told with what goes, and when', async () => {
    expect(await found('archive', { 'tenants/farm/tenant.yaml': undefined })).toEqual([
      'look: 3 messages will be archived, 30d after becoming unwanted: tenant farm leaves (3 messages)',
    ]);
  });

  it('stops the reviewer where the same change allows more of it', async () => {
    const strict = { '.github/tenantry.yml': configuration(usual.replace('0.5', '0.1')) };
    const review = await reviewFiles(grocery(strict), grocery({ 'tenants/farm/tenant.yaml': undefined }));
    expect(risks(review, 'archive')[0]).toMatch(/^stop: 3 messages/);
    expect(review.refusals).toEqual([]);
  });

  const little = (grace: string): Files => ({
    '.github/tenantry.yml': configuration(usual.replace('0.5', '0.105').replace('30d', grace)),
  });

  it('stops the reviewer, and refuses nothing, where it is more than one deployment may do after the time of grace', async () => {
    const review = await reviewFiles(
      grocery(little('30d')),
      grocery(little('30d'), { 'tenants/farm/tenant.yaml': undefined }),
    );
    expect(risks(review, 'archive')).toEqual([
      'stop: 3 messages will be archived when the grace time of 30d is over, which is more than policies.maxArchives (10.5 %) allows one deployment; raise it then, or split this change: tenant farm leaves (3 messages)',
    ]);
    expect(review.refusals).toEqual([]);
  });

  it('counts what moves, which leaves a place as well', async () => {
    const moved = { 'tenants/farm/tenant.yaml': tenant('farm', 5).replaceAll('id: farm', 'id: barn') };
    const review = await reviewFiles(grocery(little('30d')), grocery(little('30d'), moved));
    expect(risks(review, 'archive')).toEqual([
      expect.stringMatching(/^stop: 3 messages .*: farm moves from workspace farm to barn \(3 messages\)$/),
    ]);
    expect(review.refusals).toEqual([]);
  });

  it('stops the reviewer where the deployment right after the merge would refuse it', async () => {
    const review = await reviewFiles(
      grocery(little('0d')),
      grocery(little('0d'), { 'tenants/farm/tenant.yaml': undefined }),
    );
    expect(risks(review, 'archive')[0]).toMatch(/^stop: 3 messages will be archived, 0d after/);
    expect(review.refusals.map(({ code }) => code)).toEqual(['too-many-archives']);
  });
});
