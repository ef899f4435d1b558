import type { RepositoryFiles } from '../support/memory.ts';

/** What the repositories of the property differ in; each makes some kinds of edit reach nobody, some or everybody. */
export interface Variant {
  readonly tenants: number;
  /** Whether every template prints the shared partial, or only some. */
  readonly partialEverywhere: boolean;
  /** Whether every template uses the layout. */
  readonly layoutEverywhere: boolean;
  /** Whether templates choose tenants by a label, or take all. */
  readonly byLabel: boolean;
  /** Whether every tenant is in the group. */
  readonly groupEverywhere: boolean;
  /** Whether every tenant uses the one account. */
  readonly oneAccount: boolean;
  /** Whether tenants override the partial, the string and the default. */
  readonly overrides: 'none' | 'some' | 'all';
}

export const templateIds = ['alpha', 'beta', 'gamma'] as const;

export function tenantIds(variant: Variant): string[] {
  return Array.from({ length: variant.tenants }, (_, index) => `tenant-${index}`);
}

/** The files of a repository in which every layer, partial and string is printed by someone. */
export function filesOf(variant: Variant): RepositoryFiles {
  const files = new Map<string, string>();
  files.set('.github/tenantry.yml', configuration);
  files.set('tenants/_defaults.yaml', defaults);
  files.set('tenants/_groups/club.yaml', 'variables:\n  club: "The club"\n');
  tenantIds(variant).forEach((id, index) => {
    const overriding = variant.overrides === 'all' || (variant.overrides === 'some' && index === 0);
    files.set(`tenants/${id}/tenant.yaml`, tenant(id, index, variant, overriding));
    if (!overriding) return;
    files.set(`tenants/${id}/partials/badge.hbs`, `<i>${id} {{brand}}</i>\n`);
    const strings = templateIds.map((template) => `${template}:\n  greeting: "Hi from ${id}"\n`).join('');
    files.set(`tenants/${id}/strings/en.yaml`, strings);
  });
  files.set('templates/_layouts/base.hbs', '<html><body>{{> @partial-block}}<hr>{{motto}}</body></html>\n');
  files.set('templates/_partials/badge.hbs', '<b>{{brand}}</b>\n');
  files.set('templates/_partials/unused.hbs', '<u>nobody prints this</u>\n');
  files.set('templates/_strings/en.yaml', 'everywhere: "Everywhere"\nbye: "Goodbye"\nidle: "Nobody says this"\n');
  files.set('templates/_strings/fr.yaml', 'everywhere: "Partout"\nbye: "Au revoir"\nidle: "Personne ne dit cela"\n');
  templateIds.forEach((id, index) => {
    const folder = `templates/${id}`;
    const printsPartial = variant.partialEverywhere || index === 0;
    files.set(`${folder}/template.yaml`, metadata(variant, index));
    files.set(`${folder}/subject.hbs`, '{{t "greeting"}} {{recipient.first_name}}\n');
    files.set(`${folder}/html.hbs`, body(printsPartial, variant.layoutEverywhere || index < 2, index));
    files.set(
      `${folder}/text.hbs`,
      `{{t "greeting"}} {{t "everywhere"}} {{club}}${index === 1 ? ' {{t "bye"}}' : ''}\n`,
    );
    files.set(`${folder}/strings/en.yaml`, `greeting: "Hello ${id}"\n`);
    files.set(`${folder}/strings/fr.yaml`, `greeting: "Bonjour ${id}"\n`);
  });
  return files;
}

const configuration = `repository: blast
accounts:
  one: { provider: local, options: { dialect: sendgrid } }
  two: { provider: local, options: { dialect: braze } }
policies: { archiveGrace: 0d, maxArchives: 1 }
`;

const defaults = `timezone: UTC
labels: { ring: main }
variables:
  motto: "Fresh every day"
  club: "No club"
  unused: "Nobody prints this"
`;

function tenant(id: string, index: number, variant: Variant, overriding: boolean): string {
  const group = variant.groupEverywhere || index % 2 === 0;
  const account = variant.oneAccount || index % 2 === 0 ? 'one' : 'two';
  return `name: ${id}
status: active
groups: [${group ? 'club' : ''}]
workspaces: { email: { account: ${account}, id: ${id} } }
locales: { default: en, also: [${index % 2 === 1 ? 'fr' : ''}] }
senders:
  transactional: { address: orders@${id}.example }
  marketing: { address: hello@${id}.example }
domains: [${id}.example]
variables:
  brand: "${id}"
  own: "${id} has this"
${overriding ? '  motto: "Our own motto"\n' : ''}`;
}

function metadata(variant: Variant, index: number): string {
  const targets = variant.byLabel || index === 2 ? '{ matchLabels: { ring: main } }' : '{ all: true }';
  return `name: Template ${index}
version: 1.0.0
channel: email
category: ${index === 1 ? 'marketing' : 'transactional'}
topic: topic-${index}
owners: ["@team"]
targets: ${targets}
overridable: [greeting]
runtime:
  recipient:
    type: object
    required: [first_name]
    properties: { first_name: { type: string } }
  event:
    type: object
    required: [total]
    properties: { total: { type: string } }
`;
}

function body(printsPartial: boolean, usesLayout: boolean, index: number): string {
  const partial = printsPartial ? '{{> badge}}' : '';
  const runtime = index === 0 ? '{{event.total}}' : '';
  const content = `<p>{{own}} ${runtime}</p>${partial}`;
  return usesLayout ? `{{#> base}}${content}{{/base}}\n` : `${content}\n`;
}
