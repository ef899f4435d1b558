import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, outcomes, runDeploy, stampsBelow } from './run.ts';
import { config, edit, ping, receipt, smallRepository, temporaryFolder, tenant } from './small-repository.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder('deploy');
  edit(root, smallRepository('directory'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Everything but the lock, which every run takes and gives back. */
const state = () =>
  new Map([...stampsBelow(join(root, '.tenantry'))].filter(([path]) => !path.startsWith('ledger/lock/')));
const vendor = () => filesBelow(join(root, '.tenantry/local'));
const ledger = (path: string) => readFileSync(join(root, '.tenantry/ledger', path), 'utf8');
const route = (id: string) => JSON.parse(ledger(`routes/${id}.json`));

describe('a deployment', () => {
  it('writes every message to its workspace, the ledger, and the routes', async () => {
    const first = await runDeploy(root);
    expect(first.exitCode).toBe(0);
    expect(outcomes(first)).toEqual({
      'acme/receipt@acme': 'deployed',
      'acme/ping@acme': 'deployed',
      'bolt/receipt@bolt': 'deployed',
      'cafe/receipt@cafe-eu': 'deployed',
    });
    expect([...vendor().keys()].filter((path) => path.endsWith('.json'))).toEqual([
      'demo-braze/bolt/receipt.de.json',
      'demo-braze/bolt/receipt.en.json',
      'demo-braze/bolt/workspace.json',
      'demo-sendgrid/acme/ping.en.json',
      'demo-sendgrid/acme/receipt.en.json',
      'demo-sendgrid/acme/workspace.json',
      'demo-sendgrid/cafe-eu/receipt.en.json',
      'demo-sendgrid/cafe-eu/workspace.json',
    ]);
    const line = ledger('demo-braze/bolt.ndjson')
      .split('\n')
      .find((text) => text.includes('"de"'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      tenant: 'bolt',
      template: 'receipt',
      locale: 'de',
      name: 'receipt.de',
      id: 'receipt.de',
    });
    expect(route('bolt')).toMatchObject({
      tenant: 'bolt',
      templates: {
        receipt: { channel: 'email', locales: { de: { account: 'demo-braze', workspace: 'bolt', id: 'receipt.de' } } },
      },
    });
    const contract = route('bolt').templates.receipt.contract;
    expect(JSON.parse(ledger(`routes/contracts/${contract}.json`))).toMatchObject({ event: { required: ['total'] } });
  });

  it('touches nothing the second time', async () => {
    await runDeploy(root);
    const before = state();
    const second = await runDeploy(root);
    expect(second.exitCode).toBe(0);
    expect(second.document.summary).toMatchObject({ deployed: 0, unchanged: 4 });
    expect(state()).toEqual(before);
  });

  it('rewrites what changed and nothing else', async () => {
    await runDeploy(root);
    const before = state();
    edit(root, { 'templates/receipt/strings/de.yaml': 'title: Vielen Dank\n' });
    expect(outcomes(await runDeploy(root))).toEqual({ 'bolt/receipt@bolt': 'deployed' });
    const after = state();
    const rewritten = [...after].filter(([path, { stamp }]) => before.get(path)?.stamp !== stamp).map(([path]) => path);
    expect(rewritten).toEqual([
      'ledger/demo-braze/bolt.ndjson',
      'ledger/routes/bolt.json',
      'local/demo-braze/bolt/receipt.de.html',
      'local/demo-braze/bolt/receipt.de.json',
    ]);
  });

  it('brings a key up to date in the ledger alone when the message is equal', async () => {
    await runDeploy(root);
    const files = stampsBelow(join(root, '.tenantry/local'));
    const before = ledger('demo-braze/bolt.ndjson');
    edit(root, { 'templates/receipt/text.hbs': '{{! A note }}Your receipt: {{event.total}}\n' });
    const run = await runDeploy(root);
    expect(run.document.pairs).toEqual([]);
    expect(stampsBelow(join(root, '.tenantry/local'))).toEqual(files);
    expect(ledger('demo-braze/bolt.ndjson')).not.toBe(before);
    const again = state();
    await runDeploy(root);
    expect(state()).toEqual(again);
  });
});

describe('what is no longer wanted', () => {
  const drop = () => edit(root, ping('matchLabels: { nobody: here }'));

  it('loses its route at once, is noted, and is archived after its grace time, when that is allowed', async () => {
    edit(root, { '.github/tenantry.yml': config('directory', 'archiveGrace: 30d, maxArchives: 1') });
    await runDeploy(root);
    drop();
    const noted = await runDeploy(root, { now: '2026-11-24T12:00:00Z' });
    expect(noted.exitCode).toBe(0);
    expect(outcomes(noted)).toEqual({ 'acme/ping@acme': 'held' });
    expect(route('acme').templates).not.toHaveProperty('ping');
    expect(ledger('demo-sendgrid/acme.ndjson')).toContain('"unwantedSince":"2026-11-24T12:00:00.000Z"');

    edit(root, receipt('1.1.0', 'Receipt'));
    const refused = await runDeploy(root, { now: '2026-12-25T12:00:00Z' });
    expect(refused.exitCode).toBe(6);
    expect(outcomes(refused)).toMatchObject({ 'acme/ping@acme': 'refused', 'acme/receipt@acme': 'deployed' });
    expect([...vendor().keys()]).toContain('demo-sendgrid/acme/ping.en.json');

    const archived = await runDeploy(root, { now: '2026-12-25T12:00:00Z', allowArchives: true });
    expect(archived.exitCode).toBe(0);
    expect(outcomes(archived)).toEqual({ 'acme/ping@acme': 'archived' });
    expect([...vendor().keys()].filter((path) => path.includes('ping'))).toEqual([]);
    expect(ledger('demo-sendgrid/acme.ndjson')).not.toContain('"ping"');
  });

  it('is forgiven when it is wanted again in time', async () => {
    await runDeploy(root);
    drop();
    await runDeploy(root);
    edit(root, ping('all: true'));
    const again = await runDeploy(root);
    expect(again.exitCode).toBe(0);
    expect(ledger('demo-sendgrid/acme.ndjson')).not.toContain('unwantedSince');
    expect(route('acme').templates).toHaveProperty('ping');
  });

  it('stays as it is, routes and all, while the tenant is suspended', async () => {
    await runDeploy(root);
    edit(root, { 'tenants/bolt/tenant.yaml': suspended() });
    const files = vendor();
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(0);
    expect(vendor()).toEqual(files);
    expect(route('bolt')).toMatchObject({ hold: 'suspended', templates: { receipt: {} } });
  });

  function suspended(): string {
    return tenant('Bolt & Söhne', { email: { account: 'demo-braze' } }, ['de']).replace('active', 'suspended');
  }
});

describe('a move', () => {
  const grace = 'archiveGrace: 0d, maxArchives: 1';
  const move = () =>
    edit(root, { 'tenants/cafe/tenant.yaml': tenant('Café', { email: { account: 'demo-sendgrid', id: 'cafe-us' } }) });

  beforeEach(async () => {
    edit(root, { '.github/tenantry.yml': config('directory', grace) });
    await runDeploy(root);
  });

  it('creates there, switches the routes, and archives here', async () => {
    move();
    const run = await runDeploy(root, { allowArchives: true });
    expect(outcomes(run)).toEqual({ 'cafe/receipt@cafe-eu': 'archived', 'cafe/receipt@cafe-us': 'deployed' });
    expect(route('cafe').templates.receipt.locales.en).toMatchObject({ workspace: 'cafe-us' });
    expect([...vendor().keys()].filter((path) => path.includes('cafe-eu'))).toEqual([
      'demo-sendgrid/cafe-eu/workspace.json',
    ]);
  });

  it('archives nothing while the new place cannot be written', async () => {
    move();
    edit(root, { '.tenantry/local/demo-sendgrid/cafe-us': 'not a folder' });
    const run = await runDeploy(root, { allowArchives: true });
    expect(run.exitCode).toBe(5);
    expect(outcomes(run)).toEqual({ 'cafe/receipt@cafe-eu': 'held', 'cafe/receipt@cafe-us': 'failed' });
    expect(route('cafe').templates.receipt.locales.en).toMatchObject({ workspace: 'cafe-eu' });
    expect([...vendor().keys()]).toContain('demo-sendgrid/cafe-eu/receipt.en.json');
  });

  it('of a name alone keeps the messages where they are', async () => {
    edit(root, {
      'tenants/cafe': undefined,
      'tenants/kaffee/tenant.yaml': tenant(
        'Café',
        { email: { account: 'demo-sendgrid', id: 'cafe-eu' } },
        [],
        'formerly: [cafe]\n',
      ),
    });
    const files = stampsBelow(join(root, '.tenantry/local'));
    const run = await runDeploy(root);
    expect(run.exitCode).toBe(0);
    expect(stampsBelow(join(root, '.tenantry/local'))).toEqual(files);
    expect(route('kaffee').templates.receipt.locales.en).toMatchObject({ workspace: 'cafe-eu', id: 'receipt.en' });
    expect(() => route('cafe')).toThrow('ENOENT');
    expect(ledger('demo-sendgrid/cafe-eu.ndjson')).not.toContain('"cafe"');
  });

  it('of a name, and with it of the workspace that goes by that name, creates there and archives here', async () => {
    edit(root, {
      'tenants/bolt': undefined,
      'tenants/blitz/tenant.yaml': tenant('Blitz', { email: { account: 'demo-braze' } }, ['de'], 'formerly: [bolt]\n'),
    });
    const run = await runDeploy(root, { allowArchives: true });
    expect(run.exitCode).toBe(0);
    expect(Object.values(outcomes(run)).sort()).toEqual(['archived', 'deployed']);
    expect(route('blitz').templates.receipt.locales.de).toMatchObject({ workspace: 'blitz' });
    expect([...vendor().keys()].filter((path) => path.includes('/bolt/'))).toEqual(['demo-braze/bolt/workspace.json']);
  });
});

describe('a narrowed deployment', () => {
  it('leaves the messages and routes of everybody else alone', async () => {
    await runDeploy(root);
    edit(root, receipt('2.0.0', 'Your bill', ', currency: { type: string }'));
    const before = { bolt: route('bolt'), acme: route('acme') };
    const run = await runDeploy(root, { scope: { tenants: ['cafe'] } });
    expect(outcomes(run)).toEqual({ 'cafe/receipt@cafe-eu': 'deployed' });
    expect({ bolt: route('bolt'), acme: route('acme') }).toEqual(before);
    expect(route('cafe').templates.receipt.contract).not.toBe(before.bolt.templates.receipt.contract);
    for (const { contract } of [before.bolt, route('cafe')].map((file) => file.templates.receipt)) {
      expect(ledger(`routes/contracts/${contract}.json`)).toContain('total');
    }
  });
});
