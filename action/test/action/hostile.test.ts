import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harmless } from '../../src/github/log.ts';
import { tenant } from '../deploy/small-repository.ts';
import { type Checkout, checkout } from './support/checkout.ts';
import { installAction } from './support/job.ts';
import { readLog } from './support/runner-log.ts';

/** What a stranger's pull request may hold. */
const lure = '::error file=a::x';
const hostile = (lineEnd: string) =>
  JSON.stringify(
    `${lure}\n@octocat #1 **bold** <b> |\n::add-mask::a${lineEnd}::warning::b\n##[error]c\nhttps://evil.example`,
  );
const quoted = hostile('\n');
/** A carriage return is an error in itself. */
const returning = hostile('\r');

let action: ReturnType<typeof installAction>;
let place: Checkout;
beforeAll(() => {
  action = installAction();
  place = checkout('directory', {
    'tenants/acme/tenant.yaml': tenant(quoted, { push: { account: 'demo-sendgrid' } }),
    'tenants/bolt/tenant.yaml': tenant('Bolt', { email: { account: 'demo-braze' } }, ['de'], hostilePolicies()),
    'tenants/evil/tenant.yaml': `${returning}: 1\nname: [${returning}]\nlocales: ${returning}\nworkspaces: { ${returning}: ${returning} }\n`,
    [`tenants/evil/strings/\n::warning::${'x'}.yaml`]: 'a: b\n',
  });
});
afterAll(() => {
  action.remove();
  place.remove();
});

function hostilePolicies(): string {
  return `optOut: { receipt: { until: 2099-01-01, reason: ${quoted} } }\n`;
}

test('what files say commands neither the runner nor the reader of the job summary', async () => {
  const step = await action.run(place.root, {
    inputs: { command: 'validate' },
    event: { head_commit: { message: lure } },
  });
  expect(step.exitCode).toBe(3);
  expect(step.commands.length).toBeGreaterThan(3);
  expect(new Set(step.commands.map(({ name }) => name))).toEqual(new Set(['error']));
  for (const { properties } of step.commands.slice(0, -1)) {
    expect(Object.keys(properties).sort()).toEqual(['col', 'file', 'line', 'title']);
    expect(properties.file).toMatch(/^tenants\/evil\//);
  }
  expect(step.log).toContain('octocat');
  expect(step.summary).toContain('octocat');
  expect(step.summary).not.toMatch(/@octocat|\*\*bold|<b>|https:\/\/evil|#1\b/);
  const rows = step.summary.split('\n').filter((line) => line.startsWith('|'));
  for (const row of rows) expect(row.match(/\|/g)).toHaveLength(4);
});

describe('sound files', () => {
  beforeAll(() => place.change({ 'tenants/evil': undefined }));

  test.each(['plan', 'preview', 'deploy'])('neither does what %s says of them', async (command) => {
    const step = await action.run(place.root, { inputs: { command } });
    expect(step.commands).toEqual([]);
    expect(step.exitCode).toBe(0);
    expect(step.summary).not.toMatch(/@octocat|\*\*bold|<b>|https:\/\/evil/);
  });
});

test.each([
  '::error::x',
  '  ::add-mask::x',
  '\u2028::error::x',
  '\u00a0::error::x',
  'a\n::error::x',
  'a\r::error::x',
  'a\r\n\t::stop-commands::x',
  ':::error::x',
  'a ##[error]x',
  '##[[error]]##[warning]',
])('%j is no command in the log', (text) => {
  const { commands, log } = readLog(harmless(text));
  expect(commands).toEqual([]);
  expect(log.replaceAll('\u200b', '')).toBe(text.replace(/\r\n?/g, '\n'));
});

test('other text is left alone in the log', () => {
  const text = 'a::b\nstd::vector: x\n# [a]\n: b';
  expect(harmless(text)).toBe(text);
});
