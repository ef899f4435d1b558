/** A small sound repository that every case of bad input begins from. Path to text; lines are counted in the cases. */
export const base: Readonly<Record<string, string>> = {
  '.github/tenantry.yml': `repository: test
accounts:
  mail: { provider: local, options: { dialect: sendgrid } }
  apps: { provider: local, options: { dialect: braze } }
locales: { fallback: { fr-CA: fr } }
waves:
  - { name: canary, targets: { matchLabels: { ring: canary } } }
  - { name: rest }
policies: { maxArchives: 0.10, archiveGrace: 30d, approval: off }
`,
  'tenants/_defaults.yaml': `workspaces: { email: { account: mail } }
locales: { default: en }
timezone: America/New_York
variables:
  brand:
    colors: { ink: "#111111" }
  features: { loyalty: false }
`,
  'tenants/_groups/northeast.yaml': `labels: { region: us }
`,
  'tenants/acme/tenant.yaml': `# A comment on the first line.
name: Acme Market
status: active
labels: { tier: gold, ring: canary }
groups: [northeast]
workspaces:
  push: { account: apps, id: acme }
locales: { also: [fr-CA] }
senders:
  marketing: { address: hello@acme.example, name: Acme }
domains: [acme.example]
variables:
  brand:
    name: Acme
    colors:
      primary: "#0a7d33"
  links: { shop: https://acme.example }
optOut: { promo: { until: 2027-01-31, reason: runs its own } }
freeze: { holidays: { from: 2026-11-25, until: 2026-11-30 } }
formerly: [acme-foods]
`,
  'tenants/acme/strings/en.yaml': `welcome:
  hello: Hi {name}
`,
  'tenants/bolt/tenant.yaml': `name: Bolt
status: draft
senders: { marketing: { address: hello@bolt.example } }
variables:
  brand: { name: Bolt, colors: { primary: "#222222" } }
  links: { shop: https://bolt.example }
`,
  'templates/_layouts/page.hbs': `<main>{{> @partial-block}}</main>
`,
  'templates/_partials/footer.hbs': `<p>{{brand.name}}</p>{{> legal/notice}}
`,
  'templates/_partials/legal/notice.hbs': `<p>{{t "legal"}}</p>
`,
  'templates/_strings/en.yaml': `legal: All rights reserved.
`,
  'templates/_strings/fr.yaml': `legal: Tous droits réservés.
`,
  'templates/welcome/template.yaml': `name: Welcome
version: 1.2.0
channel: email
category: marketing
topic: onboarding
targets: { all: true }
overridable: [hello]
variables:
  type: object
  required: [brand, links]
  properties:
    brand:
      type: object
      required: [name, colors]
      properties:
        name: { type: string, maxLength: 40 }
        colors:
          type: object
          required: [primary, ink]
          properties: { primary: { type: string, format: color }, ink: { type: string, format: color } }
    links: { type: object, required: [shop], properties: { shop: { type: string, format: url } } }
runtime:
  recipient:
    type: object
    required: [first_name]
    properties: { first_name: { type: string, maxLength: 40 }, city: { type: string } }
`,
  'templates/welcome/subject.hbs': `{{t "hello" name=recipient.first_name}}
`,
  'templates/welcome/html.hbs': `{{#> page}}
<h1 style="color: {{brand.colors.primary}}">{{t "hello" name=recipient.first_name}}</h1>
<a href="{{links.shop}}">{{brand.name}}</a>
<a href="{{vendor.unsubscribe_url}}">x</a>
{{> footer}}
{{/page}}
`,
  'templates/welcome/strings/en.yaml': `hello: Hello {name}
`,
  'templates/welcome/strings/fr.yaml': `hello: Bonjour {name}
`,
  'templates/welcome/samples/typical.yaml': `recipient: { first_name: Ada }
`,
  'templates/promo/template.yaml': `name: Promo
version: 2.0.0
channel: push
category: marketing
topic: offers
targets: { matchLabels: { tier: gold } }
`,
  'templates/promo/title.hbs': `Promo
`,
  'templates/promo/body.hbs': `Come in.
`,
  'templates/promo/pinned/1.0.0/template.yaml': `name: Promo
version: 1.0.0
channel: push
category: marketing
topic: offers
targets: { matchLabels: { tier: gold } }
`,
  'templates/promo/pinned/1.0.0/title.hbs': `Promo
`,
  'templates/promo/pinned/1.0.0/body.hbs': `Come in!
`,
};
