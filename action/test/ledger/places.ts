import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LedgerConfig } from '../../src/generated/index.ts';
import type { LedgerStore } from '../../src/ledger/ledger.ts';
import type { Surroundings } from '../../src/ledger/lock.ts';
import { openLedger } from '../../src/ledger/open.ts';

/** A machine without any git configuration, as a runner is. */
export type Env = Readonly<Record<string, string | undefined>>;
export const bareEnv: Env = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };

/** Somewhere to keep a ledger. */
export interface Place {
  readonly config: LedgerConfig;
  readonly root: string;
  open(surroundings?: Surroundings, env?: Env): LedgerStore;
}

export interface BranchTestPlace extends Place {
  /** The bare repository. */
  readonly origin: string;
  /** Runs git in the bare repository. */
  atOrigin(...args: string[]): string;
  /** Another clone of it. */
  clone(): Place;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function directoryPlace(): Place {
  return place({ store: 'directory' }, temporaryFolder());
}

export function branchPlace(): BranchTestPlace {
  const folder = temporaryFolder();
  const origin = join(folder, 'origin.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
  let clones = 0;
  const clone = () => {
    const root = join(folder, `clone-${++clones}`);
    mkdirSync(root);
    execFileSync('git', ['init', '-q', '-b', 'main', root]);
    execFileSync('git', ['-C', root, 'remote', 'add', 'origin', origin]);
    return place({ store: 'branch', branch: 'ledger' }, root);
  };
  const atOrigin = (...args: string[]) => execFileSync('git', ['-C', origin, ...args], { encoding: 'utf8' }).trimEnd();
  return { ...clone(), origin, atOrigin, clone };
}

/**
 * An environment in which `git` is a shell script that may do something before and after the real git, which it is to
 * call as `"$git" "$@"`. `$all` is the command line, `$state` a folder of its own.
 */
export function withGit(script: string): Env {
  const folder = temporaryFolder();
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ngit=${real}\nstate=${folder}\nall="$*"\n${script}\n`, { mode: 0o755 });
  return { ...bareEnv, PATH: `${folder}:${process.env.PATH}` };
}

function place(config: LedgerConfig, root: string): Place {
  const open = (surroundings?: Surroundings, env: Env = bareEnv) =>
    openLedger(config, { root, env, ...(surroundings && { surroundings }) });
  return { config, root, open };
}

/** A clock that stands still but for pauses and leaps, and a process on a machine of that name. */
export interface TestSurroundings extends Surroundings {
  leap(seconds: number): void;
}

export function surroundings(host = 'test-host', pid = process.pid): TestSurroundings {
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  const leap = (seconds: number) => {
    now += seconds * 1000;
  };
  return { clock: () => new Date(now), pid, host, pause: async (milliseconds) => leap(milliseconds / 1000), leap };
}

/** The number of a process that has ended. */
export function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** The error of an operation that must fail with a certain kind of error. */
export async function failure<Kind extends Error>(
  kind: abstract new (...args: never[]) => Kind,
  operation: () => Promise<unknown>,
): Promise<Kind> {
  try {
    await operation();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
