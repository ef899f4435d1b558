import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, UserError } from '../diagnostics/errors.ts';
import { Git } from '../ledger/git.ts';
import type { ReviewEvent } from './event.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Milliseconds after which a fetch is aborted, and how often it is tried. */
const patience = 180_000;
const attempts = 3;

/** The ref that keeps the reviewed tip in the clone; the next run fetches it anew. */
const localRef = 'refs/tenantry-review/head';

/**
 * The environment that gives git a token for GitHub. The token is in no command line, which every process on the
 * machine could read, and in no file. A token that the checkout may have left for the same address is cleared, because
 * GitHub refuses two. Source: git-config(1), GIT_CONFIG_COUNT and http.extraHeader, where an empty value clears the
 * previous ones.
 */
export function gitCredentials(env: Env, token: string): Record<string, string> {
  if (token === '' || !env.GITHUB_SERVER_URL) return {};
  const count = Number(env.GIT_CONFIG_COUNT ?? 0);
  const key = `http.${env.GITHUB_SERVER_URL}/.extraheader`;
  return {
    GIT_CONFIG_COUNT: String(count + 2),
    [`GIT_CONFIG_KEY_${count}`]: key,
    [`GIT_CONFIG_VALUE_${count}`]: '',
    [`GIT_CONFIG_KEY_${count + 1}`]: key,
    [`GIT_CONFIG_VALUE_${count + 1}`]: `AUTHORIZATION: basic ${encoded(token)}`,
  };
}

/** A token as git sends it. */
export function encoded(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}

/**
 * Fetches what an event is about: commits, trees and blobs. Nothing is checked out, and nothing runs.
 * @returns the tip that the remote has now, which may be newer than the event’s
 */
export async function fetchHead(root: string, env: Env, event: ReviewEvent): Promise<string> {
  const source = event.kind === 'pull-request' ? `refs/pull/${event.number}/head` : event.head;
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--refmap='];
  const args = ['fetch', ...options, 'origin', `+${source}:${localRef}`];
  await persist(root, env, args, source);
  return (await new Git(root, env).output(['rev-parse', '--verify', localRef])).toString('utf8').trim();
}

/**
 * Whether a merge queue is trying a commit at this moment. If so, it has been since before anybody could have known the
 * commit; and once it no longer is, the queue is done with it. Only GitHub can push to these branches: see pullInQueue.
 */
export async function isInQueue(root: string, env: Env, commit: string): Promise<boolean> {
  const args = ['ls-remote', '--heads', 'origin', 'refs/heads/gh-readonly-queue/*'];
  const stdout = await persist(root, env, args, 'the branches of the merge queue');
  return stdout.split('\n').some((line) => line.startsWith(`${commit}\t`));
}

/** Runs a git command that talks to GitHub, repeatedly if need be. Returns its output. */
async function persist(root: string, env: Env, args: readonly string[], source: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, stderr } = await new Git(root, env).run(args, { timeout: patience });
    if (code === 0) return stdout.toString('utf8');
    if (attempt === attempts) throw unreachable(source, stderr);
    await pause(1000 * attempt);
  }
}

/** Whether the history of a commit, including itself, contains another commit. */
export async function contains(root: string, env: Env, commit: string, other: string): Promise<boolean> {
  const { code, stderr } = await new Git(root, env).run(['merge-base', '--is-ancestor', other, commit]);
  if (code === 0 || code === 1) return code === 0;
  throw new Error(`git merge-base: ${stderr}`);
}

/** The commit that is checked out: the tip of the default branch when the job began. */
export async function checkedOut(root: string, env: Env): Promise<string> {
  const { code, stdout } = await new Git(root, env).run(['rev-parse', '--verify', 'HEAD^{commit}']);
  if (code === 0) return stdout.toString('utf8').trim();
  throw new UserError(
    exitCodes.invalid,
    'there is no checkout of the default branch to compare with',
    'Run actions/checkout with fetch-depth: 0 in an earlier step.',
  );
}

function unreachable(source: string, stderr: string): UserError {
  return new UserError(
    exitCodes.unexpected,
    `git could not fetch ${source}: ${stderr || 'it took too long'}`,
    'Give the job “permissions: { contents: read }”, and run it again.',
  );
}
