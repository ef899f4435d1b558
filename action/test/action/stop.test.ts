import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/ledger/open.ts';
import { filesBelow } from '../deploy/run.ts';
import { ping, type StoreName } from '../deploy/small-repository.ts';
import { type Checkout, checkout } from './support/checkout.ts';
import { installAction } from './support/job.ts';

let action: ReturnType<typeof installAction>;
beforeAll(() => {
  action = installAction();
});
afterAll(() => action.remove());

function place(store: StoreName): Checkout {
  // Enough messages for one workspace that the others' are written long before its last.
  const many = Array.from({ length: 20 }, (_, index) => ping('tenants: [acme]', `ping-${index}`));
  const made = checkout(store, Object.assign({}, ...many));
  onTestFinished(made.remove);
  return made;
}

const preload = join(import.meta.dirname, 'support/signal-at-first-write.ts');

test.each<[StoreName, string]>([
  ['directory', 'SIGINT'],
  ['branch', 'SIGTERM'],
])(
  'a job with the %s ledger that gets %s stops between two writes, and leaves nothing to clear up',
  async (store, signal) => {
    const { root, atOrigin } = place(store);
    const step = await action.run(root, { inputs: { command: 'deploy' }, preload, env: { TEST_SIGNAL: signal } });
    expect(step.exitCode).toBe(5);
    const { deployed, skipped } = JSON.parse(step.outputs.summary!);
    expect(deployed).toBeGreaterThan(0);
    expect(skipped).toBeGreaterThan(0);
    expect(deployed + skipped).toBe(24);
    expect(step.summary).toContain(`## ❌ ${skipped} pair`);
    const ledger = await openLedger({ store }, { root, env: process.env }).read();
    expect(ledger.holder()).toBeUndefined();
    expect(ledger.journals()).toEqual([]);
    if (store === 'branch') expect(atOrigin('for-each-ref', 'refs/tenantry')).toBe('');

    const next = await action.run(root, { inputs: { command: 'deploy' } });
    expect(next.exitCode).toBe(0);
    expect(JSON.parse(next.outputs.summary!)).toMatchObject({ deployed: skipped, unchanged: deployed });
  },
);

test('a job that is cancelled while it waits for another run ends without a word to any vendor', async () => {
  const { root } = place('directory');
  const other = await openLedger({ store: 'directory' }, { root, env: process.env }).acquire('other', { timeout: 0 });
  onTestFinished(() => other.release());
  const step = await action.run(root, {
    inputs: { command: 'deploy' },
    onLog: (log, kill) => {
      if (log.includes('Waiting for run other')) kill('SIGTERM');
    },
  });
  expect(step.exitCode).toBe(5);
  expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('stopped by SIGTERM') }]);
  expect(existsSync(join(root, '.tenantry/local'))).toBe(false);
});

test('a job that waits for another run in vain says who it is', async () => {
  const { root } = place('directory');
  const other = await openLedger({ store: 'directory' }, { root, env: process.env }).acquire('other', { timeout: 0 });
  onTestFinished(() => other.release());
  const step = await action.run(root, { inputs: { command: 'deploy', 'lock-timeout': '0' } });
  expect(step.exitCode).toBe(6);
  expect(step.commands[0]?.message).toMatch(/^run other \(process \d+ on .*\) has been writing since/);
  expect([...filesBelow(join(root, '.tenantry')).keys()].some((path) => path.startsWith('local/'))).toBe(false);
});
