import { describe, expect, it } from 'vitest';
import { everything } from '../../src/plan/scope.ts';
import { config, type Files, ping, receipt, tenant } from '../deploy/small-repository.ts';
import { actions, deployed, ledgerOf, load, observe, planOf, refusals } from './support/world.ts';

const loaded = load();
const lines = deployed(loaded);
const of = (tenant: string) => lines.filter(({ line }) => line.tenant === tenant);
const email = { email: { account: 'demo-sendgrid' } };

describe('too-many-archives', () => {
  const dropping = (maxArchives: number, grace = '0d') =>
    load({
      '.github/tenantry.yml': config('directory', `archiveGrace: ${grace}, maxArchives: ${maxArchives}`),
      ...ping('matchLabels: { no: one }'),
    });

  it.each([
    // One message of five.
    [0.19, ['too-many-archives']],
    [0.2, []],
    [1, []],
    [0, ['too-many-archives']],
  ])('with a share of %d: %j', (share, expected) => {
    expect(refusals(planOf(dropping(share), lines))).toEqual(expected);
  });

  it('says how many of how many', () => {
    expect(planOf(dropping(0.05), lines).plan.refusals[0]?.message).toBe(
      '1 of 5 deployed messages would be archived, more than policies.maxArchives (0.05) allows',
    );
  });

  it('counts what is archived now, not what only waits', () => {
    expect(refusals(planOf(dropping(0, '30d'), lines))).toEqual([]);
    expect(refusals(planOf(load(), lines))).toEqual([]);
  });

  it('takes the share of everything deployed, however narrow the run', () => {
    const narrow = { scope: { ...everything, tenants: ['acme'], templates: ['ping'] } };
    expect(refusals(planOf(dropping(0.2), lines, narrow))).toEqual([]);
    expect(refusals(planOf(dropping(0.19), lines, narrow))).toEqual(['too-many-archives']);
  });
});

describe('written-and-archived', () => {
  const renamed = (more: Files = {}) =>
    load(
      {
        'tenants/cafe/tenant.yaml': undefined,
        '.github/tenantry.yml': config('directory', 'archiveGrace: 0d, maxArchives: 1'),
        'tenants/kaffee/tenant.yaml': tenant(
          'Café',
          { email: { account: 'demo-sendgrid', id: 'cafe-eu' } },
          [],
          'formerly: [cafe]\n',
        ),
      },
      more,
    );
  // Both ids have a line for one object, as after a ledger was mended by hand.
  const both = [...lines, ...of('cafe').map((one) => ({ ...one, line: { ...one.line, tenant: 'kaffee' } }))];

  it('refuses to archive what it writes', () => {
    const { plan } = planOf(renamed(receipt('2.0.0', 'New')), both);
    expect(refusals({ plan, problems: [] })).toEqual(['written-and-archived']);
    expect(plan.refusals[0]?.message).toContain('demo-sendgrid/cafe-eu/receipt.en is claimed twice');
  });

  it('refuses to archive what it keeps', () => {
    const keys = deployed(renamed()).filter(({ line }) => line.tenant === 'kaffee');
    expect(refusals(planOf(renamed(), [...lines, ...keys]))).toEqual(['written-and-archived']);
  });

  it('allows one line for one object, under either id', () => {
    expect(refusals(planOf(renamed(), lines))).toEqual([]);
    expect(refusals(planOf(renamed(receipt('2.0.0', 'New')), lines))).toEqual([]);
  });
});

describe('ledger-lost', () => {
  const without = (gone: string) => lines.filter(({ line }) => line.tenant !== gone);

  it('refuses to write to a workspace that holds what no ledger file knows', () => {
    const { plan } = planOf(loaded, without('cafe'), { observed: observe(of('cafe')) });
    expect(refusals({ plan, problems: [] })).toEqual(['ledger-lost']);
    expect(plan.refusals[0]?.message).toBe(
      'demo-sendgrid/cafe-eu holds 1 message deployed from here that the ledger does not know (receipt.en): ' +
        'the ledger was lost or rewound',
    );
  });

  it('refuses even when the workspace holds what the plan would write', () => {
    expect(refusals(planOf(loaded, [], { observed: observe(lines) }))).toEqual(Array(3).fill('ledger-lost'));
    const empty = ledgerOf([], { empty: [{ account: 'demo-sendgrid', workspace: 'cafe-eu' }] });
    expect(refusals(planOf(loaded, empty, { observed: observe(of('cafe')) }))).toEqual(['ledger-lost']);
  });

  it('has nothing against an empty workspace, or one with what others wrote', () => {
    expect(refusals(planOf(loaded, without('cafe'), { observed: new Map([['demo-sendgrid/cafe-eu', []]]) }))).toEqual(
      [],
    );
    const theirs = observe(of('cafe'), 'another-repository');
    expect(refusals(planOf(loaded, without('cafe'), { observed: theirs }))).toEqual([]);
    const unmarked = new Map([['demo-sendgrid/cafe-eu', [{ id: 'x', name: 'receipt.en' }]]]);
    expect(refusals(planOf(loaded, without('cafe'), { observed: unmarked }))).toEqual([]);
  });

  it('has nothing against what a run that died may have written', () => {
    const changes = of('cafe').map(({ line, ...destination }) => ({ op: 'intend' as const, destination, line }));
    const ledger = ledgerOf(without('cafe'), { journals: [{ run: 'dead', changes }] });
    expect(refusals(planOf(loaded, ledger, { observed: observe(of('cafe')) }))).toEqual([]);
  });

  it('finds a rewound ledger out where the workspaces are looked into', () => {
    const newer = deployed(load({ ...receipt('1.0.0', 'Newer') })).filter(({ line }) => line.tenant === 'cafe');
    expect(refusals(planOf(loaded, lines, { observed: observe(newer) }))).toEqual(['ledger-lost']);
    // The plan brings just that about.
    const files = load({ ...receipt('1.0.0', 'Newer') });
    expect(refusals(planOf(files, lines, { observed: observe(newer) }))).toEqual([]);
    expect(refusals(planOf(loaded, lines, { observed: observe(lines) }))).toEqual([]);
  });
});

describe('workspace-emptied', () => {
  it('refuses to fill a workspace that should not be empty', () => {
    const { plan } = planOf(loaded, lines, { observed: new Map([['demo-sendgrid/acme', []]]) });
    expect(refusals({ plan, problems: [] })).toEqual(['workspace-emptied']);
    expect(plan.refusals[0]?.message).toBe(
      'demo-sendgrid/acme holds none of the 2 messages that the ledger records there',
    );
  });

  it('has nothing against a workspace that lost some, or that should be empty', () => {
    expect(refusals(planOf(loaded, lines, { observed: observe(of('acme').slice(0, 1)) }))).toEqual([]);
    const empty = ledgerOf(of('bolt'), { empty: [{ account: 'demo-sendgrid', workspace: 'acme' }] });
    expect(refusals(planOf(loaded, empty, { observed: new Map([['demo-sendgrid/acme', []]]) }))).toEqual([]);
  });

  it('has nothing against a workspace that a run which died may have emptied, if all of it', () => {
    const observed = new Map([['demo-sendgrid/acme', []]]);
    const changes = of('acme').map(({ line, ...destination }) => ({ op: 'intend' as const, destination, line }));
    const having = (count: number) =>
      ledgerOf(lines, { journals: [{ run: 'dead', changes: changes.slice(0, count) }] });
    expect(refusals(planOf(loaded, having(2), { observed }))).toEqual([]);
    expect(refusals(planOf(loaded, having(1), { observed }))).toEqual(['workspace-emptied']);
  });
});

describe('older-than-ledger', () => {
  const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
  const at = (which: string) => deployed(loaded, (line) => ({ ...line, commit: line.tenant === which ? fresh : old }));
  const newerOf = (commits: ReadonlySet<string>) => (commits.has(fresh) ? fresh : undefined);

  it.each([
    ['updates what a newer one wrote', receipt('0.9.0', 'Old')],
    ['updates something else', { 'templates/receipt/strings/de.yaml': 'title: Alt\n' }],
    ['does not know a template yet', ping('matchLabels: { no: one }')],
    ['knows one that is gone', ping('all: true', 'ping-two')],
  ])('refuses a run that %s', (_, files) => {
    const { plan } = planOf(load(files), at('acme'), { newerOf });
    expect(refusals({ plan, problems: [] })).toEqual(['older-than-ledger']);
    expect(plan.refusals[0]?.message).toContain(fresh);
  });

  it('refuses a run that only takes away what a newer one brought', () => {
    const files = load(ping('matchLabels: { no: one }'));
    const ledger = deployed(loaded, (line) => ({ ...line, commit: line.template === 'ping' ? fresh : old }));
    expect(refusals(planOf(files, ledger, { newerOf }))).toEqual(['older-than-ledger']);
  });

  it('has nothing against a run that changes nothing, or whose scope a newer one did not reach', () => {
    expect(refusals(planOf(loaded, at('acme'), { newerOf }))).toEqual([]);
    const scope = { ...everything, tenants: ['cafe'] };
    const files = load(receipt('0.9.0', 'Old'));
    expect(refusals(planOf(files, at('acme'), { newerOf, scope }))).toEqual([]);
    expect(refusals(planOf(files, at('nobody'), { newerOf }))).toEqual([]);
  });
});

describe('workspace-changed-hands', () => {
  const taken = (formerly: string) => ({
    'tenants/cafe/tenant.yaml': undefined,
    'tenants/diner/tenant.yaml': tenant('Diner', { email: { account: 'demo-sendgrid', id: 'cafe-eu' } }, [], formerly),
  });

  it('refuses to write where another tenant’s messages are', () => {
    const { plan } = planOf(load(taken('')), lines);
    expect(refusals({ plan, problems: [] })).toEqual(['workspace-changed-hands']);
    expect(plan.refusals[0]).toMatchObject({
      message: 'the workspace demo-sendgrid/cafe-eu belongs to diner, but holds messages deployed for cafe',
      fix: expect.stringContaining('formerly: [cafe]'),
    });
  });

  it('sees it in a run for the new tenant alone', () => {
    const scope = { ...everything, tenants: ['diner'] };
    expect(refusals(planOf(load(taken('')), lines, { scope }))).toEqual(['workspace-changed-hands']);
  });

  it('refuses a swap of two tenants’ workspaces, once for each', () => {
    const swapped = load({
      'tenants/acme/tenant.yaml': tenant('Acme', { email: { account: 'demo-sendgrid', id: 'cafe-eu' } }),
      'tenants/cafe/tenant.yaml': tenant('Café', { email: { account: 'demo-sendgrid', id: 'acme' } }),
    });
    expect(refusals(planOf(swapped, lines))).toEqual(Array(2).fill('workspace-changed-hands'));
  });

  it('takes a tenant that was called otherwise for the same', () => {
    const { plan } = planOf(load(taken('formerly: [cafe]\n')), lines);
    expect(plan.refusals).toEqual([]);
    // The sender’s name is the tenant’s: the message changes.
    expect(actions({ plan, problems: [] })).toEqual({ 'diner/receipt@cafe-eu': 'update' });
    expect(plan.pairs[0]?.formerly).toBe('cafe');
  });

  it('has nothing against a tenant that is gone, when nobody has its workspace', () => {
    const gone = load({ 'tenants/cafe/tenant.yaml': undefined, 'tenants/diner/tenant.yaml': tenant('Diner', email) });
    expect(refusals(planOf(gone, lines))).toEqual([]);
  });
});
