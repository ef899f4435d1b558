import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stampsBelow } from '../deploy/run.ts';
import { type Checkout, checkout } from './support/checkout.ts';
import { installAction } from './support/job.ts';

/** One job after the other on one repository, whose ledger is a branch of a bare origin. */
let action: ReturnType<typeof installAction>;
let place: Checkout;
beforeAll(() => {
  action = installAction();
  place = checkout('branch');
});
afterAll(() => {
  action.remove();
  place.remove();
});

const secrets = { TENANTRY_DEMO: 'hunter2-and-more', TENANTRY_KEY: 'line one\nline two', TENANTRY_EMPTY: '' };

test('validate says what it looked at, and that all is well', async () => {
  const step = await action.run(place.root, { inputs: { command: 'validate' } });
  expect(step).toMatchObject({ exitCode: 0, commands: [] });
  expect(step.outputs['exit-code']).toBe('0');
  expect(JSON.parse(step.outputs.summary!)).toEqual({ errors: 0, warnings: 0, tenants: 3, templates: 2, messages: 5 });
  expect(step.summary).toContain('## ✅ All valid');
});

test('plan says what would change, and leaves the plan behind', async () => {
  const step = await action.run(place.root, { inputs: { command: 'plan', out: 'build/plan' } });
  expect(step).toMatchObject({ exitCode: 0, commands: [] });
  expect(step.outputs).toMatchObject({ changed: 'true', plan: 'build/plan/plan.json', 'exit-code': '0' });
  const plan = JSON.parse(readFileSync(join(place.root, step.outputs.plan!), 'utf8'));
  expect(plan.summary).toEqual(JSON.parse(step.outputs.summary!));
  expect(plan.summary).toMatchObject({ create: 4, update: 0, archive: 0 });
  expect(step.summary).toContain('| create | `acme/ping` | `demo-sendgrid/acme` | not deployed yet |');
  expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
});

test('preview leaves a page behind that needs nothing else', async () => {
  const step = await action.run(place.root, { inputs: { command: 'preview', out: 'build/preview' } });
  expect(step).toMatchObject({ exitCode: 0, commands: [] });
  expect(step.outputs).toMatchObject({ changed: 'true', preview: 'build/preview/index.html' });
  expect(JSON.parse(step.outputs.summary!)).toMatchObject({ changed: 5, messages: 5 });
  const page = readFileSync(join(place.root, step.outputs.preview!), 'utf8');
  expect(page).toContain('Your receipt');
  const markup = page.replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2');
  expect(markup).not.toMatch(/<link\b|<script\b[^>]*\bsrc\b/);
  expect(step.summary).toContain('5 messages would change');
});

test('deploy writes every message, and the ledger to its branch; secrets are masked and let out nowhere', async () => {
  const step = await action.run(place.root, { inputs: { command: 'deploy' }, env: secrets });
  expect(step.exitCode).toBe(0);
  expect(step.outputs).toMatchObject({ changed: 'true', 'exit-code': '0' });
  expect(JSON.parse(step.outputs.summary!)).toMatchObject({ deployed: 4, failed: 0, unchanged: 0 });
  expect(step.summary).toMatch(/## ✅ Deployed[\s\S]*Run `github-4711-1-[\da-f]{6}`: 4 deployed/);
  expect(step.summary).toContain('| deployed | `cafe/receipt` | `demo-sendgrid/cafe-eu` |');
  expect(existsSync(join(place.root, '.tenantry/local/demo-sendgrid/cafe-eu/receipt.en.json'))).toBe(true);
  expect(place.atOrigin('for-each-ref', '--format=%(refname)').split('\n')).toEqual([
    'refs/heads/main',
    'refs/heads/tenantry-ledger',
  ]);
  expect(place.atOrigin('ls-tree', '-r', '--name-only', 'tenantry-ledger')).toContain('routes/acme.json');
  expect(step.commands).toEqual([
    { name: 'add-mask', properties: {}, message: 'hunter2-and-more' },
    { name: 'add-mask', properties: {}, message: 'line one\nline two' },
  ]);
  for (const secret of ['hunter2', 'line one', 'line two']) expect(step.everything).not.toContain(secret);
});

test('a second deploy touches nothing, in the workspaces or at the origin', async () => {
  const files = stampsBelow(join(place.root, '.tenantry/local'));
  const refs = place.atOrigin('for-each-ref');
  const step = await action.run(place.root, { inputs: { command: 'deploy' } });
  expect(step).toMatchObject({ exitCode: 0, commands: [] });
  expect(step.outputs.changed).toBe('false');
  expect(JSON.parse(step.outputs.summary!)).toMatchObject({ deployed: 0, unchanged: 4 });
  expect(step.log).toContain('Nothing to do: 4 pairs up to date.');
  expect(stampsBelow(join(place.root, '.tenantry/local'))).toEqual(files);
  expect(place.atOrigin('for-each-ref')).toBe(refs);
});

test('a change is planned and deployed to the pairs that it changes', async () => {
  place.change({ 'templates/ping/body.hbs': 'At your door' });
  const plan = await action.run(place.root, { inputs: { command: 'plan' } });
  expect(plan.outputs).toMatchObject({ changed: 'true', plan: '.tenantry/out/plan.json' });
  expect(JSON.parse(plan.outputs.summary!)).toMatchObject({ update: 1, create: 0, unchanged: 3 });
  const deploy = await action.run(place.root, { inputs: { command: 'deploy' } });
  expect(JSON.parse(deploy.outputs.summary!)).toMatchObject({ deployed: 1, unchanged: 3 });
  const after = await action.run(place.root, { inputs: { command: 'plan', all: 'true' } });
  expect(after.outputs.changed).toBe('false');
  expect(after.log).toContain('acme/ping');
});
