import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('./deploy-process.ts', import.meta.url));
const preload = new URL('./kill-at.ts', import.meta.url).href;

export interface ChildOptions {
  readonly killAt?: number;
  /** Counts git commands alone. */
  readonly killIn?: 'git';
  readonly countFile?: string;
  readonly barrier?: string;
}

const terminal = fileURLToPath(new URL('../../../scripts/tenantry.ts', import.meta.url));

/** Starts `tenantry deploy` as a person would, watched by the preload. */
export function startTerminal(root: string, options: ChildOptions = {}): ChildProcess {
  return start([terminal, 'deploy', '--root', root, '--now', '2026-11-23T12:00:00Z', '--json'], options);
}

/** Starts the command `deploy` in a process of its own, watched by the preload. */
export function startDeploy(root: string, options: ChildOptions = {}): ChildProcess {
  return start([entry, root], options);
}

function start(args: readonly string[], { killAt, killIn, countFile, barrier }: ChildOptions): ChildProcess {
  return spawn(process.execPath, ['--import', preload, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      // The same files are compiled hundreds of times.
      NODE_COMPILE_CACHE: join(tmpdir(), 'tenantry-crash-compile-cache'),
      ...(killAt !== undefined && { TENANTRY_TEST_KILL_AT: String(killAt) }),
      ...(killIn !== undefined && { TENANTRY_TEST_KILL_IN: killIn }),
      ...(countFile !== undefined && { TENANTRY_TEST_COUNT: countFile }),
      ...(barrier !== undefined && { TENANTRY_TEST_BARRIER: barrier }),
    },
  });
}

/** Waits for the end of a process: its exit code, or the signal that ended it. */
export async function ended(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null; stderr: string }> {
  const stderr: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stderr: Buffer.concat(stderr).toString('utf8') };
}
