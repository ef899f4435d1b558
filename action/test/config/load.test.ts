import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tenantLayers } from '../../src/config/load/tenants.ts';
import { loadRepository } from '../../src/config/load.ts';
import type { Snapshot } from '../../src/config/snapshot.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import { base } from '../bad-input/support/base.ts';
import { snapshotOf } from './support/snapshot.ts';

function load(changes: Readonly<Record<string, string>> = {}) {
  return loadRepository(snapshotOf({ ...base, ...changes }));
}

describe('the loaded repository', () => {
  const { repository, diagnostics } = load();
  const acme = repository.tenants.get('acme');

  it('has every tenant and template in the order of ids', () => {
    expect(diagnostics).toEqual([]);
    expect([...repository.tenants.keys()]).toEqual(['acme', 'bolt']);
    expect([...repository.templates.keys()]).toEqual(['promo', 'welcome']);
    const more = load({ 'tenants/acme-2/tenant.yaml': 'name: A\nstatus: retired\n' });
    expect([...more.repository.tenants.keys()]).toEqual(['acme', 'acme-2', 'bolt']);
  });

  it('merges defaults, groups and the tenant', () => {
    expect(acme).toMatchObject({
      id: 'acme',
      status: 'active',
      labels: { tier: 'gold', ring: 'canary', region: 'us' },
      locales: ['en', 'fr-CA'],
      timezone: 'America/New_York',
      workspaces: { email: { account: 'mail' }, push: { account: 'apps', id: 'acme' } },
      variables: {
        brand: { name: 'Acme', colors: { ink: '#111111', primary: '#0a7d33' } },
        features: { loyalty: false },
      },
      file: 'tenants/acme/tenant.yaml',
    });
  });

  it('keeps of a tenant for its messages only what they can depend on', () => {
    expect(Object.keys(acme?.rendered as object).sort()).toEqual(
      ['domains', 'id', 'locales', 'name', 'senders', 'timezone', 'variables', 'workspaces'].sort(),
    );
  });

  it('takes later groups over earlier ones', () => {
    const changes = {
      'tenants/_groups/a.yaml': 'labels: { x: a, y: a }\n',
      'tenants/_groups/b.yaml': 'labels: { x: b }\n',
      'tenants/cove/tenant.yaml': 'name: Cove\nstatus: retired\ngroups: [a, b]\n',
      'tenants/dune/tenant.yaml': 'name: Dune\nstatus: retired\ngroups: [b, a]\n',
    };
    const { tenants } = load(changes).repository;
    expect(tenants.get('cove')?.labels).toEqual({ x: 'b', y: 'a' });
    expect(tenants.get('dune')?.labels).toEqual({ x: 'a', y: 'a' });
  });

  it('reads strings by dotted key, and a tenant’s below the template', () => {
    const changes = {
      'templates/welcome/strings/en.yaml': 'hello: Hello {name}\nhero:\n  title: T\n  sub: { a: A }\n',
    };
    const { templates, tenants } = load(changes).repository;
    expect(Object.fromEntries(templates.get('welcome')?.strings.get('en')?.strings ?? [])).toEqual({
      hello: 'Hello {name}',
      'hero.title': 'T',
      'hero.sub.a': 'A',
    });
    expect(tenants.get('acme')?.strings.get('en')?.templates.get('welcome')?.get('hello')).toBe('Hi {name}');
  });

  it('gives samples both roots', () => {
    expect(repository.templates.get('welcome')?.samples.get('typical')).toEqual({
      recipient: { first_name: 'Ada' },
      event: {},
    });
  });

  it('lists layers for explaining, lowest first', () => {
    expect(tenantLayers(snapshotOf(base), 'acme').map((layer) => layer.file)).toEqual([
      'tenants/_defaults.yaml',
      'tenants/_groups/northeast.yaml',
      'tenants/acme/tenant.yaml',
    ]);
    expect(tenantLayers(snapshotOf(base), 'nobody')).toEqual([]);
  });
});

describe('a pinned version', () => {
  const pinned = 'templates/promo/pinned/1.0.0';
  const { repository, diagnostics } = load({
    [`${pinned}/_layouts/page.hbs`]: 'old page',
    [`${pinned}/_partials/hero.hbs`]: 'old hero',
    [`${pinned}/_strings/en.yaml`]: 'footer: Old footer.\nlegal: { rights: Old rights. }\n',
    'templates/_strings/en.yaml': 'footer: New footer.\nlegal: { rights: New rights. }\n',
    'templates/_partials/hero.hbs': 'new hero',
  });
  const version = repository.templates.get('promo')?.pinned.get('1.0.0');

  it('has its own copies of everything but legal partials and strings, which are the live ones', () => {
    expect(diagnostics).toEqual([]);
    expect(version?.metadata.version).toBe('1.0.0');
    expect(version?.fields.get('body')?.text).toBe('Come in!');
    expect([...(version?.library.layouts ?? [])].map(([name, { text }]) => [name, text])).toEqual([
      ['page', 'old page'],
    ]);
    expect([...(version?.library.partials ?? [])].map(([name, { path }]) => [name, path])).toEqual([
      ['hero', `${pinned}/_partials/hero.hbs`],
      ['legal/notice', 'templates/_partials/legal/notice.hbs'],
    ]);
    const strings = version?.library.strings.get('en')?.strings;
    expect(strings?.get('footer')).toBe('Old footer.');
    expect(strings?.get('legal.rights')).toBe('New rights.');
  });
});

describe('a repository in which much is wrong', () => {
  const changes = {
    '.github/tenantry.yml': base['.github/tenantry.yml']?.replace('braze', 'brase') ?? '',
    'tenants/acme/tenant.yaml': 'name: [x]\nstatus: activ\nextra: 1\nextra: 2\n',
    'tenants/bolt/tenant.yaml': 'name: "x\n',
    'tenants/Cove/tenant.yaml': '',
    'templates/promo/template.yaml': 'version: 1.10\n',
    'templates/welcome/html.hbs': 'a\r\n',
    'templates/odd/notes.yml': '',
  };
  const files = { ...base, ...changes };

  it('is reported on all at once, and left out of what can be used', () => {
    const { repository, diagnostics } = load(changes);
    expect(repository.tenants.size).toBe(0);
    expect([...repository.templates.keys()]).toEqual(['welcome']);
    expect(new Set(diagnostics.map((one) => one.file))).toEqual(
      new Set([...Object.keys(changes), 'templates/odd/template.yaml']),
    );
    expect(diagnostics.map((one) => `${one.file}:${one.line}:${one.column} ${one.code}`)).toEqual([
      '.github/tenantry.yml:4:48 invalid-value',
      'templates/odd/notes.yml:1:1 misplaced-file',
      'templates/odd/template.yaml:1:1 missing-file',
      ...Array(5).fill('templates/promo/template.yaml:1:1 missing-key'),
      'templates/promo/template.yaml:1:10 yaml-number-text',
      'templates/welcome/html.hbs:1:2 carriage-return',
      'tenants/Cove/tenant.yaml:1:1 invalid-id',
      'tenants/acme/tenant.yaml:1:7 wrong-type',
      'tenants/acme/tenant.yaml:2:9 invalid-value',
      'tenants/acme/tenant.yaml:3:1 unknown-key',
      'tenants/acme/tenant.yaml:4:1 yaml-duplicate-key',
      'tenants/bolt/tenant.yaml:2:1 yaml-syntax',
    ]);
  });

  it('is reported on in the same order whatever the order of the files', () => {
    const { diagnostics } = load(changes);
    const snapshot = snapshotOf(files);
    const shuffled: Snapshot = { ...snapshot, paths: [...snapshot.paths].reverse() };
    expect(loadRepository(shuffled).diagnostics).toEqual(diagnostics);
  });
});

it('loads the same whatever the order of the files', () => {
  const snapshot = snapshotOf(base);
  const shuffled = loadRepository({ ...snapshot, paths: [...snapshot.paths].reverse() }).repository;
  const { repository } = load();
  expect(shuffled).toEqual(repository);
  expect([...shuffled.tenants.keys()]).toEqual([...repository.tenants.keys()]);
});

it('leaves out tenants with a value that cannot be used, and them alone', () => {
  const changes = { 'tenants/bolt/tenant.yaml': base['tenants/bolt/tenant.yaml']?.replace('"#222222"', 'x') ?? '' };
  const { repository, diagnostics } = load(changes);
  expect(diagnostics.map((one) => one.code)).toEqual(['variable-invalid']);
  expect([...repository.tenants.keys()]).toEqual(['acme']);
});

it('names what is wrong in a shared layer once, with the tenants it touches', () => {
  const { diagnostics } = load({
    'tenants/_defaults.yaml': base['tenants/_defaults.yaml']?.replace('account: mail', 'account: mial') ?? '',
  });
  expect(diagnostics.map(({ code, tenants }) => [code, tenants])).toEqual([['unknown-account', ['acme', 'bolt']]]);
});

it('finds nothing wrong with the shipped repository', () => {
  const { repository, diagnostics } = loadRepository(
    openWorkingTree(fileURLToPath(new URL('../../..', import.meta.url))),
  );
  expect(diagnostics).toEqual([]);
  expect(repository.tenants.size).toBeGreaterThan(0);
});

it('comes to an end with files made to take long, and keeps reports of them short', () => {
  const lines = (line: (index: number) => string): string =>
    Array.from({ length: 10_000 }, (_, index) => line(index)).join('');
  const texts = [
    lines((index) => `key${index}: no\n`),
    lines(() => 'a: &b\n'),
    `a: ${'{'.repeat(100_000)} #f`,
    `a: [${'*x, '.repeat(50_000)}]\n`,
    `${'a'.repeat(900_000)}: b\n`,
    lines((index) => `a${index}: { until: x }\n`).replace('a0', 'optOut'),
  ];
  for (const text of texts) {
    const { diagnostics } = load({ 'tenants/bolt/tenant.yaml': text });
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(201);
  }
});

it('survives whatever bytes its files hold', () => {
  for (const text of [
    '',
    '\0',
    '[',
    '{{',
    '? ',
    '- -',
    '"',
    '&a [*a]',
    'a: {<<: 1}',
    'null',
    '7',
    '"x"',
    '{}',
    '- 1',
    'variables: 1',
    'pins: []',
  ]) {
    for (const path of Object.keys(base)) expect(() => load({ [path]: text }), `${path}: ${text}`).not.toThrow();
  }
});
