import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { exitCodes, UserError } from '../diagnostics/errors.ts';

/** The data files of a repository, as path arguments for git. */
export const dataRoots = ['.github/tenantry.yml', 'tenants', 'templates'] as const;

export interface GitOptions {
  /** The command's standard input. */
  readonly input?: string;
  /** The most that it may print, in bytes; if it prints more, it is killed, and `error.code` is `ENOBUFS`. */
  readonly most?: number;
  /** Milliseconds after which it is killed, and `error.code` is `ETIMEDOUT`. */
  readonly timeout?: number;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * No prompts, no hidden fetching of objects that a clone left out, and no variables of the caller (a git hook sets
 * some) that lead to another repository than the folder's.
 * https://git-scm.com/docs/git#_environment_variables
 */
const environment = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_NAMESPACE: undefined,
} as const;

/**
 * Runs git in a folder and waits for it. Takes no optional lock, so that reading never gets in a writer's way. Throws
 * UserError when git is not installed; the caller has to check whether the command succeeded.
 */
export function git(root: string, args: readonly string[], options: GitOptions = {}): SpawnSyncReturns<Buffer> {
  const { input = '', most = Number.POSITIVE_INFINITY, timeout = 0, env } = options;
  const result = spawnSync('git', ['-C', root, '--no-optional-locks', '-c', 'core.fsmonitor=false', ...args], {
    input,
    maxBuffer: most,
    timeout,
    // biome-ignore lint/style/noProcessEnv: handed on to git as it is; nothing here reads it.
    env: { ...process.env, ...environment, ...env },
  });
  const error = result.error as NodeJS.ErrnoException | undefined;
  if (error?.code === 'ENOENT') {
    throw new UserError(exitCodes.unexpected, 'git is not installed', 'Install git and try again.');
  }
  // The command may end before it has read all its input; its status says why. Limits are for the caller to explain.
  if (error && !['EPIPE', 'ENOBUFS', 'ETIMEDOUT'].includes(error.code ?? '')) throw error;
  return result;
}

/** The limit for which a command was killed, if any. */
export function boundReached({ error }: SpawnSyncReturns<Buffer>): 'output' | 'time' | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOBUFS' ? 'output' : code === 'ETIMEDOUT' ? 'time' : undefined;
}

/** The NUL-separated records that git printed. */
export function records(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((record) => record !== '');
}
