import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { Stopped } from './diagnostics/errors.ts';
import { run } from './github/action.ts';
import { secretsIn } from './providers/credentials.ts';

/** The Action's entry point: passes on what GitHub provides, and returns what GitHub expects. */
// The runner replaces these values in all logs, whatever a message may come to contain.
for (const [name, value] of Object.entries(process.env)) {
  if (!name.startsWith('TENANTRY_') || !value?.trim()) continue;
  for (const secret of secretsIn(value)) core.setSecret(secret);
}

/**
 * Aborted when GitHub cancels the job: with SIGINT, then SIGTERM 7.5 s later; after another 2.5 s it kills the process.
 */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Stopped(signal)));
  return stop.signal;
}

process.exitCode = await run({
  core,
  env: process.env,
  workspace: resolve(process.env.GITHUB_WORKSPACE ?? '.'),
  now: new Date(),
  random: randomBytes(3).toString('hex'),
  stopSignal,
});
