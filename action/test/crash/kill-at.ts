/**
 * Preloaded into a process that deploys (`node --import`): counts the calls that change files, and the git commands
 * that may, and kills the process with SIGKILL at the n-th, a write when half of it is done. Settings are environment
 * variables:
 * - TENANTRY_TEST_KILL_AT: the n; absent: never
 * - TENANTRY_TEST_VISIBLE: counts only what others can see: how a file appears (a rename) and goes, and commands of git
 * - TENANTRY_TEST_KILL_AT_REQUEST: killed before the n-th HTTP request is sent
 * - TENANTRY_TEST_KILL_AT_ANSWER: killed with the n-th answer to one in hand
 * - TENANTRY_TEST_KILL_AFTER: a part of a path. Killed at the first call after the one that renames something to it
 * - TENANTRY_TEST_COUNT: a file that the number of calls goes to when the process ends by itself
 * - TENANTRY_TEST_BARRIER: a folder. The first call that changes something below `.tenantry/local` puts a file
 *   `inside-<pid>` there, and waits for a file `go`
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

type Callable = (...args: never[]) => unknown;

const { TENANTRY_TEST_KILL_AT: killAt, TENANTRY_TEST_KILL_AFTER: killAfter } = process.env;
const { TENANTRY_TEST_KILL_AT_REQUEST: killAtRequest, TENANTRY_TEST_KILL_AT_ANSWER: killAtAnswer } = process.env;
const { TENANTRY_TEST_COUNT: countFile, TENANTRY_TEST_BARRIER: barrier } = process.env;
const isVisibleOnly = process.env.TENANTRY_TEST_VISIBLE !== undefined;
const { writeSync, writeFileSync, existsSync } = fs;
let last = killAt === undefined ? Number.POSITIVE_INFINITY : Number(killAt);
const readOnlyGit =
  /^(rev-parse|cat-file|ls-tree|ls-files|ls-remote|status|merge-base|diff|diff-index|for-each-ref|show-ref|config|log|version)$/;
let count = 0;
let met = barrier === undefined;

/** A file is about to be changed. */
function step(paths: readonly unknown[], halfDone?: () => void, isVisible = false): void {
  if (isVisible || !isVisibleOnly) advance(halfDone);
  if (!met && paths.some((path) => String(path).includes('/.tenantry/local/'))) meet();
}

function advance(halfDone?: () => void): void {
  count += 1;
  if (count < last) return;
  halfDone?.();
  die();
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function meet(): void {
  met = true;
  writeFileSync(join(barrier ?? '', `inside-${process.pid}`), '');
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(join(barrier ?? '', 'go'))) Atomics.wait(clock, 0, 0, 5);
}

/** Replaces a function of a module's object, or a method, by one that counts its calls. */
function counting<K extends string>(
  target: Record<K, Callable>,
  name: K,
  before: (self: unknown, args: readonly unknown[]) => void,
): void {
  const real = target[name];
  const counted = function (this: unknown, ...args: never[]): unknown {
    before(this, args);
    return real.apply(this, args);
  };
  target[name] = counted as Record<K, Callable>[K];
}

const changing = ['mkdir', 'rm', 'rmdir', 'unlink', 'rename', 'link', 'symlink', 'copyFile', 'truncate'] as const;
for (const name of changing) {
  const before = (_: unknown, args: readonly unknown[]): void => {
    step(args, undefined, name === 'rename' || name === 'rm' || name === 'unlink');
    if (name === 'rename' && killAfter !== undefined && String(args[1]).includes(killAfter)) last = count + 1;
  };
  counting(fs as unknown as Record<string, Callable>, `${name}Sync`, before);
  counting(fs.promises as unknown as Record<string, Callable>, name, before);
}

function isWriting(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
  return typeof flags === 'string' && flags !== 'r';
}
const openStep = (_: unknown, [path, flags]: readonly unknown[]) => {
  if (isWriting(flags)) step([path]);
};
counting(fs as unknown as Record<string, Callable>, 'openSync', openStep);
counting(fs.promises as unknown as Record<string, Callable>, 'open', openStep);

function half(data: unknown): Uint8Array {
  const bytes = typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}
for (const name of ['writeFileSync', 'appendFileSync', 'writeSync']) {
  counting(fs as unknown as Record<string, Callable>, name, (_, [file, data]) =>
    step([file], () => typeof file === 'number' && writeSync(file, half(data))),
  );
}
for (const name of ['writeFile', 'appendFile']) {
  counting(fs.promises as unknown as Record<string, Callable>, name, (_, args) => step(args.slice(0, 1)));
}

const handle = await fs.promises.open(import.meta.filename);
const methods = Object.getPrototypeOf(handle) as Record<string, Callable>;
await handle.close();
for (const name of ['writeFile', 'appendFile', 'write']) {
  counting(methods, name, (self, [data]) => step([], () => writeSync((self as { fd: number }).fd, half(data))));
}
counting(methods, 'truncate', () => step([]));

for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync']) {
  counting(childProcess as unknown as Record<string, Callable>, name, (_, [, args]) => {
    if (Array.isArray(args) && !args.some((arg) => readOnlyGit.test(String(arg)))) advance();
  });
}

const realFetch = globalThis.fetch;
let requests = 0;
let answers = 0;
globalThis.fetch = async (...args) => {
  requests += 1;
  if (requests === Number(killAtRequest)) die();
  const response = await realFetch(...args);
  answers += 1;
  if (answers === Number(killAtAnswer)) die();
  return response;
};

syncBuiltinESMExports();
process.on('exit', () => {
  if (countFile !== undefined) writeFileSync(countFile, String(count));
});
