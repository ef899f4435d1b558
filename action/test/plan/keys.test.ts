import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineEpoch } from '../../src/plan/keys.ts';
import { target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { loadFiles } from '../support/memory.ts';

/** A repository in which the pair acme/note depends on every kind of thing that a message can come from. */
const base: Readonly<Record<string, string>> = {
  '.github/tenantry.yml': `repository: keys
accounts:
  one: { provider: local, credentials: { env: TENANTRY_ONE }, options: { dialect: sendgrid }, data: { event: { total: sum } } }
  two: { provider: local, options: { dialect: braze } }
locales: { fallback: { fr-CA: fr } }
waves: [{ name: rest }]
policies: { archiveGrace: 30d }
`,
  'tenants/_defaults.yaml': 'timezone: UTC\nvariables: { motto: Fresh }\n',
  'tenants/_groups/club.yaml': 'variables: { club: The club }\n',
  'tenants/acme/tenant.yaml': `name: Acme
status: active
labels: { tier: gold }
groups: [club]
workspaces: { email: { account: one, id: acme } }
locales: { default: en, also: [fr-CA] }
jurisdictions: [US]
senders: { transactional: { address: orders@acme.example }, marketing: { address: hello@acme.example } }
domains: [acme.example]
app: { scheme: acme }
variables: { brand: Acme }
`,
  'tenants/acme/partials/badge.hbs': '<i>{{brand}}</i>\n',
  'tenants/acme/strings/en.yaml': 'note: { greeting: Hi }\n',
  'tenants/bolt/tenant.yaml': `name: Bolt
status: active
workspaces: { email: { account: two, id: bolt } }
locales: { default: en }
senders: { transactional: { address: orders@bolt.example }, marketing: { address: hello@bolt.example } }
variables: { brand: Bolt, club: none }
`,
  'templates/_layouts/base.hbs': '<html><body>{{> @partial-block}}{{> foot}}</body></html>\n',
  'templates/_partials/foot.hbs': '<p>{{motto}} {{> legal/note}}</p>\n',
  'templates/_partials/legal/note.hbs': '<small>Legal</small>\n',
  'templates/_partials/badge.hbs': '<b>{{brand}}</b>\n',
  'templates/_partials/unused.hbs': '<u>nobody</u>\n',
  'templates/_strings/en.yaml': 'bye: Goodbye\nidle: Nobody says this\n',
  'templates/_strings/fr.yaml': 'bye: Au revoir\nidle: Personne\n',
  'templates/_strings/de.yaml': 'bye: Tschüss\nidle: Niemand\n',
  'templates/note/template.yaml': `name: Note
version: 1.0.0
channel: email
category: transactional
topic: notes
owners: ["@team"]
targets: { all: true }
overridable: [greeting]
runtime: { event: { type: object, required: [total], properties: { total: { type: string } } } }
`,
  'templates/note/subject.hbs': '{{t "greeting"}} {{event.total}}\n',
  'templates/note/html.hbs': '{{#> base}}{{> badge}}{{t "bye"}} {{club}}{{/base}}\n',
  'templates/note/text.hbs': '{{t "bye"}}\n',
  'templates/note/strings/en.yaml': 'greeting: Hello\n',
  'templates/note/strings/fr.yaml': 'greeting: Bonjour\n',
  'templates/note/samples/typical.yaml': 'event: { total: "1" }\n',
  'templates/other/template.yaml': `name: Other
version: 1.0.0
channel: email
category: transactional
topic: notes
targets: { all: true }
`,
  'templates/other/subject.hbs': 'Other\n',
  'templates/other/html.hbs': '<p>Other</p>\n',
};

interface Edit {
  readonly about: string;
  readonly file: string;
  readonly change: (text: string) => string;
}

const replace = (file: string, from: string, to: string): Edit => ({
  about: `${file}: ${from} → ${to}`,
  file,
  change: (text) => text.replace(from, to),
});
const append = (file: string, more: string): Edit => ({
  about: `${file} + ${more}`,
  file,
  change: (text) => text + more,
});
const acme = 'tenants/acme/tenant.yaml';
const note = 'templates/note/template.yaml';
const config = '.github/tenantry.yml';

/** Each of these alone must change the key. */
const counts: readonly Edit[] = [
  append('templates/note/subject.hbs', '!'),
  append('templates/note/html.hbs', ' '),
  append('templates/note/text.hbs', '.'),
  replace(note, 'topic: notes', 'topic: other'),
  replace(note, 'category: transactional', 'category: marketing'),
  replace(note, 'version: 1.0.0', 'version: 1.0.1'),
  replace(note, 'overridable: [greeting]', 'overridable: [greeting, bye]'),
  replace(note, 'total: { type: string }', 'total: { type: string, maxLength: 9 }'),
  append('templates/_layouts/base.hbs', '<!-- -->'),
  append('templates/_partials/foot.hbs', '<hr>'),
  append('templates/_partials/legal/note.hbs', '<hr>'),
  append('tenants/acme/partials/badge.hbs', '<hr>'),
  { about: 'a partial becomes its own', file: 'tenants/acme/partials/foot.hbs', change: () => '<p>Own</p>\n' },
  replace('tenants/acme/strings/en.yaml', 'Hi', 'Hey'),
  replace('templates/_strings/en.yaml', 'Goodbye', 'Bye'),
  replace('templates/_strings/fr.yaml', 'Au revoir', 'Salut'),
  replace('templates/note/strings/fr.yaml', 'Bonjour', 'Allô'),
  {
    about: 'a locale gets its own string',
    file: 'templates/note/strings/fr-CA.yaml',
    change: () => 'greeting: Salut\n',
  },
  replace(config, 'fallback: { fr-CA: fr }', 'fallback: { fr-CA: en }'),
  replace('tenants/_defaults.yaml', 'motto: Fresh', 'motto: Fresher'),
  append('tenants/_defaults.yaml', 'jurisdictions: [US]\nsenders: { transactional: { replyTo: help@x.example } }\n'),
  replace('tenants/_groups/club.yaml', 'The club', 'A club'),
  replace(acme, 'name: Acme', 'name: Acme Market'),
  replace(acme, 'brand: Acme', 'brand: Acme, unprinted: true'),
  replace(acme, 'orders@', 'mail@'),
  replace(acme, 'domains: [acme.example]', 'domains: [acme.example, shop.example]'),
  replace(acme, 'scheme: acme', 'scheme: acmeapp'),
  replace(acme, 'also: [fr-CA]', 'also: [fr-CA, fr]'),
  replace(acme, 'default: en, also: [fr-CA]', 'default: fr-CA, also: [en]'),
  replace(acme, 'jurisdictions: [US]', 'jurisdictions: [CA]'),
  append(acme, 'timezone: America/New_York\n'),
  replace(acme, 'id: acme }', 'id: acme-2 }'),
  replace(acme, 'account: one', 'account: two'),
  replace(config, 'dialect: sendgrid', 'dialect: braze'),
  replace(config, 'total: sum', 'total: amount'),
];

/** None of these, nor all of them together, may. */
const doesNotCount: readonly Edit[] = [
  replace(acme, 'tier: gold', 'tier: silver'),
  replace(acme, 'status: active', 'status: suspended'),
  append(acme, 'optOut: { other: {} }\n'),
  append(acme, 'pins: { note: { version: 0.9.0, until: 2020-01-01 } }\n'),
  append(acme, 'freeze: { now: { from: 2026-11-01, until: 2026-11-30 } }\n'),
  append(acme, 'formerly: [acme-foods]\n'),
  append(acme, '# a comment\n\n'),
  {
    about: 'order of keys',
    file: 'tenants/_defaults.yaml',
    change: (text) => text.split('\n').filter(Boolean).reverse().join('\n'),
  },
  replace(acme, 'brand: Acme', 'brand:    "Acme"'),
  replace(note, 'name: Note', 'name: Another name'),
  replace(note, '@team', '@other'),
  append('templates/_partials/unused.hbs', '!'),
  // The tenant has its own.
  append('templates/_partials/badge.hbs', '!'),
  replace('templates/note/strings/en.yaml', 'Hello', 'Howdy'),
  replace('templates/_strings/en.yaml', 'Nobody says', 'No one says'),
  replace('templates/_strings/de.yaml', 'Tschüss', 'Ade'),
  replace('templates/note/samples/typical.yaml', '"1"', '"2"'),
  append('templates/other/html.hbs', '!'),
  append('tenants/bolt/tenant.yaml', 'labels: { tier: gold }\n'),
  replace('tenants/bolt/tenant.yaml', 'brand: Bolt', 'brand: Blot'),
  { about: 'a new tenant’s partial', file: 'tenants/bolt/partials/foot.hbs', change: () => 'Own\n' },
  replace(config, 'TENANTRY_ONE', 'TENANTRY_OTHER'),
  replace(config, 'dialect: braze }', 'dialect: braze }, data: { event: { total: sum } }'),
  replace(config, 'archiveGrace: 30d', 'archiveGrace: 1d, maxArchives: 1'),
  replace(config, 'waves: [{ name: rest }]', 'waves: [{ name: all }]'),
  append(config, 'ledger: { store: branch }\n'),
];

const old: Readonly<Record<string, string>> = Object.fromEntries(
  ['template.yaml', 'subject.hbs', 'html.hbs', 'text.hbs', 'strings/en.yaml', 'strings/fr.yaml'].map((file) => [
    `templates/note/pinned/0.9.0/${file}`,
    base[`templates/note/${file}`]!.replace('version: 1.0.0', 'version: 0.9.0'),
  ]),
);
const library = ['_layouts/base', '_partials/foot', '_partials/badge'].map((name) => [
  `templates/note/pinned/0.9.0/${name}.hbs`,
  base[`templates/${name}.hbs`]!,
]);
const strings = ['en', 'fr', 'de'].map((locale) => [
  `templates/note/pinned/0.9.0/_strings/${locale}.yaml`,
  base[`templates/_strings/${locale}.yaml`]!,
]);
const withPin = { ...base, ...old, ...Object.fromEntries([...library, ...strings]) };

function keyOf(edits: readonly Edit[], files: Readonly<Record<string, string>> = withPin): string {
  const changed: Record<string, string> = { ...files };
  for (const { file, change, about } of edits) {
    const text = change(changed[file] ?? '');
    if (text === changed[file]) throw new Error(`${about} changes nothing`);
    changed[file] = text;
  }
  const { repository, accounts, keys } = loadFiles(new Map(Object.entries(changed)));
  const tenant = repository.tenants.get('acme')!;
  const verdict = target(tenant, repository.templates.get('note')!, todayAt(new Date('2026-11-23T12:00:00Z')));
  if (verdict.kind !== 'wanted') throw new Error(`unwanted: ${JSON.stringify(verdict)}`);
  return keys(verdict.version, tenant, accounts.get(verdict.binding.account)!);
}

describe('the key of a pair', () => {
  const key = keyOf([]);

  it.each(counts.map((edit) => [edit.about, edit] as const))('changes with %s', (_, edit) => {
    expect(keyOf([edit])).not.toBe(key);
  });

  it.each(doesNotCount.map((edit) => [edit.about, edit] as const))('stays with %s', (_, edit) => {
    expect(keyOf([edit])).toBe(key);
  });

  it('stays with any of those that do not count, and changes with one more that does', () => {
    const some = fc.subarray([...doesNotCount], { minLength: 1 });
    fc.assert(
      fc.property(some, fc.constantFrom(...counts), (irrelevant, relevant) => {
        expect(keyOf(irrelevant)).toBe(key);
        const together = irrelevant.filter((edit) => edit.file !== relevant.file);
        expect(keyOf([...together, relevant])).not.toBe(key);
      }),
      { numRuns: Number(process.env.TENANTRY_RUNS ?? 60), seed: 20_261_123 },
    );
  });

  it('changes with the epoch of the engine', async () => {
    const source = fileURLToPath(new URL('../../src/plan/keys.ts', import.meta.url));
    const folder = temporaryFolder('epoch');
    const copy = join(folder, 'keys.ts');
    const text = readFileSync(source, 'utf8')
      .replace(/engineEpoch = \d+/, `engineEpoch = ${engineEpoch + 1}`)
      .replace(/from '(\.[^']+)'/g, (_, path: string) => `from '${new URL(path, pathToFileURL(source))}'`);
    writeFileSync(copy, text);
    const { createKeys } = (await import(pathToFileURL(copy).href)) as typeof import('../../src/plan/keys.ts');
    rmSync(folder, { recursive: true });
    const { repository, renderer, accounts, keys } = loadFiles(new Map(Object.entries(base)));
    const pair = [repository.templates.get('note')!, repository.tenants.get('acme')!, accounts.get('one')!] as const;
    expect(createKeys(renderer)(...pair)).toMatch(/^[0-9a-f]{64}$/);
    expect(createKeys(renderer)(...pair)).not.toBe(keys(...pair));
  });

  it('is another one for every pair', () => {
    const { repository, accounts, keys } = loadFiles(new Map(Object.entries(withPin)));
    const all = [...repository.tenants.values()].flatMap((tenant) =>
      [...repository.templates.values()].map((template) =>
        keys(template, tenant, accounts.get(tenant.workspaces.email!.account)!),
      ),
    );
    expect(new Set(all).size).toBe(4);
  });
});

describe('the key of a pinned pair', () => {
  const pin = append(acme, 'pins: { note: { version: 0.9.0 } }\n');
  const key = keyOf([pin]);

  it.each(
    counts
      .filter(({ file }) => file.startsWith('templates/') && !file.includes('/legal/'))
      .map((edit) => [edit.about, edit] as const),
  )('stays with %s', (_, edit) => {
    expect(keyOf([pin, edit])).toBe(key);
  });

  it.each(
    [
      append('templates/_partials/legal/note.hbs', '<hr>'),
      append('tenants/acme/partials/badge.hbs', '<hr>'),
      replace(acme, 'brand: Acme', 'brand: Acme 2'),
      replace(config, 'total: sum', 'total: amount'),
      append('templates/note/pinned/0.9.0/subject.hbs', '!'),
    ].map((edit) => [edit.about, edit] as const),
  )('changes with %s', (_, edit) => {
    expect(keyOf([pin, edit])).not.toBe(key);
  });

  it('is not that of the live version', () => {
    expect(key).not.toBe(keyOf([]));
  });
});
