import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compileCache } from '../../support/compile-cache.ts';
import { killOnce } from '../../support/kill-once.ts';

/** What a command in a terminal came to. */
export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON document on stdout. */
  json(): unknown;
}

export interface RunOptions {
  /** The folder that it is typed in. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly preload?: string;
  /** What is on stdin; nothing if absent. */
  readonly input?: string;
  /** Called with the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with what is on stderr so far, whenever there is more, and a way to send the process one signal. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

export const repositoryRoot = join(import.meta.dirname, '../../../..');
export const entry = join(repositoryRoot, 'scripts/tenantry.ts');

export const bareEnvironment = { PATH: process.env.PATH, HOME: process.env.HOME, ...compileCache };

/** Runs a command in a process of its own, with nothing of this one's environment that could change what it does. */
export async function tenantry(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd = repositoryRoot, env = {}, preload, input, onStart, onStderr } = options;
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), entry, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...bareEnvironment, ...env },
  });
  const kill = killOnce(child);
  onStart?.(child);
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    onStderr?.(stderr, kill);
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) };
}

/** The names of all commands that end by themselves. */
export const endingCommands = [
  'validate',
  'plan',
  'preview',
  'explain',
  'status',
  'deploy',
  'ledger rebuild',
  'pin',
  'credentials keygen',
  'credentials add',
  'credentials list',
  'credentials rotate',
  'new tenant',
  'new template',
] as const;

/** The names of all commands. */
export const commandNames = [...endingCommands, 'emulate'] as const;
