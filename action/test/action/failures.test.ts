import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from '../../src/github/inputs.ts';
import { edit, type Files, ping, tenant } from '../deploy/small-repository.ts';
import { type Checkout, checkout } from './support/checkout.ts';
import { installAction } from './support/job.ts';

let action: ReturnType<typeof installAction>;
beforeAll(() => {
  action = installAction();
});
afterAll(() => action.remove());

function place(more: Files = {}): Checkout {
  const made = checkout('directory', more);
  onTestFinished(made.remove);
  return made;
}

describe('inputs', () => {
  const cases: [inputs: Record<string, string>, message: [string, string]][] = [
    [{}, ['the input “command” is missing', 'Set it to one of validate, plan, preview, deploy, review, report.']],
    [
      { command: 'deplyo' },
      ['the input “command” is “deplyo”', 'Set it to one of validate, plan, preview, deploy, review, report.'],
    ],
    [{ command: 'plan', all: 'yes' }, ['the input “all” is “yes”', 'Set it to true or false.']],
    [{ command: 'deploy', 'allow-archives': '1' }, ['the input “allow-archives” is “1”', 'Set it to true or false.']],
    [
      { command: 'deploy', 'lock-timeout': 'soon' },
      ['the input “lock-timeout” is “soon”', 'Set it to a number of seconds.'],
    ],
  ];
  test.each(cases)('%j', (inputs, message) => {
    expect(() => readInputs((name) => inputs[name] ?? '')).toThrow(
      expect.objectContaining({ exitCode: 3, message: message[0], fix: message[1] }),
    );
  });

  test('defaults are those of action.yml', () => {
    const { inputs } = parse(readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8'));
    // GitHub puts the token of the job in place of the expression; outside a job there is none.
    const defaults = { ...inputs, command: { default: 'deploy' }, token: { default: '' } };
    const get = (name: string) => defaults[name].default ?? '';
    const bare = readInputs((name) => (name === 'command' ? 'deploy' : ''));
    expect(readInputs(get)).toEqual(bare);
    expect(Object.keys(bare)).toHaveLength(Object.keys(inputs).length);
  });

  test('one that is wrong fails the step', async () => {
    const step = await action.run(import.meta.dirname, { inputs: { command: 'deplyo' } });
    expect(step).toMatchObject({ exitCode: 3, summary: '' });
    expect(step.outputs).toEqual({ 'exit-code': '3' });
    expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('“deplyo”') }]);
  });

  test('a folder that is not there', async () => {
    const { root } = place();
    const step = await action.run(root, { inputs: { command: 'validate', root: 'nowhere' } });
    expect(step.exitCode).toBe(3);
    expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining(join(root, 'nowhere')) }]);
  });
});

describe('files that are wrong', () => {
  test.each(['validate', 'deploy'])('%s points at the place', async (command) => {
    const { root } = place({ 'templates/ping/body.hbs': 'On\nits {{wya}}' });
    const step = await action.run(root, { inputs: { command } });
    expect(step.exitCode).toBe(3);
    expect(step.outputs['exit-code']).toBe('3');
    expect(JSON.parse(step.outputs.summary!)).toMatchObject({ errors: 1, warnings: 0 });
    expect(step.commands).toMatchObject([
      { name: 'error', properties: { file: 'templates/ping/body.hbs', line: '2', col: '7' } },
      { name: 'error', properties: {} },
    ]);
    expect(step.commands[0]!.properties.title).toBe('template-missing-variable');
    expect(step.log).toContain('2 │ its {{wya}}');
    expect(step.summary).toContain('`templates/ping/body.hbs:2:7`');
  });

  test('in a folder of the git repository, files are named from its top', async () => {
    const { root } = place();
    edit(join(root, 'messaging'), { 'tenants/x/tenant.yaml': 'name: 1\n' });
    const step = await action.run(root, { inputs: { command: 'validate', root: 'messaging' } });
    const files = step.commands.map(({ properties }) => properties.file).filter(Boolean);
    expect(files).toContain('messaging/tenants/x/tenant.yaml');
    expect(files).toContain('messaging/.github/tenantry.yml');
  });

  test('at most ten annotations of a level; all is in the log and in the job summary, which fits', async () => {
    const name = 'the-worthington-harcourt-cooperative-grocery-association';
    const tenants = Array.from({ length: 1500 }, (_, index) => `tenants/${name}-${1000 + index}/tenant.yaml`);
    const wrong = `namw: x\nstatus: aktive\nlocale: { ${'long-'.repeat(20)}: en }\n`;
    const { root } = place(Object.fromEntries(tenants.map((path) => [path, wrong])));
    const step = await action.run(root, { inputs: { command: 'validate' } });
    expect(step.commands.filter(({ name }) => name === 'error')).toHaveLength(10);
    expect(step.commands.at(-1)).toMatchObject({
      message: expect.stringMatching(/^validate: the repository has errors/),
    });
    const { errors } = JSON.parse(step.outputs.summary!);
    expect(errors).toBeGreaterThan(1500 * 2);
    expect(step.log.slice(-100)).toContain(`${errors - 9} more are in the log and in the job summary.`);
    expect(step.log.includes(tenants.at(-1)!)).toBe(true);
    expect(Buffer.byteLength(step.summary)).toBeLessThan(1024 * 1024);
    expect(step.summary.slice(-50)).toMatch(/… and \d+ more\.\n+$/);
  });
});

test('a workspace that cannot be written fails alone', async () => {
  const { root } = place();
  edit(root, { '.tenantry/local/demo-braze/bolt': 'a file where a folder should be' });
  const step = await action.run(root, { inputs: { command: 'deploy' } });
  expect(step.exitCode).toBe(5);
  expect(step.outputs).toMatchObject({ 'exit-code': '5', changed: 'true' });
  expect(JSON.parse(step.outputs.summary!)).toMatchObject({ deployed: 3, failed: 1 });
  expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('bolt/receipt') }]);
  expect(step.summary).toContain('## ❌ 1 pair not deployed');
  expect(step.summary).toContain('| failed | `bolt/receipt` |');
  rmSync(join(root, '.tenantry/local/demo-braze/bolt'));
  const next = await action.run(root, { inputs: { command: 'deploy' } });
  expect(JSON.parse(next.outputs.summary!)).toMatchObject({ deployed: 1, unchanged: 3 });
});

test('a guard refuses a deploy, and says why and what to do', async () => {
  const { root } = place();
  await action.run(root, { inputs: { command: 'deploy' } });
  rmSync(join(root, '.tenantry/ledger'), { recursive: true });
  // A plan is refused as a whole; a deployment leaves each workspace alone that the ledger does not explain.
  for (const [command, head] of [
    ['plan', '> ⛔'],
    ['deploy', '## ❌ 4 pairs not deployed'],
  ] as const) {
    const step = await action.run(root, { inputs: { command } });
    expect(step.exitCode).toBe(6);
    expect(step.outputs['exit-code']).toBe('6');
    expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('ledger rebuild') }]);
    expect(step.summary).toContain(head);
  }
});

test('pairs come and go: what is to be archived is refused until it is allowed', async () => {
  const { root, change } = place({ 'templates/alert/title.hbs': 'x', ...ping('all: true', 'alert') });
  await action.run(root, { inputs: { command: 'deploy' } });
  change({ 'templates/alert': undefined, 'tenants/cafe/tenant.yaml': tenant('Café', {}) });
  const step = await action.run(root, { inputs: { command: 'deploy' } });
  // Noted as unwanted now; archived when the grace time is over.
  expect(step.exitCode).toBe(0);
  expect(JSON.parse(step.outputs.summary!)).toMatchObject({ archived: 0, held: 2 });
});

test('what the machine refuses is no fault of the repository', async () => {
  const { root } = place();
  const step = await action.run(root, { inputs: { command: 'plan', out: '/dev/null/plan' } });
  expect(step.exitCode).toBe(1);
  expect(step.outputs['exit-code']).toBe('1');
  expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('/dev/null/plan') }]);
});

test('outside a job there is no summary to write, and nothing goes wrong for it', async () => {
  const { root } = place();
  const step = await action.run(root, {
    inputs: { command: 'validate' },
    env: { GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: '' },
  });
  expect(step.exitCode).toBe(0);
  expect(step.summary).toBe('');
});
