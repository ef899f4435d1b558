import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Size {
  readonly tenants: number;
  readonly templates: number;
  /** Leaves out text.hbs, so that the text parts are made from the HTML. */
  readonly derivedText?: boolean;
  /** Paragraphs in each message: 22 make 15 KB of HTML, which is usual. */
  readonly paragraphs?: number;
  /** How many of the templates, counted from the first, call the partial `footer`; none by default. */
  readonly footers?: number;
}

/**
 * The number of runtime prints and partials in every template. Each template has about 50 static prints and 15 KB of
 * HTML.
 */
export const shape = { runtimePrints: 15, partials: 5 } as const;

/**
 * Writes and commits a repository for measuring: every tenant has values of its own, three in ten a second locale;
 * every template has a layout, five partials, a loop over a tenant's list and one over runtime data.
 */
export function writeRepository(
  root: string,
  { tenants, templates, derivedText = false, paragraphs = 22, footers = 0 }: Size,
): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('.github/tenantry.yml', config);
  write('.gitignore', '.tenantry/\n');
  write('tenants/_defaults.yaml', defaults);
  for (let index = 0; index < tenants; index++) write(`tenants/${tenantId(index)}/tenant.yaml`, tenant(index));
  write('templates/_layouts/base.hbs', layout);
  for (let index = 0; index < shape.partials; index++) write(`templates/_partials/part-${index}.hbs`, partial(index));
  if (footers > 0) write('templates/_partials/footer.hbs', footer);
  for (let index = 0; index < templates; index++) {
    const folder = `templates/template-${index}`;
    write(`${folder}/template.yaml`, metadata(index));
    write(`${folder}/subject.hbs`, '{{t "subject" brand=brand.name}} {{event.order.number}}\n');
    write(`${folder}/html.hbs`, html(index, paragraphs, index < footers ? '{{> footer}}' : ''));
    if (!derivedText) write(`${folder}/text.hbs`, textPart);
    for (const locale of ['en', 'fr']) write(`${folder}/strings/${locale}.yaml`, strings(locale, index));
  }
  commit(root, 'Generate');
}

/** Commits everything below `root`, with an identity of its own. */
export function commit(root: string, message: string): void {
  const git = (...args: string[]): void => {
    execFileSync('git', ['-C', root, '-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], {
      stdio: 'ignore',
    });
  };
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

function tenantId(index: number): string {
  return `tenant-${String(index).padStart(5, '0')}`;
}

const config = `repository: bench-messaging
ledger: { store: directory }
accounts:
  one: { provider: local, options: { dialect: sendgrid } }
  two: { provider: local, options: { dialect: braze } }
policies: { maxArchives: 0.05, archiveGrace: 30d, approval: off, links: [cdn.platform.example] }
`;

const defaults = `jurisdictions: [US]
timezone: America/New_York
locales: { default: en }
variables:
  features: { loyalty: true }
  legal: { notice: "You receive this because you shopped with us." }
`;

function tenant(index: number): string {
  const id = tenantId(index);
  const account = index % 2 === 0 ? 'one' : 'two';
  const colour = ((index * 2_654_435) % 0xffffff).toString(16).padStart(6, '0');
  return `# yaml-language-server: $schema=../../schemas/tenant.schema.json
name: Tenant ${index} & Sons
status: active
labels: { tier: ${index % 3 === 0 ? 'gold' : 'silver'}, region: us }
workspaces:
  email: { account: ${account}, id: ${id} }
locales: { default: en, also: [${index % 10 < 3 ? 'fr' : ''}] }
senders:
  marketing: { address: hello@mail.${id}.example, name: "Tenant ${index}" }
  transactional: { address: orders@mail.${id}.example, name: "Tenant ${index}" }
domains: [${id}.example]
variables:
  brand:
    name: "Tenant ${index} & Sons"
    tagline: "Fresh since ${1900 + (index % 100)}"
    colors: { primary: "#${colour}", text: "#112233", soft: "#f4f4f4" }
    logo: https://cdn.platform.example/${id}/logo.png
  links:
    shop: https://${id}.example
    help: https://${id}.example/help
    account: https://${id}.example/account
  contact: { phone: "+1 555 ${String(index).padStart(4, '0')}", street: "${index} Main Street", city: Springfield }
  perks:
    - { title: "Perk one of ${index}", text: "Collect points on every order" }
    - { title: "Perk two of ${index}", text: "Free delivery on Tuesdays" }
    - { title: "Perk three of ${index}", text: "A cake on your birthday" }
`;
}

function metadata(index: number): string {
  return `name: Template ${index}
version: 1.0.0
channel: email
category: transactional
topic: orders
owners: ["@bench"]
targets: { all: true }
variables:
  type: object
  properties:
    brand:
      type: object
      properties:
        colors:
          type: object
          properties:
            primary: { type: string, format: color }
            text: { type: string, format: color }
            soft: { type: string, format: color }
runtime:
  recipient:
    type: object
    required: [first_name, email]
    properties: { first_name: { type: string }, email: { type: string } }
  event:
    type: object
    required: [order, items]
    properties:
      order:
        type: object
        required: [number, total, url]
        properties:
          number: { type: string }
          total: { type: string }
          url: { type: string, format: uri }
          note: { type: string }
      items:
        type: array
        items:
          type: object
          required: [name, quantity, price]
          properties: { name: { type: string }, quantity: { type: number }, price: { type: string } }
`;
}

const textPart = '{{t "subject" brand=brand.name}}\n\n{{event.order.number}} {{links.shop}}\n';

function strings(locale: string, index: number): string {
  const french = locale === 'fr';
  return `subject: "${french ? 'Votre commande chez' : 'Your order at'} {brand} (${index})"
greeting: "${french ? 'Bonjour' : 'Hello'} {name}"
thanks: "${french ? 'Merci pour votre commande.' : 'Thank you for your order.'}"
total: "${french ? 'Total' : 'Total'}"
`;
}

const layout = `<!DOCTYPE html>
<html lang="{{locale.code}}" dir="{{locale.direction}}">
<head><meta charset="utf-8"><title>{{brand.name}}</title>
<style>@media (max-width:600px){.w{width:100%!important}} .x{color:#333}</style></head>
<body style="margin:0;background:{{brand.colors.soft}}">
{{> part-0}}
{{> @partial-block}}
{{> part-4}}
</body></html>
`;

const filler = '<td style="padding:0 12px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:22px">';

function partial(index: number): string {
  const prints = ['brand.name', 'brand.tagline', 'contact.phone', 'legal.notice'];
  const rows = prints.map((path) => `<tr>${filler}{{${path}}}</td></tr>`).join('\n');
  return `<table role="presentation" width="600" class="w" style="color:{{brand.colors.text}}">
${rows}
<tr>${filler}<a href="{{links.help}}" style="color:{{brand.colors.primary}}">{{brand.name}} ${index}</a></td></tr>
</table>
`;
}

const footer = `<table role="presentation" width="600" class="w">
<tr>${filler}You get this because you have ordered from {{brand.name}}. <a href="{{links.help}}">Help</a></td></tr>
</table>
`;

function html(index: number, length: number, end: string): string {
  const runtime = Array.from({ length: shape.runtimePrints - 6 }, (_, i) =>
    i % 2 === 0 ? '{{event.order.number}}' : '{{recipient.email}}',
  );
  const paragraphs = Array.from({ length }, (_, i) => {
    const print = runtime[i] ?? '';
    const words =
      'Nothing here is read by anyone but it is as long as such paragraphs in such messages are wont to be, ';
    return `<tr>${filler}${words}${words}${words} ${index}.${i} ${print}</td></tr>`;
  });
  return `{{#> base}}
<table role="presentation" width="600" class="w">
<tr>${filler}{{t "greeting" name=recipient.first_name}}</td></tr>
<tr>${filler}{{t "thanks"}} <a href="{{event.order.url}}">{{event.order.number}}</a></td></tr>
{{> part-1}}
{{#if features.loyalty}}
{{#each perks}}
<tr>${filler}<b>{{title}}</b> {{text}}</td></tr>
{{/each}}
{{/if}}
{{#each event.items}}
<tr>${filler}{{name}} × {{quantity}} {{price}}</td></tr>
{{/each}}
{{#if event.order.note}}<tr>${filler}{{event.order.note}}</td></tr>{{/if}}
<tr>${filler}{{t "total"}} {{event.order.total}}</td></tr>
{{> part-2}}
${paragraphs.join('\n')}
{{> part-3}}
</table>${end}
{{/base}}
`;
}
