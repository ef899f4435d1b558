// A process of its own that writes to a ledger: node writer-process.ts <what> <config> <root> <run>
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuardError } from '../../src/diagnostics/errors.ts';
import type { LedgerConfig } from '../../src/generated/index.ts';
import type { LedgerStore } from '../../src/ledger/ledger.ts';
import { thisProcess } from '../../src/ledger/lock.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { acme, intend, line, set, zephyr } from './samples.ts';

const [what = '', config = '', root = '', run = ''] = process.argv.slice(2);
const surroundings = { ...thisProcess(), pause: () => sleep(1) };
const store = openLedger(JSON.parse(config) as LedgerConfig, { root, env: process.env, surroundings });

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const doings: Record<string, (ledger: LedgerStore) => Promise<void>> = {
  /** Takes the lock, writes to its journal, and waits to be killed. */
  async die(ledger) {
    const writer = await ledger.acquire(run, { timeout: 0 });
    await writer.append([set(acme, line(run)), intend(acme, line(run, 'other'))]);
    await writer.checkpoint();
    say('ready');
    process.stdin.resume();
  },

  /** Meets the others at a barrier, tries for the lock once, and keeps it until told to go on. */
  async race(ledger) {
    say('ready');
    while (!existsSync(join(root, 'barrier'))) await sleep(1);
    try {
      const writer = await ledger.acquire(run, { timeout: 0 });
      say('won');
      for await (const _chunk of process.stdin);
      await writer.append([set(acme, line(run))]);
      await writer.fold();
      await writer.release();
    } catch (error) {
      if (!(error instanceof GuardError)) throw error;
      say('lost');
    }
  },

  /** Writes a line several times over, each time under the lock; says so should it not be alone with it. */
  async takeTurns(ledger) {
    for (const turn of ['one', 'two', 'three']) {
      const writer = await ledger.acquire(`${run}-${turn}`, { timeout: 60 });
      const inside = join(root, 'inside');
      closeSync(openSync(inside, 'wx'));
      await writer.append([set(acme, line(run, turn))]);
      await writer.fold();
      rmSync(inside);
      await writer.release();
    }
    say('done');
  },

  /** A whole run: leftovers, appends, a fold with routes. */
  async fold(ledger) {
    const writer = await ledger.acquire(run, { timeout: 0 });
    await writer.append([set(acme, line('acme', 'one', { run }))]);
    say('first');
    await writer.append([set(acme, line('acme', 'two', { run })), set(zephyr, line('zephyr', 'two', { run }))]);
    say('second');
    await writer.fold(
      new Map([
        ['acme.json', run],
        ['contracts/new.json', run],
      ]),
    );
    say('folded');
    await writer.release();
    say('released');
  },
};

await doings[what]?.(store);
