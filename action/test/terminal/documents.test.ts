import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newIdentity } from '../../src/providers/sealed.ts';
import { type Checkout, checkout } from '../action/support/checkout.ts';
import { filesBelow } from '../deploy/run.ts';
import { edit, tenant } from '../deploy/small-repository.ts';
import { problemsOf, schemaOf } from './support/schemas.ts';
import { endingCommands, type Ran, type RunOptions, tenantry } from './support/terminal.ts';

let place: Checkout;
/** Opens the encrypted files. */
let identity: string;
beforeAll(async () => {
  place = checkout('directory');
  const made = await newIdentity();
  identity = made.identity;
  const file = join(place.root, '.github/tenantry.yml');
  const credentials = `{ identity: { env: TENANTRY_AGE_KEY }, recipients: [${made.recipient}] }`;
  const text = readFileSync(file, 'utf8');
  const sealed = text.replace(/(demo-sendgrid: \{ provider: local, )/, `$1credentials: ${credentials}, `);
  expect(sealed).not.toBe(text);
  place.change({ '.github/tenantry.yml': sealed });
});
afterAll(() => place.remove());

/** What is typed after each command. */
const args: Readonly<Record<(typeof endingCommands)[number], readonly string[]>> = {
  validate: [],
  plan: ['--all', '--out', 'build/plan'],
  preview: ['--all', '--out', 'build/preview'],
  explain: ['acme'],
  status: [],
  deploy: [],
  'ledger rebuild': [],
  pin: ['acme', 'receipt', '--until', '2099-01-01', '--reason', 'legal review'],
  'new tenant': ['corner-shop', '--name', 'The Corner Shop'],
  'new template': ['parcel-here', '--channel', 'sms'],
  'credentials keygen': ['../tenantry.key'],
  'credentials add': ['demo-sendgrid', 'acme'],
  'credentials list': [],
  'credentials rotate': ['demo-sendgrid'],
};

/** What commands read beside their arguments. */
const given: Partial<Record<(typeof endingCommands)[number], () => RunOptions>> = {
  'credentials add': () => ({ input: 'a-key' }),
  'credentials rotate': () => ({ env: { TENANTRY_AGE_KEY: identity } }),
};

async function typed(...words: string[]): Promise<Ran> {
  return tenantry(words, { cwd: place.root });
}

describe('with --json, stdout is one document that conforms to the schema of its command', () => {
  test.each(endingCommands)('%s', async (name) => {
    const words = [...name.split(' '), ...args[name], '--json'];
    const ran = await tenantry(words, { ...given[name]?.(), cwd: place.root });
    expect({ exitCode: ran.exitCode, stderr: ran.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(problemsOf(ran.json(), schemaOf[name])).toEqual([]);
  });

  test('what is written to files, too', () => {
    const files = filesBelow(join(place.root, 'build'));
    expect(problemsOf(JSON.parse(files.get('plan/plan.json')!), 'plan')).toEqual([]);
    const lines = files.get('preview/messages.ndjson')!.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).digest)).toEqual(
      lines.map(() => expect.stringMatching(/^[\da-f]{64}$/)),
    );
    expect(files.get('preview/index.html')).toContain('<!DOCTYPE html>');
  });

  test('what new and pin have written is sound', async () => {
    const tenants = ['corner-shop', 'acme'].flatMap((id) => ['--tenant', id]);
    edit(place.root, {
      'tenants/corner-shop/tenant.yaml': readFileSync(
        join(place.root, 'tenants/corner-shop/tenant.yaml'),
        'utf8',
      ).replace(/^variables:.*$/m, '$&\n  colour: "#000000"'),
    });
    const ran = await typed('validate', ...tenants);
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/All valid.*\n$/) });
  });

  test('a draft is previewed, and changes nothing', async () => {
    const ran = await typed('preview', '--all', '--tenant', 'corner-shop', '--json');
    expect(ran.json()).toMatchObject({ summary: { changed: 0, messages: 2 } });
  });
});

describe('without --json, stdout is the result and nothing else', () => {
  test.each([
    ['validate', /^3 tenants, 2 templates: .* All valid.*\n$/s],
    ['plan', /^small-messaging at /],
    ['status', /^small-messaging at .*messages? deployed in 3 workspaces/],
    ['explain', /^acme: Acme Market, active\n/],
  ] as const)('%s', async (command, result) => {
    const { root, remove } = checkout('directory');
    try {
      if (command === 'status') await tenantry(['deploy'], { cwd: root });
      const ran = await tenantry([command, ...(command === 'explain' ? ['acme'] : [])], { cwd: root });
      expect(ran.exitCode).toBe(0);
      expect(ran.stdout).toMatch(result);
      expect(ran.stderr).toMatch(/^Reading the repository …\n/);
    } finally {
      remove();
    }
  });
});

describe('exit codes', () => {
  let at: Checkout;
  beforeAll(() => {
    at = checkout('directory');
  });
  afterAll(() => at.remove());

  async function exits(...words: string[]): Promise<{ exitCode: number | null; document: unknown }> {
    const ran = await tenantry([...words, '--json'], { cwd: at.root });
    return { exitCode: ran.exitCode, document: ran.json() };
  }

  test('2: something would change, where that was asked', async () => {
    expect((await exits('plan', '--detailed-exitcode')).exitCode).toBe(2);
    expect((await exits('plan')).exitCode).toBe(0);
  });

  test('5: some pairs failed; the next run does exactly those', async () => {
    edit(at.root, { '.tenantry/local/demo-braze/bolt': 'no folder' });
    const failed = await exits('deploy');
    expect(failed.exitCode).toBe(5);
    expect(problemsOf(failed.document, 'deploy')).toEqual([]);
    expect(failed.document).toMatchObject({ summary: { deployed: 3, failed: 1 } });
    rmSync(join(at.root, '.tenantry/local/demo-braze/bolt'));
    expect(await exits('deploy')).toMatchObject({ exitCode: 0, document: { summary: { deployed: 1, unchanged: 3 } } });
  });

  test('0: nothing is left to change', async () => {
    expect((await exits('plan', '--detailed-exitcode')).exitCode).toBe(0);
  });

  test('3: wrong files, of which nothing is written', async () => {
    edit(at.root, { 'templates/ping/title.hbs': '{{#if}}' });
    const before = filesBelow(join(at.root, '.tenantry/local'));
    for (const command of ['validate', 'plan', 'deploy', 'preview']) {
      const ran = await exits(command);
      expect(ran.exitCode).toBe(3);
      expect(problemsOf(ran.document, 'validate')).toEqual([]);
    }
    expect(filesBelow(join(at.root, '.tenantry/local'))).toEqual(before);
    edit(at.root, { 'templates/ping/title.hbs': '{{tenant.name}}' });
  });

  test('6: refused by a guard, with the reasons', async () => {
    rmSync(join(at.root, '.tenantry/ledger'), { recursive: true });
    for (const command of ['plan', 'deploy'] as const) {
      const refused = await exits(command);
      expect(refused.exitCode).toBe(6);
      expect(problemsOf(refused.document, command)).toEqual([]);
      expect(refused.document).toMatchObject({
        refusals: expect.arrayContaining([expect.objectContaining({ code: 'ledger-lost' })]),
      });
    }
    expect((await exits('ledger', 'rebuild')).exitCode).toBe(0);
    expect((await exits('plan', '--detailed-exitcode')).exitCode).toBe(0);
  });
});

describe('a run can be narrowed, and moved in time', () => {
  let at: Checkout;
  beforeAll(() => {
    const freeze = 'labels: { region: north }\nfreeze: { peak: { from: 2026-11-25, until: 2026-11-30 } }\n';
    at = checkout('directory', {
      'tenants/bolt/tenant.yaml': tenant('Bolt', { email: { account: 'demo-braze' } }, ['de'], freeze),
    });
  });
  afterAll(() => at.remove());

  test.each<[string[], string[]]>([
    [[], ['bolt/receipt', 'acme/ping', 'acme/receipt', 'cafe/receipt']],
    [
      ['--tenant', 'acme'],
      ['acme/ping', 'acme/receipt'],
    ],
    [
      ['--tenant', 'acme', '--tenant', 'cafe', '--template', 'receipt'],
      ['acme/receipt', 'cafe/receipt'],
    ],
    [['--label', 'region=north'], ['bolt/receipt']],
  ])('%j', async (narrow, pairs) => {
    const ran = await tenantry(['plan', '--json', '--root', at.root, '--now', '2026-12-24', ...narrow]);
    const document = ran.json() as { now: string; pairs: { tenant: string; template: string; action: string }[] };
    expect(document.now).toBe('2026-12-24T00:00:00.000Z');
    expect(document.pairs.map(({ tenant, template }) => `${tenant}/${template}`)).toEqual(pairs);
    expect(document.pairs.every(({ action }) => action === 'create')).toBe(true);
  });

  test('a freeze holds what it was planned to hold on that day alone', async () => {
    const ran = await tenantry(['plan', '--json', '--root', at.root, '--now', '2026-11-26T12:00:00Z']);
    expect(ran.json()).toMatchObject({ summary: { create: 3, held: 1 } });
  });
});
