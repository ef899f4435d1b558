import fc from 'fast-check';
import { templateIds, tenantIds, type Variant } from './world.ts';

/** Repositories of so many tenants, that differ in all that decides how far an edit reaches. */
export function variants(tenants: { readonly min: number; readonly max: number }): fc.Arbitrary<Variant> {
  return fc.record({
    tenants: fc.integer(tenants),
    partialEverywhere: fc.boolean(),
    layoutEverywhere: fc.boolean(),
    byLabel: fc.boolean(),
    groupEverywhere: fc.boolean(),
    oneAccount: fc.boolean(),
    overrides: fc.constantFrom('none', 'some', 'all'),
  });
}

/** One edit of a repository's files. */
export interface Edit {
  readonly kind: (typeof editKinds)[number];
  readonly file: string;
  readonly change: (text: string) => string;
  /** For the report of a failure. */
  readonly about: string;
}

export const editKinds = [
  'partial',
  'layout',
  'string',
  'tenant variable',
  'group',
  'default',
  'label',
  'opt-out',
  'sender',
  'account mapping',
  'nothing that counts',
] as const;

/** Adds a line at the end. */
const append = (line: string) => (text: string) => `${text}${line}\n`;
const replace = (what: string | RegExp, by: string) => (text: string) => text.replace(what, by);

/** Edits of every kind, each in forms that reach few, some and all. */
export function edits(variant: Variant): fc.Arbitrary<Edit> {
  const tenant = fc.constantFrom(...tenantIds(variant));
  const template = fc.constantFrom(...templateIds);
  const edit = (kind: Edit['kind'], file: string, about: string, change: Edit['change']): Edit => ({
    kind,
    file,
    about,
    change,
  });
  const tenantFile = (id: string): string => `tenants/${id}/tenant.yaml`;
  return fc.oneof(
    fc
      .constantFrom('badge', 'unused')
      .map((name) => edit('partial', `templates/_partials/${name}.hbs`, name, append('<em>edited</em>'))),
    fc
      .constantFrom(
        append('<!-- edited -->'),
        replace('<hr>', '<hr><hr>'),
        replace('{{motto}}', '{{motto}}{{#if false}}never{{/if}}'),
      )
      .map((change) => edit('layout', 'templates/_layouts/base.hbs', String(change), change)),
    fc
      .tuple(fc.constantFrom('en', 'fr'), fc.constantFrom('everywhere', 'bye', 'idle'))
      .map(([locale, key]) =>
        edit('string', `templates/_strings/${locale}.yaml`, key, replace(`${key}: "`, `${key}: "edited `)),
      ),
    fc
      .tuple(template, fc.constantFrom('en', 'fr'))
      .map(([id, locale]) =>
        edit('string', `templates/${id}/strings/${locale}.yaml`, id, replace('greeting: "', 'greeting: "edited ')),
      ),
    fc
      .tuple(tenant, fc.constantFrom('  own: "edited"', '  unprinted: "edited"'))
      .map(([id, line]) =>
        edit('tenant variable', tenantFile(id), line, (text) =>
          line.startsWith('  own') ? text.replace(/ {2}own: .*/, line) : append(line)(text),
        ),
      ),
    fc
      .constantFrom('club: "Another club"', 'club: "The club"\n  unprinted: "edited"')
      .map((line) => edit('group', 'tenants/_groups/club.yaml', line, () => `variables:\n  ${line}\n`)),
    fc
      .constantFrom('motto', 'club', 'unused')
      .map((name) => edit('default', 'tenants/_defaults.yaml', name, replace(`${name}: "`, `${name}: "edited `))),
    fc
      .constantFrom('ring: side', 'ring: main, tier: gold')
      .map((labels) => edit('label', 'tenants/_defaults.yaml', labels, replace('ring: main', labels))),
    fc
      .tuple(tenant, fc.constantFrom('ring: side', 'tier: gold'))
      .map(([id, labels]) => edit('label', tenantFile(id), labels, append(`labels: { ${labels} }`))),
    fc
      .tuple(tenant, template, fc.constantFrom('', 'until: 2020-01-01'))
      .map(([id, name, until]) =>
        edit('opt-out', tenantFile(id), `${name} ${until}`, append(`optOut: { ${name}: { ${until} } }`)),
      ),
    fc
      .constantFrom('{ alpha: {}, beta: {}, gamma: {} }', '{ beta: {} }')
      .map((map) => edit('opt-out', 'tenants/_defaults.yaml', map, append(`optOut: ${map}`))),
    fc
      .tuple(tenant, fc.constantFrom('orders@', 'hello@'))
      .map(([id, address]) => edit('sender', tenantFile(id), address, replace(address, `new-${address}`))),
    fc
      .constantFrom('replyTo', 'name', 'address')
      .map((field) =>
        edit(
          'sender',
          'tenants/_defaults.yaml',
          field,
          append(`senders: { transactional: { ${field}: help@x.example }, marketing: { ${field}: help@x.example } }`),
        ),
      ),
    fc
      .tuple(
        fc.constantFrom('one', 'two'),
        fc.constantFrom('recipient: { first_name: given }', 'recipient: { last_name: family }'),
      )
      .map(([account, data]) =>
        edit(
          'account mapping',
          '.github/tenantry.yml',
          `${account} ${data}`,
          replace(new RegExp(`(${account}: .*dialect: \\w+ })`), `$1, data: { ${data} }`),
        ),
      ),
    fc.constantFrom(
      edit('nothing that counts', 'tenants/_defaults.yaml', 'comment', (text) => `# a comment\n\n${text}`),
      edit('nothing that counts', '.github/tenantry.yml', 'white space', replace('repository:  ', 'repository: ')),
      edit('nothing that counts', '.github/tenantry.yml', 'comment', append('# the end')),
      edit('nothing that counts', 'templates/_strings/en.yaml', 'key order', (text) =>
        text.split('\n').filter(Boolean).reverse().join('\n'),
      ),
      edit('nothing that counts', 'templates/alpha/template.yaml', 'key order', (text) => {
        const [name, ...rest] = text.split('\n').filter(Boolean);
        return `${rest.join('\n')}\n${name}\n`;
      }),
    ),
  );
}
