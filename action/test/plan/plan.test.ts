import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/generated/index.ts';
import { everything } from '../../src/plan/scope.ts';
import { config, type Files, ping, receipt, tenant } from '../deploy/small-repository.ts';
import { actions, atVendor, deployed, load, planOf } from './support/world.ts';

const loaded = load();
const edited = load({ 'templates/receipt/strings/de.yaml': 'title: Vielen Dank\n' });
const bolt = (more = '', also = ['de']) => ({
  'tenants/bolt/tenant.yaml': tenant('Bolt & Söhne', { email: { account: 'demo-braze' } }, also, more),
});

describe('a plan', () => {
  it('creates what the ledger does not know, in the order of destinations', () => {
    const { plan } = planOf(loaded, []);
    expect(actions({ plan, problems: [] })).toEqual({
      'bolt/receipt@bolt': 'create',
      'acme/ping@acme': 'create',
      'acme/receipt@acme': 'create',
      'cafe/receipt@cafe-eu': 'create',
    });
    expect(plan.pairs.map((pair) => `${pair.account}/${pair.workspace}/${pair.template}`)).toEqual([
      'demo-braze/bolt/receipt',
      'demo-sendgrid/acme/ping',
      'demo-sendgrid/acme/receipt',
      'demo-sendgrid/cafe-eu/receipt',
    ]);
    expect(plan.summary).toEqual({ create: 4, update: 0, archive: 0, unchanged: 0, held: 0 });
    expect(plan.pairs[0]?.messages.map(({ locale, action, before }) => [locale, action, before])).toEqual([
      ['de', 'create', null],
      ['en', 'create', null],
    ]);
  });

  it('has nothing to do where keys are equal, and lists that only when asked', () => {
    const lines = deployed(loaded);
    const { plan } = planOf(loaded, lines);
    expect(plan).toMatchObject({ pairs: [], workspaces: [], refresh: [], summary: { unchanged: 4 } });
    expect(plan.forecast).toEqual({ calls: 0, seconds: 0 });
    const all = planOf(loaded, lines, { all: true }).plan;
    expect(all.pairs.map((pair) => pair.action)).toEqual(Array(4).fill('unchanged'));
    expect(all.digest).toBe(plan.digest);
  });

  it('updates the messages that differ, and says why', () => {
    const [pair, ...others] = planOf(edited, deployed(loaded)).plan.pairs;
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ action: 'update', reasons: [{ code: 'changed', message: 'the message changed' }] });
    expect(pair?.messages.map((message) => message.action)).toEqual(['update', 'unchanged']);
  });

  it('refreshes a line whose message is equal under a new key, without a change', () => {
    const lines = deployed(loaded, (line) => ({ ...line, key: '0'.repeat(64) }));
    const { plan } = planOf(loaded, lines);
    expect(plan).toMatchObject({ pairs: [], workspaces: [], summary: { unchanged: 4 } });
    expect(plan.refresh).toHaveLength(5);
    expect(plan.refresh[0]).toMatchObject({ tenant: 'acme', template: 'ping', locale: 'en' });
  });

  it('trusts a digest only at its own destination', () => {
    const moved = {
      ...bolt(),
      'tenants/bolt/tenant.yaml': tenant('Bolt & Söhne', { email: { account: 'demo-braze', id: 'bolt-2' } }, ['de']),
    };
    expect(actions(planOf(load(moved), deployed(loaded)))).toEqual({
      'bolt/receipt@bolt': 'held',
      'bolt/receipt@bolt-2': 'create',
    });
  });

  it('adds and drops locales of a pair', () => {
    const [pair] = planOf(load(bolt('', ['de-AT'])), deployed(loaded)).plan.pairs;
    expect(pair?.messages.map(({ locale, action }) => [locale, action])).toEqual([
      ['de', 'held'],
      ['de-AT', 'create'],
      ['en', 'unchanged'],
    ]);
    expect(pair?.action).toBe('update');
    expect(pair?.reasons.map((reason) => reason.code)).toEqual(['locale-added', 'locale-dropped', 'archive-grace']);
  });

  it('leaves alone what a draft has deployed', () => {
    const draft = { 'tenants/bolt/tenant.yaml': bolt()['tenants/bolt/tenant.yaml'].replace('active', 'draft') };
    const gone = Object.fromEntries(Object.keys(receipt('', '')).map((path) => [path, undefined]));
    expect(actions(planOf(load(draft), deployed(loaded)))).toEqual({});
    expect(actions(planOf(load(draft, gone, ping('all: true')), deployed(loaded)))).not.toHaveProperty(
      'bolt/receipt@bolt',
    );
  });

  it('holds what is on hold, whatever became of it', () => {
    const suspended = bolt()['tenants/bolt/tenant.yaml'].replace('active', 'suspended');
    const noted = deployed(loaded, (line) => ({ ...line, unwantedSince: '2020-01-01T00:00:00.000Z' }));
    const gone = Object.fromEntries(Object.keys(receipt('', '')).map((path) => [path, undefined]));
    const { plan } = planOf(load({ 'tenants/bolt/tenant.yaml': suspended }, gone), noted);
    const pair = plan.pairs.find((one) => one.tenant === 'bolt');
    expect(pair).toMatchObject({ action: 'held', reasons: [{ code: 'template-removed' }, { code: 'suspended' }] });
  });

  it('holds what has no workspace yet at a vendor that makes none by itself', () => {
    const { plan } = planOf(loaded, [], { accounts: atVendor(loaded.accounts) });
    expect(actions({ plan, problems: [] })).toEqual({
      'bolt/receipt@bolt': 'held',
      'acme/ping@acme': 'held',
      'acme/receipt@acme': 'held',
      'cafe/receipt@cafe-eu': 'create',
    });
    expect(plan.pairs[0]?.reasons).toEqual([
      {
        code: 'unprovisioned',
        message: 'bolt has no workspace in demo-braze yet; create it there, and put its id in tenants/bolt/tenant.yaml',
      },
    ]);
  });

  it('sends a pinned version where its channel goes', () => {
    const pinned = {
      'tenants/acme/tenant.yaml': tenant(
        'Acme Market',
        { email: { account: 'demo-sendgrid' }, push: { account: 'demo-braze', id: 'acme-push' } },
        [],
        'pins: { receipt: { version: 0.1.0 } }\n',
      ),
      'templates/receipt/pinned/0.1.0/template.yaml':
        'name: Receipt\nversion: 0.1.0\nchannel: push\ncategory: transactional\ntopic: orders\ntargets: { all: true }\n',
      'templates/receipt/pinned/0.1.0/title.hbs': 'Receipt',
      'templates/receipt/pinned/0.1.0/body.hbs': 'Thank you',
    };
    const { plan } = planOf(load(pinned), []);
    expect(plan.pairs.find((pair) => pair.tenant === 'acme' && pair.template === 'receipt')).toMatchObject({
      workspace: 'acme-push',
      channel: 'push',
      reasons: [{ code: 'new' }, { code: 'pinned' }],
    });
  });

  it('reports what a changed message cannot be rendered with', () => {
    const broken = { 'templates/receipt/html.hbs': '<p>{{colour}} {{event.total}} {{colours}}</p>\n' };
    const { problems } = planOf(load(broken), deployed(loaded));
    expect(problems.filter((problem) => problem.severity === 'error').length).toBeGreaterThan(0);
  });
});

describe('classes', () => {
  it('are equal for messages whose change is the same but for the tenants’ own values', () => {
    const { plan } = planOf(load({ 'templates/receipt/text.hbs': 'Total: {{event.total}}\n' }), deployed(loaded));
    const classes = plan.pairs.map((pair) => [pair.tenant, pair.messages.map((message) => message.class)] as const);
    const byTenant = Object.fromEntries(classes);
    expect(byTenant.acme).toEqual(byTenant.cafe);
    expect(byTenant.acme?.[0]).toMatch(/^[0-9a-f]{12}$/);
    // Another language, and in German another literal text.
    expect(new Set([...(byTenant.bolt ?? []), byTenant.acme?.[0]]).size).toBe(3);
  });
});

describe('the digest of a plan', () => {
  const digest = (plan: Plan): string => plan.digest;
  const lines = deployed(loaded);
  const usual = planOf(edited, lines).plan;

  it('does not depend on the day, the commit or the forecast', () => {
    const later = planOf(edited, lines, { now: new Date('2027-11-23T12:00:00Z') }).plan;
    const elsewhere = planOf({ ...edited, repository: { ...edited.repository, commit: 'a'.repeat(40) } }, lines).plan;
    const slower = new Map(
      [...edited.accounts].map(([name, open]) => {
        const limits = { ...open.provider.limits, secondsPerCall: 9 };
        return [name, { ...open, provider: { ...open.provider, limits } }];
      }),
    );
    const forecast = planOf(edited, lines, { accounts: slower }).plan;
    expect(forecast.forecast).not.toEqual(usual.forecast);
    for (const plan of [later, elsewhere, forecast]) expect(digest(plan)).toBe(digest(usual));
  });

  it('depends on where, what is done, what was there and what will be', () => {
    const other = planOf(load({ 'templates/receipt/strings/de.yaml': 'title: Merci\n' }), lines).plan;
    const moved = planOf(
      load({ 'templates/receipt/strings/de.yaml': 'title: Vielen Dank\n' }, bolt(), {
        'tenants/bolt/tenant.yaml': tenant('Bolt & Söhne', { email: { account: 'demo-braze', id: 'b' } }, ['de']),
      }),
      [],
      { scope: { ...everything, tenants: ['bolt'] } },
    ).plan;
    const created = planOf(edited, [], { scope: { ...everything, tenants: ['bolt'] } }).plan;
    const before = planOf(
      edited,
      deployed(loaded, (line) => ({ ...line, digest: 'f'.repeat(64), key: '0'.repeat(64) })),
      { scope: { ...everything, tenants: ['bolt'] } },
    ).plan;
    const held = planOf(
      load(
        { 'templates/receipt/strings/de.yaml': 'title: Vielen Dank\n' },
        {
          'tenants/bolt/tenant.yaml': bolt()['tenants/bolt/tenant.yaml'].replace('active', 'suspended'),
        },
      ),
      lines,
    ).plan;
    const digests = [usual, other, moved, created, before, held].map(digest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});

describe('the digest of two plans', () => {
  const dropped = (grace: string) =>
    load(
      bolt('', []),
      { 'templates/receipt/strings/en.yaml': 'title: Thanks\n' },
      { '.github/tenantry.yml': config('directory', `archiveGrace: ${grace}`) },
    );
  const scope = { ...everything, tenants: ['bolt'] };

  it('differs when they replace something else by the same', () => {
    const replacing = (digit: string) =>
      deployed(loaded, (line) => ({ ...line, digest: digit.repeat(64), key: '0'.repeat(64) }));
    const [one, other] = ['e', 'f'].map((digit) => planOf(edited, replacing(digit), { scope }).plan);
    expect(one?.pairs.map((pair) => pair.action)).toEqual(other?.pairs.map((pair) => pair.action));
    expect(one?.digest).not.toBe(other?.digest);
  });

  it('differs when one of them archives what the other still keeps', () => {
    const [now, later] = ['0d', '30d'].map((grace) => planOf(dropped(grace), deployed(loaded), { scope }).plan);
    const shown = (plan: Plan | undefined) =>
      plan?.pairs.map(({ action, messages }) => [action, messages.map((m) => m.action)]);
    expect(shown(now)).toEqual([['update', ['archive', 'update']]]);
    expect(shown(later)).toEqual([['update', ['held', 'update']]]);
    expect(now?.digest).not.toBe(later?.digest);
  });
});

describe('a narrowed plan', () => {
  const files: Files = {
    ...receipt('2.0.0', 'New receipt'),
    ...ping('all: true'),
    'templates/ping/title.hbs': 'New {{tenant.name}}',
    'tenants/cafe/tenant.yaml': tenant(
      'Café',
      { email: { account: 'demo-sendgrid', id: 'cafe-eu' } },
      [],
      'labels: { tier: gold }\n',
    ),
  };
  it.each([
    [{ tenants: ['acme'] }, ['acme/ping@acme', 'acme/receipt@acme']],
    [{ tenants: ['acme', 'cafe'] }, ['acme/ping@acme', 'acme/receipt@acme', 'cafe/receipt@cafe-eu']],
    [{ templates: ['ping'] }, ['acme/ping@acme']],
    [{ tenants: ['cafe'], templates: ['ping'] }, []],
    [{ labels: { tier: 'gold' } }, ['cafe/receipt@cafe-eu']],
    [{ labels: { tier: 'gold' }, tenants: ['acme'] }, []],
  ])('%j looks at %j alone', (scope, expected) => {
    const { plan } = planOf(load(files), deployed(loaded), { scope: { ...everything, ...scope } });
    expect(Object.keys(actions({ plan, problems: [] }))).toEqual(expected);
    expect(plan.summary.update).toBe(expected.length);
  });

  it('archives for a tenant that is gone only when asked for it, or for everything', () => {
    const gone = load({
      'tenants/cafe/tenant.yaml': undefined,
      '.github/tenantry.yml': config('directory', 'archiveGrace: 0d'),
    });
    const found = (scope: object) =>
      Object.keys(actions(planOf(gone, deployed(loaded), { scope: { ...everything, ...scope } })));
    expect(found({})).toContain('cafe/receipt@cafe-eu');
    expect(found({ tenants: ['cafe'] })).toContain('cafe/receipt@cafe-eu');
    expect(found({ tenants: ['acme'] })).not.toContain('cafe/receipt@cafe-eu');
    expect(found({ templates: ['ping'] })).not.toContain('cafe/receipt@cafe-eu');
    expect(found({ labels: { tier: 'gold' } })).not.toContain('cafe/receipt@cafe-eu');
  });
});

describe('the forecast', () => {
  const seconds = (limits: object): number => {
    const accounts = new Map(
      [...loaded.accounts].map(([name, open]) => {
        return [name, { ...open, provider: { ...open.provider, limits: { ...open.provider.limits, ...limits } } }];
      }),
    );
    return planOf(loaded, [], { accounts }).plan.forecast.seconds;
  };

  it('counts two calls to open a workspace, and what its writes take', () => {
    expect(planOf(loaded, []).plan.forecast.calls).toBe(3 * 2 + 5);
    const archives = load({
      '.github/tenantry.yml': config('directory', 'archiveGrace: 0d'),
      ...ping('matchLabels: { no: one }'),
    });
    expect(planOf(archives, deployed(loaded)).plan.forecast.calls).toBe(2 + 1);
  });

  it('is ruled by the busiest workspace, or by what its account may call at once or in a second', () => {
    // Two writes in the busiest workspace, opened by two calls, one after the other.
    expect(seconds({ concurrency: 1, secondsPerCall: 2 })).toBe(8);
    expect(seconds({ concurrency: 4, secondsPerCall: 2 })).toBe(2);
    expect(seconds({ concurrency: 1, secondsPerCall: 2, callsPerPut: 3 })).toBe(16);
    // demo-sendgrid has two workspaces and three writes.
    expect(seconds({ secondsPerCall: 0, callsPerSecond: 0.5 })).toBe((2 * 2 + 3) / 0.5);
    // Seven calls that have to be made one by one.
    expect(seconds({ secondsPerCall: 2, callsAtOnce: 1, concurrency: 4 })).toBe(14);
  });
});
