import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { exitCodes, UserError } from '../diagnostics/errors.ts';

/** The data files of a repository, as git takes paths. */
export const dataRoots = ['.github/tenantry.yml', 'tenants', 'templates'] as const;

/**
 * Runs git in a folder and waits. Takes no optional lock, so that reading never gets in a writer's way. Throws UserError
 * when git is not installed; whether it succeeded is the caller's to judge.
 */
export function git(root: string, args: readonly string[], input?: string): SpawnSyncReturns<Buffer> {
  const result = spawnSync('git', ['-C', root, '--no-optional-locks', '-c', 'core.fsmonitor=false', ...args], {
    input: input ?? '',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const error = result.error as NodeJS.ErrnoException | undefined;
  if (error?.code === 'ENOENT') {
    throw new UserError(exitCodes.unexpected, 'git is not installed', 'Install git and try again.');
  }
  // It may end before it has read all its input; its status says why.
  if (error && error.code !== 'EPIPE') throw error;
  return result;
}

/** What git printed between NULs. */
export function records(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((record) => record !== '');
}
