import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { runId } from '../action/src/commands/run-id.ts';
import type { World } from '../action/src/commands/world.ts';
import { createProgram } from './terminal/program.ts';
import { terminalProgress } from './terminal/progress.ts';

/** The terminal's way in: the one place, beside the Action's, that reads arguments, environment and clock. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The first asks the work to stop between two writes; the second, as usual, ends it.
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}

function world(options: { root: string; now?: Date; json: boolean }): World {
  const now = options.now ?? new Date();
  return {
    root: resolve(options.root),
    env: process.env,
    now,
    run: runId(process.env, new Date(), randomBytes(3).toString('hex')),
    progress: terminalProgress(process.stderr, !options.json),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
    signal: stop.signal,
  };
}

process.exitCode = await createProgram({ world, out: process.stdout, err: process.stderr }).run(process.argv.slice(2));
