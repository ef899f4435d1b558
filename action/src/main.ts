import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { Stopped } from './diagnostics/errors.ts';
import { run } from './github/action.ts';
import { secretsIn } from './providers/credentials.ts';

/** The Action's way in: what GitHub gives goes in, what GitHub wants comes out. */
// Whatever a message may come to hold: the runner replaces these values in all logs.
for (const [name, value] of Object.entries(process.env)) {
  if (!name.startsWith('TENANTRY_') || !value?.trim()) continue;
  for (const secret of secretsIn(value)) core.setSecret(secret);
}

/** GitHub cancels a job with SIGINT, then SIGTERM 7.5 s later, and kills it after another 2.5 s. */
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
