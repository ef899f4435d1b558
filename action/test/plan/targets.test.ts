import { describe, expect, it } from 'vitest';
import { expired, target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import { type Files, receipt, tenant } from '../deploy/small-repository.ts';
import { load } from './support/world.ts';

const email = { email: { account: 'demo-sendgrid' } };

/** The verdict on acme and a template, for a tenant and templates as given. */
function verdict(files: Files, { now = '2026-11-23T12:00:00Z', template = 'receipt' } = {}) {
  const { repository } = load(files);
  return target(repository.tenants.get('acme')!, repository.templates.get(template)!, todayAt(new Date(now)));
}

const acme = (more: string, workspaces: Parameters<typeof tenant>[1] = email): Files => ({
  'tenants/acme/tenant.yaml': tenant('Acme', workspaces, [], more),
});

const targeting = (targets: string, more = ''): Files => ({
  'templates/receipt/template.yaml': `name: Receipt
version: 1.0.0
channel: email
category: transactional
topic: orders
targets: { ${targets} }
${more}
variables: { type: object, required: [colour], properties: { colour: { type: string, format: color } } }
runtime: { event: { type: object, required: [total], properties: { total: { type: string } } } }
`,
});

describe('selectors', () => {
  it.each([
    ['all: true', '', 'wanted'],
    ['tenants: [acme, bolt]', '', 'wanted'],
    ['tenants: [bolt]', '', 'unwanted'],
    ['matchLabels: { tier: gold }', 'labels: { tier: gold, region: us }', 'wanted'],
    ['matchLabels: { tier: gold }', 'labels: { tier: silver }', 'unwanted'],
    ['matchLabels: { tier: gold }', '', 'unwanted'],
    ['matchLabels: { tier: [silver, gold] }', 'labels: { tier: gold }', 'wanted'],
    ['matchLabels: { tier: [silver, gold] }', 'labels: { tier: bronze }', 'unwanted'],
    ['matchLabels: { tier: gold, region: us }', 'labels: { tier: gold }', 'unwanted'],
    ['matchLabels: { tier: gold, region: us }', 'labels: { tier: gold, region: us }', 'wanted'],
  ])('%s selects a tenant with “%s”: %s', (targets, labels, kind) => {
    // Somebody has each label, so that it is not taken for a slip.
    const others = { 'tenants/bolt/tenant.yaml': tenant('Bolt', email, [], 'labels: { tier: gold, region: us }\n') };
    const silver = { 'tenants/cafe/tenant.yaml': tenant('Café', email, [], 'labels: { tier: silver }\n') };
    expect(verdict({ ...others, ...silver, ...targeting(targets), ...acme(`${labels}\n`) })).toMatchObject({
      kind,
      ...(kind === 'unwanted' && { reason: { code: 'not-targeted' } }),
    });
  });
});

describe('words that every object knows', () => {
  const constructors: Files = {
    'tenants/constructor/tenant.yaml': tenant(
      'Constructor',
      email,
      [],
      'labels: { valueOf: builder }\nvariables: { colour: "#000000", features: { valueOf: true } }\n',
    ).replace('variables: { colour: "#0a7d33" }\n', ''),
    ...Object.fromEntries(
      Object.entries(receipt('1.0.0', 'Constructed')).map(([path, text]) => [
        path.replace('/receipt/', '/constructor/'),
        text?.replace(
          'targets: { all: true }',
          'targets: { matchLabels: { valueOf: builder } }\nrequires: { features: [valueOf] }',
        ),
      ]),
    ),
  };
  const { repository } = load(constructors);
  const today = todayAt(new Date('2026-11-23T12:00:00Z'));
  const template = repository.templates.get('constructor')!;

  it('are ids, labels and features like any other', () => {
    expect(target(repository.tenants.get('constructor')!, template, today).kind).toBe('wanted');
  });

  it('are not found on tenants that do not have them', () => {
    const acmeTenant = repository.tenants.get('acme')!;
    expect(target(acmeTenant, template, today)).toMatchObject({ reason: { code: 'not-targeted' } });
    const everyone = { ...template, metadata: { ...template.metadata, targets: { all: true as const } } };
    expect(target(acmeTenant, everyone, today)).toMatchObject({ reason: { code: 'feature-missing' } });
    const { requires: _, ...rest } = everyone.metadata;
    expect(target(acmeTenant, { ...everyone, metadata: rest }, today).kind).toBe('wanted');
  });
});

describe('days end where the tenant is', () => {
  // Kiritimati is 14 hours ahead of UTC, Pago Pago 11 behind.
  const last = 'until: 2026-11-23';
  it.each([
    ['Pacific/Kiritimati', '2026-11-23T09:59:59Z', true],
    ['Pacific/Kiritimati', '2026-11-23T10:00:00Z', false],
    ['Pacific/Pago_Pago', '2026-11-24T10:59:59Z', true],
    ['Pacific/Pago_Pago', '2026-11-24T11:00:00Z', false],
    // Two days before and after a change of the clocks.
    ['America/New_York', '2026-11-24T04:59:59Z', true],
    ['America/New_York', '2026-11-24T05:00:00Z', false],
  ])('in %s at %s the 23rd is on: %s', (zone, now, isOn) => {
    const optOut = verdict(acme(`timezone: ${zone}\noptOut: { receipt: { ${last}, reason: runs its own } }\n`), {
      now,
    });
    if (isOn) {
      const message = 'the tenant opted out until 2026-11-23: runs its own';
      expect(optOut).toEqual({ kind: 'unwanted', reason: { code: 'opted-out', message } });
    } else expect(optOut.kind).toBe('wanted');

    const frozen = verdict(acme(`timezone: ${zone}\nfreeze: { sale: { from: 2026-11-20, ${last} } }\n`), { now });
    expect(frozen).toMatchObject({ kind: 'wanted' });
    expect('hold' in frozen && frozen.hold?.code === 'freeze').toBe(isOn);

    const { repository } = load(acme(`timezone: ${zone}\npins: { receipt: { version: 1.0.0, ${last} } }\n`), pinned());
    const today = todayAt(new Date(now));
    const pair = target(repository.tenants.get('acme')!, repository.templates.get('receipt')!, today);
    expect(pair).toMatchObject({ kind: 'wanted', version: { metadata: { version: isOn ? '1.0.0' : '2.0.0' } } });
    expect(expired(repository.tenants.get('acme')!, today).map((one) => one.kind)).toEqual(isOn ? [] : ['pins']);
  });

  it.each([
    ['2026-11-23T09:59:59Z', false],
    ['2026-11-23T10:00:00Z', true],
    ['2026-11-24T09:59:59Z', true],
    ['2026-11-24T10:00:00Z', false],
  ])('a freeze from the 24th is in force at %s: %s', (now, isOn) => {
    const freeze = 'freeze: { sale: { from: 2026-11-24, until: 2026-11-24, reason: busy } }\n';
    const found = verdict(acme(`timezone: Pacific/Kiritimati\n${freeze}`), { now });
    const message = 'freeze “sale” until 2026-11-24 (Pacific/Kiritimati): busy';
    expect('hold' in found ? found.hold : undefined).toEqual(isOn ? { code: 'freeze', message } : undefined);
  });

  it('an opt-out and a pin without an end have none', () => {
    const now = '2999-01-01T00:00:00Z';
    expect(verdict(acme('optOut: { receipt: {} }\n'), { now })).toMatchObject({ reason: { code: 'opted-out' } });
    const pin = verdict({ ...acme('pins: { receipt: { version: 1.0.0 } }\n'), ...pinned() }, { now });
    expect(pin).toMatchObject({ version: { metadata: { version: '1.0.0' } }, reasons: [{ code: 'pinned' }] });
  });
});

/** The receipt at version 2, with version 1 kept. */
function pinned(channel = 'email'): Files {
  const kept = Object.entries(receipt('1.0.0', 'Old receipt')).map(([path, text]) => {
    return [path.replace('receipt/', 'receipt/pinned/1.0.0/'), text?.replace('channel: email', `channel: ${channel}`)];
  });
  return { ...receipt('2.0.0', 'New receipt'), ...Object.fromEntries(kept) };
}

describe('what a tenant must have', () => {
  it.each([
    ['features: { loyalty: true, app: true }', 'wanted'],
    ['features: { loyalty: true, app: false }', 'unwanted'],
    ['features: { loyalty: true }', 'unwanted'],
    ['motto: none', 'unwanted'],
  ])('%s: %s', (variables, kind) => {
    const withFeatures = `variables: { colour: "#000000", features: { loyalty: true, app: true } }\n`;
    const bolt = {
      'tenants/bolt/tenant.yaml': tenant('Bolt', email, [], withFeatures).replace(/variables: .*33" }\n/, ''),
    };
    const own = tenant('Acme', email, [], `variables: { colour: "#000000", ${variables} }\n`).replace(
      /variables: .*33" }\n/,
      '',
    );
    const template = targeting('all: true', 'requires: { features: [loyalty, app] }');
    const found = verdict({ ...bolt, ...template, 'tenants/acme/tenant.yaml': own });
    expect(found.kind).toBe(kind);
    if (found.kind === 'unwanted') expect(found.reason).toMatchObject({ code: 'feature-missing' });
  });

  it('a workspace for the channel', () => {
    const found = verdict(acme('', email), { template: 'ping' });
    expect(found).toEqual({
      kind: 'unwanted',
      reason: { code: 'no-workspace', message: 'the tenant has no workspace for push' },
    });
  });

  it('a workspace for the channel of the version it is pinned to', () => {
    const pin = 'pins: { receipt: { version: 1.0.0 } }\n';
    const push = {
      'templates/receipt/pinned/1.0.0/template.yaml':
        'name: Receipt\nversion: 1.0.0\nchannel: push\ncategory: transactional\ntopic: orders\ntargets: { all: true }\n',
      'templates/receipt/pinned/1.0.0/title.hbs': 'Receipt',
      'templates/receipt/pinned/1.0.0/body.hbs': 'Thank you',
    };
    expect(verdict({ ...acme(pin, email), ...push })).toMatchObject({ reason: { code: 'no-workspace' } });
    const both = { ...email, push: { account: 'demo-braze', id: 'acme-push' } };
    expect(verdict({ ...acme(pin, both), ...push })).toMatchObject({
      kind: 'wanted',
      binding: { account: 'demo-braze', id: 'acme-push' },
    });
  });
});

describe('statuses', () => {
  const status = (word: string, more = ''): Files => {
    const text = tenant('Acme', email, [], more).replace('status: active', `status: ${word}`);
    return { 'tenants/acme/tenant.yaml': text };
  };

  it.each([
    ['active', { kind: 'wanted' }],
    ['draft', { kind: 'draft' }],
    ['suspended', { kind: 'wanted', hold: { code: 'suspended' } }],
    ['retired', { kind: 'unwanted', reason: { code: 'tenant-retired' } }],
  ])('%s', (word, expected) => {
    expect(verdict(status(word))).toMatchObject(expected);
  });

  it('a draft needs no workspace', () => {
    expect(verdict(status('draft'), { template: 'ping' })).toMatchObject({ kind: 'draft', binding: undefined });
  });

  it('what is not for a tenant is on hold as well while it is suspended or frozen', () => {
    expect(verdict(status('suspended', 'optOut: { receipt: {} }\n'))).toMatchObject({
      kind: 'unwanted',
      hold: { code: 'suspended' },
    });
    expect(verdict(status('retired', 'freeze: { now: { from: 2026-11-01, until: 2026-11-30 } }\n'))).toMatchObject({
      kind: 'unwanted',
      hold: { code: 'freeze' },
    });
  });
});
