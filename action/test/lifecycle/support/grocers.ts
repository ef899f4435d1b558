import type { Files } from '../../deploy/small-repository.ts';

/** Three tenants, on two accounts of two languages. */
export function grocers(policies = 'archiveGrace: 30d, maxArchives: 1'): Files {
  return {
    ...configuration(policies),
    'tenants/_defaults.yaml': 'timezone: UTC\n',
    ...acme(),
    ...bolt(),
    ...cafe(),
    ...receipt('Your receipt'),
    ...ping(),
    ...points(),
    'templates/_partials/foot.hbs': '<p>{{tenant.name}} {{> legal/note}}</p>\n',
    'templates/_partials/legal/note.hbs': '<small>Legal</small>\n',
  };
}

export function configuration(policies: string): Files {
  return {
    '.github/tenantry.yml': `repository: grocers
accounts:
  one: { provider: local, options: { dialect: sendgrid } }
  two: { provider: local, options: { dialect: braze } }
policies: { ${policies} }
`,
  };
}

interface TenantValues {
  readonly status?: string;
  readonly workspaces?: string;
  readonly also?: string;
  readonly labels?: string;
  readonly features?: string;
  /** YAML of its own. */
  readonly more?: string;
}

function tenant(name: string, values: TenantValues): string {
  const { status = 'active', workspaces = '', also = '', labels = '', features = '', more = '' } = values;
  return `name: ${name}
status: ${status}
labels: { ${labels} }
workspaces: { ${workspaces} }
locales: { default: en, also: [${also}] }
senders: { transactional: { address: orders@grocers.example } }
variables: { colour: "#0a7d33", features: { ${features} } }
${more}`;
}

/** Gets everything: two emails in two languages, and a push message. */
export function acme(values: TenantValues = {}, id = 'acme'): Files {
  const usual = {
    workspaces: 'email: { account: one }, push: { account: one }',
    also: 'de',
    labels: 'tier: gold',
    features: 'loyalty: true',
  };
  return { [`tenants/${id}/tenant.yaml`]: tenant('Acme Market', { ...usual, ...values }) };
}

/** Gets a receipt, at the account with the other language. */
export function bolt(values: TenantValues = {}): Files {
  return { 'tenants/bolt/tenant.yaml': tenant('Bolt', { workspaces: 'email: { account: two }', ...values }) };
}

/** Gets both emails, in a workspace with an id of its own. */
export function cafe(values: TenantValues = {}, id = 'cafe'): Files {
  const usual = { workspaces: 'email: { account: one, id: cafe-eu }', labels: 'tier: gold', features: 'loyalty: true' };
  return { [`tenants/${id}/tenant.yaml`]: tenant('Café', { ...usual, ...values }) };
}

/** The email that everybody gets. */
export function receipt(title: string, version = '1.0.0'): Files {
  return {
    'templates/receipt/template.yaml': `name: Receipt
version: ${version}
channel: email
category: transactional
topic: orders
targets: { all: true }
variables: { type: object, required: [colour], properties: { colour: { type: string, format: color } } }
runtime: { event: { type: object, required: [total], properties: { total: { type: string } } } }
`,
    'templates/receipt/subject.hbs': `${title}\n`,
    'templates/receipt/html.hbs': `<p style="color: {{colour}}">{{t "thanks"}} {{event.total}}</p>{{> foot}}\n`,
    'templates/receipt/strings/en.yaml': 'thanks: Thank you\n',
    'templates/receipt/strings/de.yaml': 'thanks: Danke\n',
  };
}

/** A push message for everybody. */
export function ping(): Files {
  return {
    'templates/ping/template.yaml':
      'name: Ping\nversion: 1.0.0\nchannel: push\ncategory: transactional\ntopic: orders\ntargets: { all: true }\n',
    'templates/ping/title.hbs': '{{tenant.name}}',
    'templates/ping/body.hbs': 'On its way',
  };
}

/** An email for tenants with a label and a feature. */
export function points(targets = 'matchLabels: { tier: gold }'): Files {
  return {
    'templates/points/template.yaml': `name: Points
version: 1.0.0
channel: email
category: transactional
topic: points
targets: { ${targets} }
requires: { features: [loyalty] }
`,
    'templates/points/subject.hbs': 'Your points',
    'templates/points/html.hbs': '<p>Points of {{tenant.name}}</p>\n',
  };
}
