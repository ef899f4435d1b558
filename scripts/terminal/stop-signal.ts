import { Stopped } from '../../action/src/diagnostics/errors.ts';

/**
 * Milliseconds within which further signals count as the same one: npm passes on to us what the terminal has sent
 * already.
 */
const echo = 500;

/**
 * Aborted by the first SIGINT or SIGTERM, which asks the work to stop where it can. Another one ends the process, as
 * usual.
 *
 * @param saying what to print on stderr at the first signal, if anything
 */
export function stopSignal(saying?: string): AbortSignal {
  const stop = new AbortController();
  let asked: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      asked ??= performance.now();
      if (performance.now() - asked > echo) process.exit(signal === 'SIGINT' ? 130 : 143);
      if (stop.signal.aborted) return;
      if (saying !== undefined) process.stderr.write(`\n${saying}\n`);
      stop.abort(new Stopped(signal));
    });
  }
  return stop.signal;
}
