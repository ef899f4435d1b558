import type { Channel } from '../config/model.ts';

export interface ScaffoldFile {
  readonly path: string;
  readonly text: string;
}

/** The files of a tenant that is valid as it stands: a draft with one language. */
export function tenantScaffold(about: { id: string; name: string; account?: string }): ScaffoldFile[] {
  const { id, name, account = 'the-account' } = about;
  const text = `# yaml-language-server: $schema=../../schemas/tenant.schema.json
name: ${JSON.stringify(name)}
status: draft                           # draft: previewed, not deployed. Then: active
labels: { tier: silver, region: us }
workspaces:                             # by channel; a channel that is left out is not sent
  email: { account: ${account}, id: ${id} }
locales: { default: en }
timezone: America/New_York
jurisdictions: [US]
senders:
  marketing: { address: hello@mail.${id}.example }
  transactional: { address: orders@mail.${id}.example }
domains: [${id}.example]                # links may lead here
variables:                              # over those of tenants/_defaults.yaml
  links:
    shop: https://${id}.example
`;
  return [{ path: `tenants/${id}/tenant.yaml`, text }];
}

/**
 * The files of a template that is valid as it stands, has texts for each of the given locales, and targets no tenant.
 */
export function templateScaffold(about: {
  id: string;
  name: string;
  channel: Channel;
  locales: readonly string[];
}): ScaffoldFile[] {
  const { id, name, channel, locales } = about;
  const folder = `templates/${id}`;
  const files = [{ path: `${folder}/template.yaml`, text: metadata(name, channel) }, ...fields(folder, channel)];
  for (const locale of locales) {
    const text = `# The texts of ${id} in ${locale}; {name} is a slot that the template fills.\ngreeting: "Hello {name}"\n`;
    files.push({ path: `${folder}/strings/${locale}.yaml`, text });
  }
  const sample = '# Sample data of a send, for previews.\nrecipient:\n  first_name: Ada\nevent: {}\n';
  files.push({ path: `${folder}/samples/typical.yaml`, text: sample });
  return files;
}

function metadata(name: string, channel: Channel): string {
  return `# yaml-language-server: $schema=../../schemas/template.schema.json
name: ${JSON.stringify(name)}
version: 0.1.0
channel: ${channel}
category: transactional                 # or marketing, which brings more checks
topic: general                          # what recipients subscribe to
owners: ["@your-team"]
targets: { tenants: [] }                # { all: true }, or { matchLabels: { region: us } }
variables:                              # what it needs of a tenant
  type: object
  required: [links]
  properties:
    links:
      type: object
      required: [shop]
      properties:
        shop: { type: string, format: url }
runtime:                                # what every send carries
  recipient:
    type: object
    required: [first_name]
    properties:
      first_name: { type: string, maxLength: 40 }
  event:
    type: object
`;
}

const greeting = '{{t "greeting" name=recipient.first_name}}';

function fields(folder: string, channel: Channel): ScaffoldFile[] {
  const file = (field: string, text: string): ScaffoldFile => ({ path: `${folder}/${field}.hbs`, text: `${text}\n` });
  if (channel === 'sms') return [file('body', `{{tenant.name}}: ${greeting}`)];
  if (channel === 'push') return [file('title', '{{tenant.name}}'), file('body', greeting)];
  const html = `<!DOCTYPE html>
<html lang="{{locale.code}}" dir="{{locale.direction}}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{tenant.name}}</title>
  </head>
  <body>
    <p>${greeting}</p>
    <p><a href="{{links.shop}}">{{tenant.name}}</a></p>
  </body>
</html>`;
  return [file('subject', greeting), file('html', html), file('text', `${greeting}\n\n{{links.shop}}`)];
}
