import type { Files } from '../../deploy/small-repository.ts';
import type { RepositoryFiles } from '../../support/memory.ts';
import { withEdits } from './reviewing.ts';

/** Tenants of the grocery, in the order of their ids. */
export const tenantIds = ['aldi', 'bakers', 'corner', 'dairy', 'elm', 'farm'] as const;

/**
 * Six tenants on two vendor languages and in three locales; an order confirmation with a shared footer and legal text,
 * a newsletter with links to unsubscribe, and a text message.
 */
export function grocery(...edits: readonly Files[]): RepositoryFiles {
  return withEdits(new Map(), { ...shared, ...tenants(), ...order(), ...news(), ...code() }, ...edits);
}

const shared: Files = {
  '.github/tenantry.yml': configuration('policies: { maxArchives: 0.5, archiveGrace: 30d, approval: warn }'),
  'tenants/_defaults.yaml':
    'timezone: UTC\nvariables: { motto: Fresh every day, legal: { notice: All rights reserved } }\n',
  'templates/_partials/footer.hbs': '<p>Thank you for shopping with {{tenant.name}}</p>{{> legal/notice}}\n',
  'templates/_partials/legal/notice.hbs': '<small>{{legal.notice}}</small>\n',
};

export function configuration(policies: string, more = ''): string {
  return `repository: grocery
accounts:
  send: { provider: local, options: { dialect: sendgrid } }
  flow: { provider: local, options: { dialect: braze }${more} }
${policies}
`;
}

function tenants(): Files {
  return Object.fromEntries(tenantIds.map((id, index) => [`tenants/${id}/tenant.yaml`, tenant(id, index)]));
}

/** A `tenant.yaml`; `more` is YAML of its own. Every second tenant is in the account `flow`; `bakers` is read in Arabic, too. */
export function tenant(id: string, index = 0, more = ''): string {
  const account = index % 2 === 0 ? 'send' : 'flow';
  const also = id === 'bakers' ? 'ar' : id === 'corner' ? 'fr' : '';
  return `name: ${id.toUpperCase()}
status: active
labels: { ring: ${index < 3 ? 'main' : 'side'} }
workspaces: { email: { account: ${account}, id: ${id} }, sms: { account: ${account}, id: ${id} } }
locales: { default: en, also: [${also}] }
senders: { transactional: { address: orders@${id}.example }, marketing: { address: hello@${id}.example } }
domains: [${id}.example]
${more || `variables: { links: { shop: "https://${id}.example" }, features: { points: ${index > 0} } }`}
`;
}

export function order(html = orderHtml, title = 'Your order', more = ''): Files {
  return {
    'templates/order/template.yaml': `name: Order
version: 1.0.0
channel: email
category: transactional
topic: orders
targets: { all: true }
overridable: [title]
runtime: { event: { type: object, required: [number], properties: { number: { type: string }${more} } } }
`,
    'templates/order/subject.hbs': '{{t "title"}} {{event.number}}\n',
    'templates/order/html.hbs': html,
    'templates/order/strings/en.yaml': `title: ${title}\n`,
    'templates/order/strings/fr.yaml': 'title: Votre commande\n',
    'templates/order/strings/ar.yaml': 'title: طلبك\n',
    'templates/order/samples/typical.yaml': 'event: { number: "7" }\n',
    'templates/order/samples/longest.yaml': 'event: { number: "1234567890" }\n',
  };
}

export const orderHtml =
  '<html><body><h1>{{t "title"}}</h1><p>{{motto}}: <a href="{{links.shop}}">shop</a></p>{{> footer}}</body></html>\n';

export function news(html = newsHtml, targets = 'all: true', topic = 'news'): Files {
  return {
    'templates/news/template.yaml': `name: News
version: 1.0.0
channel: email
category: marketing
topic: ${topic}
targets: { ${targets} }
`,
    'templates/news/subject.hbs': 'News from {{tenant.name}}\n',
    'templates/news/html.hbs': html,
  };
}

export const newsHtml =
  '<html><body><p>News</p><p><a href="{{vendor.unsubscribe_url}}">Unsubscribe</a></p>{{> footer}}</body></html>\n';

export function code(
  body = 'Your code is {{event.code}}{{#if features.points}} and points{{/if}}',
  id = 'code',
): Files {
  return {
    [`templates/${id}/template.yaml`]: `name: Code
version: 1.0.0
channel: sms
category: transactional
topic: codes
targets: { all: true }
runtime: { event: { type: object, required: [code], properties: { code: { type: string } } } }
`,
    [`templates/${id}/body.hbs`]: `${body}\n`,
    [`templates/${id}/samples/typical.yaml`]: 'event: { code: "123456" }\n',
    [`templates/${id}/samples/longest.yaml`]: `event: { code: "${'9'.repeat(170)}" }\n`,
  };
}
