import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bareEnv, type Env, type Place } from './places.ts';

/** A process that writes to a ledger. */
export interface WriterProcess {
  readonly child: ChildProcess;
  /** Waits until it has said something. */
  said(word: string): Promise<void>;
  /** Waits for its end; returns what it has said. Throws when it failed, unless it was killed. */
  ended(): Promise<string[]>;
}

export function startWriter(
  what: string,
  place: Place,
  run: string,
  { killAt, env = bareEnv }: { killAt?: number; env?: Env } = {},
): WriterProcess {
  const preload = killAt === undefined ? [] : ['--import', join(import.meta.dirname, 'kill-at.ts')];
  const script = join(import.meta.dirname, 'writer-process.ts');
  const args = [...preload, script, what, JSON.stringify(place.config), place.root, run];
  const child = spawn(process.execPath, args, { env: { ...env, KILL_AT: String(killAt) } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const end = once(child, 'close');
  const words = () => said.split('\n').slice(0, -1);
  return {
    child,
    async said(word) {
      while (!words().includes(word)) {
        const isOver = await Promise.race([once(child.stdout, 'data').then(() => false), end.then(() => true)]);
        if (isOver && !words().includes(word)) throw new Error(`it ended without saying "${word}": ${errors}`);
      }
    },
    async ended() {
      const [code, signal] = await end;
      if (code !== 0 && signal !== 'SIGKILL') throw new Error(`it ended with ${code ?? signal}: ${errors}`);
      return words();
    },
  };
}
