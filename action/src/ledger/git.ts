import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exitCodes, UserError } from '../diagnostics/errors.ts';

/** The outcome of a git command. */
export interface GitResult {
  /** The exit code; undefined when the command was killed, for example because it took too long. */
  readonly code: number | undefined;
  readonly stdout: Buffer;
  /** What git wrote to stderr, without credentials. For people to read, never to be evaluated. */
  readonly stderr: string;
}

export interface GitOptions {
  /** The command's standard input. */
  readonly input?: Iterable<string | Uint8Array>;
  /** A file descriptor that receives the command's output instead of `stdout`. */
  readonly into?: number;
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
}

/** No work in the background. Better compression would only take longer, since most of a ledger is digests. */
const settings = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'core.compression=1'];

/** No prompts, and no influence of the caller's repository variables. */
const cleanEnvironment = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
};

/** The git program, applied to one repository. */
export class Git {
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(root: string, env: Readonly<Record<string, string | undefined>>) {
    this.#root = root;
    this.#env = { ...env, ...cleanEnvironment };
  }

  /** Runs a command until it ends, successfully or not. Throws UserError when git cannot be started. */
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
    // A command that ends before it has read all its input says why by its exit code.
    const fed = child.stdin
      ? pipeline(Readable.from(input, { objectMode: true }), child.stdin).catch(ignoreClosed)
      : undefined;
    const [code] = await Promise.all([ended, fed]);
    return { code, stdout: Buffer.concat(stdout), stderr: withoutCredentials(Buffer.concat(stderr).toString('utf8')) };
  }

  /** Runs a command that cannot fail on an intact repository, and returns its output. */
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
    'Install git, and make sure that it is on the PATH.',
  );
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (!['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes(error.code ?? '')) throw error;
}

/** Removes credentials from remote addresses, which may contain a token and are repeated by git. */
function withoutCredentials(text: string): string {
  return text.trim().replace(/\/\/[^/@\s]+@/g, '//');
}
