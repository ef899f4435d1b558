import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { afterAll } from 'vitest';
import { temporaryFolder } from '../deploy/small-repository.ts';

/** One file each: hundreds of processes are started, and reading every source takes most of the time of each. */
const bundles = temporaryFolder('crash-bundles');
await build({
  input: { deploy: sourceOf('deploy-process.ts'), preload: sourceOf('kill-at.ts') },
  platform: 'node',
  output: { dir: bundles, format: 'esm', entryFileNames: '[name].mjs' },
});
afterAll(() => rmSync(bundles, { recursive: true }));
const entry = join(bundles, 'deploy.mjs');
const preload = pathToFileURL(join(bundles, 'preload.mjs')).href;

function sourceOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

export interface ChildOptions {
  readonly killAt?: number;
  /** Counts only the steps that others can see. */
  readonly isVisibleOnly?: boolean;
  readonly killAfter?: string;
  readonly killAtRequest?: number;
  readonly killAtAnswer?: number;
  readonly countFile?: string;
  readonly barrier?: string;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
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

function start(args: readonly string[], options: ChildOptions): ChildProcess {
  const { killAt, isVisibleOnly = false, killAfter, killAtRequest, killAtAnswer, countFile, barrier, env } = options;
  return spawn(process.execPath, ['--import', preload, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      ...env,
      // The same file is compiled hundreds of times.
      NODE_COMPILE_CACHE: join(tmpdir(), 'tenantry-crash-compile-cache'),
      ...(killAt !== undefined && { TENANTRY_TEST_KILL_AT: String(killAt) }),
      ...(isVisibleOnly && { TENANTRY_TEST_VISIBLE: 'only' }),
      ...(killAfter !== undefined && { TENANTRY_TEST_KILL_AFTER: killAfter }),
      ...(killAtRequest !== undefined && { TENANTRY_TEST_KILL_AT_REQUEST: String(killAtRequest) }),
      ...(killAtAnswer !== undefined && { TENANTRY_TEST_KILL_AT_ANSWER: String(killAtAnswer) }),
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
