import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import { runId } from '../../action/src/commands/run-id.ts';
import type { World } from '../../action/src/commands/world.ts';
import { createProgram, type WorldOptions } from './program.ts';
import { terminalProgress } from './progress.ts';
import { stopSignal } from './stop-signal.ts';

/** The terminal's entry point: besides the Action's, the only place that reads arguments, environment and clock. */
function world({ root, now, json, writes, waits }: WorldOptions): World {
  return {
    root: resolve(root),
    env: process.env,
    now: now ?? new Date(),
    run: runId(process.env, new Date(), randomBytes(3).toString('hex')),
    progress: terminalProgress(process.stderr, { quiet: json }),
    colour: showsColours(process.stdout),
    ...(writes && { signal: stopSignal('Stopping after the writes in progress; interrupt again to stop at once.') }),
    ...(waits && { signal: stopSignal('Stopping.') }),
  };
}

/** Whether a stream shows colours. Node also considers NO_COLOR, FORCE_COLOR and TERM in the environment. */
function showsColours(stream: WriteStream): boolean {
  return stream.isTTY === true && stream.hasColors();
}

function output(stream: WriteStream): { write(text: string): unknown; colour: boolean } {
  return { write: (text) => stream.write(text), colour: showsColours(stream) };
}

process.exitCode = await createProgram({ world, out: output(process.stdout), err: output(process.stderr) }).run(
  process.argv.slice(2),
);
