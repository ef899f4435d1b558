import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import { runId } from '../../action/src/commands/run-id.ts';
import type { World } from '../../action/src/commands/world.ts';
import { Stopped } from '../../action/src/diagnostics/errors.ts';
import { createProgram, type WorldOptions } from './program.ts';
import { terminalProgress } from './progress.ts';

/** The terminal's way in: the one place, beside the Action's, that reads arguments, environment and clock. */
function world({ root, now, json, writes, waits }: WorldOptions): World {
  return {
    root: resolve(root),
    env: process.env,
    now: now ?? new Date(),
    run: runId(process.env, new Date(), randomBytes(3).toString('hex')),
    progress: terminalProgress(process.stderr, { quiet: json }),
    colour: showsColours(process.stdout),
    ...(writes && { signal: stopSignal('Stopping after the writes in progress; once more to end at once.') }),
    ...(waits && { signal: stopSignal('Stopping.') }),
  };
}

/** Milliseconds in which further signals are the same one: npm passes on to us what the terminal has sent us already. */
const echo = 500;

/** A first signal asks the work to stop where it can, and says so; another one ends the process, as usual. */
function stopSignal(saying: string): AbortSignal {
  const stop = new AbortController();
  let asked: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      asked ??= performance.now();
      if (performance.now() - asked > echo) process.exit(signal === 'SIGINT' ? 130 : 143);
      if (stop.signal.aborted) return;
      process.stderr.write(`\n${saying}\n`);
      stop.abort(new Stopped(signal));
    });
  }
  return stop.signal;
}

/** Node asks the environment too: NO_COLOR, FORCE_COLOR, TERM. */
function showsColours(stream: WriteStream): boolean {
  return stream.isTTY === true && stream.hasColors();
}

function output(stream: WriteStream): { write(text: string): unknown; colour: boolean } {
  return { write: (text) => stream.write(text), colour: showsColours(stream) };
}

process.exitCode = await createProgram({ world, out: output(process.stdout), err: output(process.stderr) }).run(
  process.argv.slice(2),
);
