import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exitCodes, UserError } from '../diagnostics/errors.ts';

/** How a git command ended. */
export interface GitResult {
  /** Undefined when it was killed, for one because it took too long. */
  readonly code: number | undefined;
  readonly stdout: Buffer;
  /** git's own words, without credentials; for people, never to be judged by. */
  readonly stderr: string;
}

export interface GitOptions {
  /** What the command reads. */
  readonly input?: Iterable<string | Uint8Array>;
  /** A file descriptor that takes the command's output instead of `stdout`. */
  readonly into?: number;
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
}

/** Nothing in the background; and digests, which are most of a ledger, only take longer to compress better. */
const settings = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'core.compression=1'];

/** Nothing that asks, nothing that depends on the caller's repository variables. */
const cleanEnvironment = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
};

/** The git program, in one repository. */
export class Git {
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(root: string, env: Readonly<Record<string, string | undefined>>) {
    this.#root = root;
    this.#env = { ...env, ...cleanEnvironment };
  }

  /** Runs a command to its end, whatever that is. */
  async run(args: readonly string[], { input = [], into, timeout = 0 }: GitOptions = {}): Promise<GitResult> {
    const child = spawn('git', ['-C', this.#root, ...settings, ...args], {
      env: this.#env,
      stdio: ['pipe', into ?? 'pipe', 'pipe'],
      timeout,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    const ended = new Promise<number | undefined>((resolve, reject) => {
      child.on('error', (error) => reject(cannotRun(error)));
      child.on('close', (code) => resolve(code ?? undefined));
    });
    // A command that ends before it has read everything says why by its exit code.
    const fed = child.stdin
      ? pipeline(Readable.from(input, { objectMode: true }), child.stdin).catch(ignoreClosed)
      : undefined;
    const [code] = await Promise.all([ended, fed]);
    return { code, stdout: Buffer.concat(stdout), stderr: withoutCredentials(Buffer.concat(stderr).toString('utf8')) };
  }

  /** Runs a command that cannot fail on a sound repository, and returns its output. */
  async output(args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
    const { code, stdout, stderr } = await this.run(args, options);
    if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
    return stdout;
  }
}

function cannotRun(error: Error): UserError {
  return new UserError(
    exitCodes.unexpected,
    `git cannot be run: ${error.message}`,
    'Install git, and see that it is on the PATH.',
  );
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (!['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes(error.code ?? '')) throw error;
}

/** Remote addresses may hold a token, and git repeats them. */
function withoutCredentials(text: string): string {
  return text.trim().replace(/\/\/[^/@\s]+@/g, '//');
}
