import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Checkout, checkout } from './support/checkout.ts';
import { installAction } from './support/job.ts';

/** A job whose token may read, as those of pull requests: the ledger's branch is at an origin that refuses every push. */
let action: ReturnType<typeof installAction>;
let place: Checkout;
beforeAll(async () => {
  action = installAction();
  place = checkout('branch');
  await action.run(place.root, { inputs: { command: 'deploy' } });
  const hooks = place.atOrigin('rev-parse', '--absolute-git-dir');
  writeFileSync(join(hooks, 'hooks/pre-receive'), '#!/bin/sh\necho "no right to push" >&2\nexit 1\n', { mode: 0o755 });
  place.change({ 'templates/ping/body.hbs': 'At your door' });
});
afterAll(() => {
  action.remove();
  place.remove();
});

test.each(['plan', 'preview'])('%s reads the ledger, and needs no more', async (command) => {
  const step = await action.run(place.root, {
    inputs: { command },
    env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
    event: { action: 'opened', number: 7, pull_request: { number: 7, title: '::error::x', head: { ref: 'x' } } },
  });
  expect(step).toMatchObject({ exitCode: 0, commands: [] });
  expect(step.outputs.changed).toBe('true');
});

test('deploy says which right it lacks, before it writes anything', async () => {
  const step = await action.run(place.root, { inputs: { command: 'deploy' } });
  expect(step.exitCode).toBe(1);
  expect(step.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('no right to push') }]);
  expect(step.commands[0]?.message).toContain('permissions: { contents: write }');
  expect(step.log).not.toContain('Writing messages');
});
