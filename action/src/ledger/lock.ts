import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuardError } from '../diagnostics/errors.ts';
import { sha256 } from '../digest.ts';
import type { LockHolder } from './ledger.ts';

/** How long a lock lasts without renewal, and how often it is renewed, in milliseconds. */
export const lockLife = 120_000;
export const renewEvery = 30_000;

/** What a store knows about the world around it; tests provide their own. */
export interface Surroundings {
  readonly clock: () => Date;
  readonly pid: number;
  readonly host: string;
  /** Waits for a number of milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

export function thisProcess(): Surroundings {
  return { clock: () => new Date(), pid: process.pid, host: thisHost(), pause: (milliseconds) => sleep(milliseconds) };
}

/**
 * The machine's name, made unique. Hosted runners share names, and containers share process numbers, but a process of
 * another machine must never be taken for a dead one of this machine.
 */
function thisHost(): string {
  const identity = [orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())];
  identity.push(orNothing(() => readlinkSync('/proc/self/ns/pid')));
  return identity.some((part) => part !== '') ? `${hostname()}-${sha256(identity.join(' ')).slice(0, 8)}` : hostname();
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** The holder to write when this process takes or renews a lock now. */
export function newHolder(run: string, { clock, pid, host }: Surroundings, since?: string): LockHolder {
  const now = clock();
  const expires = new Date(now.getTime() + lockLife).toISOString();
  return { run, host, pid, since: since ?? now.toISOString(), expires };
}

/** Parses a holder; undefined when the text is not one. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof LockHolder, unknown>> | null;
    if (typeof value !== 'object' || value === null) return undefined;
    const { run, host, pid, since, expires } = value;
    if (typeof run !== 'string' || typeof host !== 'string' || typeof since !== 'string') return undefined;
    if (typeof pid !== 'number' || typeof expires !== 'string' || Number.isNaN(Date.parse(expires))) return undefined;
    return { run, host, pid, since, expires };
  } catch {
    return undefined;
  }
}

/**
 * Stands for the holder of an unreadable lock, written at the given time: it is waited for as long as for any other.
 */
export function unknownHolder(written: Date): LockHolder {
  const expires = new Date(written.getTime() + lockLife).toISOString();
  return { run: 'unknown', host: 'unknown', pid: 0, since: written.toISOString(), expires };
}

/** Whether a lock may be taken over: it has expired, or its process belonged to this machine and is dead. */
export function isStale(holder: LockHolder, { clock, host }: Surroundings): boolean {
  if (Date.parse(holder.expires) <= clock().getTime()) return true;
  return holder.host === host && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process is alive, and belongs to someone else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

export interface WaitOptions {
  /** Seconds to wait. */
  readonly timeout: number;
  readonly onWait?: (holder: LockHolder) => void;
  /** Ends the wait; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Tries to take a lock until it succeeds. Throws GuardError, naming the holder, after the timeout, or the signal's
 * reason if that comes first.
 * @param attempt returns the lock, or its present holder
 * @param interval milliseconds between attempts
 */
export async function waitForLock<Lock extends object>(
  attempt: () => Promise<{ lock: Lock } | { holder: LockHolder }>,
  { timeout, onWait, signal }: WaitOptions,
  { clock, pause }: Surroundings,
  interval: number,
): Promise<Lock> {
  const deadline = clock().getTime() + timeout * 1000;
  const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  let told: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const result = await attempt();
    if ('lock' in result) return result.lock;
    const { holder } = result;
    const remaining = deadline - clock().getTime();
    if (remaining <= 0) throw stillHeld(holder, timeout);
    if (told !== `${holder.run} ${holder.since}`) onWait?.(holder);
    told = `${holder.run} ${holder.since}`;
    await Promise.race([pause(Math.min(interval, remaining)), aborted]);
  }
}

function stillHeld({ run, host, pid, since, expires }: LockHolder, timeout: number): GuardError {
  return new GuardError(
    `run ${run} (process ${pid} on ${host}) has been writing since ${since}; waited ${timeout} s for it`,
    `Wait until it is done, or set a longer --lock-timeout. If it is dead, its lock can be taken over from ${expires} on.`,
  );
}

/** The error that every method of a writer throws once its lock is lost. */
export function lockLost(run: string, holder?: LockHolder): GuardError {
  const now = holder ? `; run ${holder.run} (process ${holder.pid} on ${holder.host}) has it now` : '';
  return new GuardError(
    `run ${run} has lost the lock on the ledger${now}: it stopped before its next write`,
    'The process was paused or cut off for longer than its lock lasts. Deploy again: the next run finishes what is left.',
  );
}
