import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Measured {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Largest resident set size, in MiB. */
  readonly megabytes: number;
  readonly exitCode: number;
  readonly stdout: string;
}

const tenantry = fileURLToPath(new URL('../tenantry.ts', import.meta.url));
const reporter = fileURLToPath(new URL('./report-memory.ts', import.meta.url));

/**
 * Runs a command of the terminal in a process of its own, and measures it including its start. Throws when it exits
 * with a code that is not expected.
 */
export function measure(root: string, args: readonly string[], expected: readonly number[] = [0, 2]): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  const report = join(folder, 'memory');
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', reporter, tenantry, ...args, '--root', root],
    {
      env: { ...process.env, TENANTRY_BENCH_REPORT: report },
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status === null || !expected.includes(status))
    throw new Error(`tenantry ${args.join(' ')} exited with ${status}:\n${stderr}${stdout}`);
  // Node reports KiB here on both Linux and macOS.
  const megabytes = Number(readFileSync(report, 'utf8')) / 1024;
  rmSync(folder, { recursive: true });
  return { seconds, megabytes, exitCode: status, stdout };
}
