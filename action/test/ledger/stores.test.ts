import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { GuardError } from '../../src/diagnostics/errors.ts';
import { foldJournals, unresolved } from '../../src/ledger/fold.ts';
import { journalLimit } from '../../src/ledger/journal.ts';
import {
  destinationKey,
  type LedgerLines,
  type LedgerReader,
  type LedgerWriter,
  type LockHolder,
} from '../../src/ledger/ledger.ts';
import { anyJournals, property } from './arbitraries.ts';
import { branchPlace, deadPid, directoryPlace, failure, surroundings } from './places.ts';
import { acme, intend, line, linesOf, remove, set, zephyr } from './samples.ts';

const now = { timeout: 0 };

// A writer that is left keeps its timers in this process: on a slow machine it would renew its lock all the same.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** Everything that a reader says, as plain data. */
function contents(reader: LedgerReader): Record<string, LedgerLines | undefined> {
  return Object.fromEntries(reader.destinations().map((where) => [destinationKey(where), reader.lines(where)]));
}

/** Nothing more is done with a writer, whose lock is found by others as a killed process leaves it. */
function leave(writer: LedgerWriter): void {
  onTestFinished(() => writer.release().catch(() => {}));
}

describe.each([
  ['directory', directoryPlace],
  ['branch', branchPlace],
] as const)('the %s store', (_name, makePlace) => {
  it('is empty at first', async () => {
    const reader = await makePlace().open().read();
    expect(reader.destinations()).toEqual([]);
    expect(reader.lines(acme)).toBeUndefined();
    expect(reader.journals()).toEqual([]);
    expect(reader.routes()).toEqual(new Map());
    expect(reader.holder()).toBeUndefined();
  });

  it('has what was folded, whoever asks', async () => {
    const place = makePlace();
    const writer = await place.open().acquire('run-1', now);
    await writer.append([intend(zephyr, line('zephyr')), set(zephyr, line('zephyr'))]);
    await writer.append([set(acme, line('acme')), set(acme, line('acme', 'other')), remove(acme, line('acme'))]);
    await writer.fold(new Map([['acme.json', '{}\n']]));
    const expected = {
      'demo/Zephyr/Ünï': linesOf(line('zephyr')),
      'demo/acme': linesOf(line('acme', 'other')),
    };
    expect(contents(await writer.read())).toEqual(expected);
    await writer.release();
    const reader = await place.open().read();
    expect(contents(reader)).toEqual(expected);
    expect(reader.destinations()).toEqual([zephyr, acme]);
    expect(reader.journals()).toEqual([]);
    expect(reader.holder()).toBeUndefined();
    expect([...reader.routes()]).toEqual([['acme.json', '{}\n']]);
    expect(reader.warnings()).toEqual([]);
  });

  it('comes to what folding the changes comes to, however the runs ended', async () => {
    const runs = fc.array(
      fc.record({
        run: fc.constantFrom('r1', 'r2'),
        journals: anyJournals,
        ending: fc.constantFrom('fold', 'release', 'die', 'die after a checkpoint'),
      }),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(runs, async (planned) => {
        const place = makePlace();
        const world = surroundings();
        const store = place.open(world);
        const known = [];
        for (const { run, journals, ending } of planned) {
          const writer = await store.acquire(run, now);
          for (const { changes } of journals) await writer.append(changes);
          if (ending !== 'die') known.push(...journals);
          if (ending === 'die' && place.config.store === 'directory') known.push(...journals);
          if (ending === 'die after a checkpoint') await writer.checkpoint();
          if (ending === 'fold') await writer.fold();
          if (ending.startsWith('die')) {
            world.leap(121);
            leave(writer);
          } else await writer.release();
        }
        const last = await store.acquire('last', now);
        await last.fold();
        await last.release();
        const expected = new Map<string, LedgerLines>();
        const read = () => undefined;
        for (const { destination, lines } of foldJournals(read, known))
          expected.set(destinationKey(destination), lines);
        expect(contents(await store.read())).toEqual(Object.fromEntries(expected));
      }),
      { ...property, numRuns: Math.ceil(property.numRuns / 20) },
    );
  });

  it('has one writer at a time, and tells the others who it is', async () => {
    const place = makePlace();
    const first = await place.open(surroundings('host-a')).acquire('run-1', now);
    const world = surroundings('host-b');
    const waited: LockHolder[] = [];
    const start = world.clock().getTime();
    const acquire = () => place.open(world).acquire('run-2', { timeout: 7, onWait: (holder) => waited.push(holder) });
    const error = await failure(GuardError, acquire);
    expect(error.message).toBe(
      `run run-1 (process ${process.pid} on host-a) has been writing since 2026-11-23T10:00:00.000Z; waited 7 s for it`,
    );
    expect(error.fix).toContain('--lock-timeout');
    expect(error.fix).toContain('2026-11-23T10:02:00.000Z');
    expect(world.clock().getTime() - start).toBe(7000);
    expect(waited.map(({ run, host, pid }) => ({ run, host, pid }))).toEqual([
      { run: 'run-1', host: 'host-a', pid: process.pid },
    ]);
    expect((await place.open(world).read()).holder()).toMatchObject({ run: 'run-1', host: 'host-a' });
    await first.release();
    await (await place.open(world).acquire('run-2', now)).release();
  });

  it('gives the lock to the one who waits once it is given back', async () => {
    const place = makePlace();
    const first = await place.open(surroundings()).acquire('run-1', now);
    await first.append([set(acme, line('acme'))]);
    const world = surroundings();
    const waiting = { ...world, pause: () => first.fold().then(() => first.release()) };
    const second = await place.open(waiting).acquire('run-2', { timeout: 1 });
    expect(second.run).toBe('run-2');
    expect(contents(await second.read())).toEqual({ 'demo/acme': linesOf(line('acme')) });
    await second.release();
  });

  it.each([
    ['the append', (writer: LedgerWriter) => writer.append([set(acme, line('late'))])],
    ['the check', (writer: LedgerWriter) => writer.assertHeld()],
    ['the checkpoint', (writer: LedgerWriter) => writer.checkpoint()],
    ['the fold', (writer: LedgerWriter) => writer.fold()],
    ['the replacement', (writer: LedgerWriter) => writer.replace(acme, [line('late')])],
    ['the reading', (writer: LedgerWriter) => writer.read()],
  ])('lets an expired lock be taken over, and refuses %s of its old holder', async (_what, use) => {
    const place = makePlace();
    const world = surroundings();
    const paused = await place.open(world).acquire('paused', now);
    world.leap(120);
    const next = await place.open(world).acquire('next', now);
    await next.append([set(acme, line('acme'))]);
    const error = await failure(GuardError, () => use(paused));
    expect(error.message).toContain('run paused has lost the lock');
    await next.fold();
    await paused.release();
    await next.assertHeld();
    expect(contents(await next.read())).toEqual({ 'demo/acme': linesOf(line('acme')) });
    await next.release();
  });

  it('lets a holder that was paused go on if nobody has taken over', async () => {
    const place = makePlace();
    const world = surroundings();
    const writer = await place.open(world).acquire('paused', now);
    world.leap(600);
    await writer.assertHeld();
    await failure(GuardError, () => place.open(world).acquire('next', now));
    await writer.append([set(acme, line('acme'))]);
    await writer.fold();
    await writer.release();
    expect(contents(await place.open().read())).toEqual({ 'demo/acme': linesOf(line('acme')) });
  });

  it('takes the lock of a dead process over at once, on the same machine only', async () => {
    const place = makePlace();
    leave(await place.open(surroundings('host-a', deadPid())).acquire('dead', now));
    await failure(GuardError, () => place.open(surroundings('host-b')).acquire('next', now));
    expect((await place.open(surroundings('host-b')).read()).holder()?.run).toBe('dead');
    expect((await place.open(surroundings('host-a')).read()).holder()).toBeUndefined();
    await (await place.open(surroundings('host-a')).acquire('next', now)).release();
  });

  it('shows what dead runs left, oldest first, until the next fold', async () => {
    const place = makePlace();
    const world = surroundings();
    const store = place.open(world);
    const left = {
      b: [set(acme, line('acme', 'one'))],
      a: [set(acme, line('acme', 'two')), intend(acme, line('acme'))],
    };
    for (const run of ['b', 'a'] as const) {
      const writer = await store.acquire(run, now);
      await writer.append(left[run]);
      await writer.checkpoint();
      world.leap(121);
      leave(writer);
    }
    const writer = await store.acquire('next', now);
    const reader = await writer.read();
    expect(reader.journals().map(({ run, changes }) => ({ run, changes }))).toEqual([
      { run: 'b', changes: left.b },
      { run: 'a', changes: left.a },
    ]);
    const open = unresolved(reader.journals());
    expect(open).toEqual([{ destination: acme, line: line('acme') }]);
    await writer.append(open.map(({ destination, line: value }) => set(destination, value)));
    await writer.fold();
    const after = await writer.read();
    expect(after.journals()).toEqual([]);
    expect(contents(after)).toEqual({
      'demo/acme': linesOf(line('acme', 'one'), line('acme', 'two'), line('acme')),
    });
    await writer.release();
  });

  it('keeps the order when a dead run comes again under its name', async () => {
    const world = surroundings();
    const store = makePlace().open(world);
    for (const [index, run] of ['a', 'b', 'a'].entries()) {
      const writer = await store.acquire(run, now);
      await writer.append([set(acme, line('acme', 'welcome', { digest: String(index) }))]);
      await writer.checkpoint();
      world.leap(121);
      leave(writer);
    }
    expect((await store.read()).journals().map(({ run }) => run)).toEqual(['a', 'b', 'a']);
    const writer = await store.acquire('last', now);
    await writer.fold();
    await writer.release();
    expect((await store.read()).lines(acme)?.get('acme/welcome/en')?.digest).toBe('2');
  });

  it('can go on after a fold', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.fold();
    await writer.append([set(acme, line('acme', 'other'))]);
    await writer.checkpoint();
    expect((await store.read()).journals().map(({ changes }) => changes.length)).toEqual([1]);
    await writer.fold();
    await writer.release();
    expect((await store.read()).lines(acme)?.size).toBe(2);
    expect((await store.read()).journals()).toEqual([]);
  });

  it('is never without what a fold leaves on record, even if it is the last that its writer does', async () => {
    const place = makePlace();
    const world = surroundings();
    const writer = await place.open(world).acquire('run-1', now);
    await writer.append([intend(acme, line('acme')), set(acme, line('acme')), intend(zephyr, line('zephyr'))]);
    await writer.checkpoint();
    await writer.fold(undefined, [intend(zephyr, line('zephyr'))]);
    leave(writer);
    const reader = await place.open().read();
    expect(reader.journals().map(({ changes }) => changes)).toEqual([[intend(zephyr, line('zephyr'))]]);
    expect(reader.lines(acme)?.size).toBe(1);

    world.leap(121);
    const next = await place.open(world).acquire('run-2', now);
    await next.append([set(zephyr, line('zephyr'))]);
    await next.fold();
    await next.release();
    expect((await place.open().read()).lines(zephyr)?.size).toBe(1);
    expect((await place.open().read()).journals()).toEqual([]);
  });

  it('goes on after a fold that leaves something on record', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    await writer.append([intend(acme, line('acme'))]);
    await writer.fold(undefined, [intend(acme, line('acme'))]);
    await writer.append([set(acme, line('acme'))]);
    await writer.checkpoint();
    expect((await store.read()).journals().map(({ changes }) => changes)).toEqual([
      [intend(acme, line('acme')), set(acme, line('acme'))],
    ]);
    await writer.fold();
    await writer.release();
    expect((await store.read()).journals()).toEqual([]);
  });

  it('loses nothing that is appended while it folds', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    const templates = Array.from({ length: 40 }, (_, index) => `template-${index}`);
    const folds: Promise<void>[] = [];
    for (const [index, template] of templates.entries()) {
      await writer.append([set(acme, line('acme', template))]);
      if (index % 10 === 5) folds.push(writer.fold());
    }
    await Promise.all(folds);
    await writer.fold();
    await writer.release();
    expect([...((await store.read()).lines(acme)?.values() ?? [])].map(({ template }) => template)).toEqual(
      templates.toSorted(),
    );
  });

  it('folds by itself before a journal grows too large, and keeps what is under way', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    const many = Array.from({ length: journalLimit }, () => set(acme, line('acme')));
    await writer.append([intend(zephyr, line('zephyr')), intend(zephyr, line('zephyr', 'other'))]);
    await writer.append(many);
    await writer.append([set(zephyr, line('zephyr'))]);
    await writer.checkpoint();
    const reader = await store.read();
    expect(reader.lines(acme)?.size).toBe(1);
    expect(reader.lines(zephyr)).toBeUndefined();
    expect(reader.journals().flatMap(({ changes }) => changes)).toEqual([
      intend(zephyr, line('zephyr')),
      intend(zephyr, line('zephyr', 'other')),
      set(zephyr, line('zephyr')),
    ]);
    await writer.fold();
    await writer.release();
    expect((await store.read()).lines(zephyr)?.size).toBe(1);
    expect((await store.read()).journals()).toEqual([]);
  });

  it('replaces the lines of a workspace whole', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    await writer.append([set(acme, line('acme')), set(zephyr, line('zephyr'))]);
    await writer.fold();
    await writer.append([set(acme, line('acme', 'forgotten'))]);
    await writer.replace(acme, [line('acme', 'found')]);
    await writer.replace(zephyr, []);
    await writer.append([set(acme, line('acme', 'added'))]);
    await writer.fold();
    await writer.release();
    expect(contents(await store.read())).toEqual({
      'demo/Zephyr/Ünï': linesOf(),
      'demo/acme': linesOf(line('acme', 'found'), line('acme', 'added')),
    });
  });

  it('publishes the routes whole, and leaves them alone when there are none to publish', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    await writer.fold(
      new Map([
        ['acme.json', '1'],
        ['contracts/a.json', '2'],
        ['contracts/b.json', '3'],
      ]),
    );
    await writer.fold(
      new Map([
        ['acme.json', '4'],
        ['contracts/b.json', '3'],
      ]),
    );
    await writer.append([set(acme, line('acme'))]);
    await writer.fold();
    expect([...(await writer.read()).routes()]).toEqual([
      ['acme.json', '4'],
      ['contracts/b.json', '3'],
    ]);
    await writer.fold(new Map());
    expect([...(await writer.read()).routes()]).toEqual([]);
    await failure(TypeError, () => writer.fold(new Map([['../escape.json', '']])));
    await writer.release();
  });

  it('is released but once', async () => {
    const store = makePlace().open();
    const writer = await store.acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.release();
    await writer.release();
    await failure(GuardError, () => writer.append([]));
    expect((await store.read()).journals().map(({ changes }) => changes)).toEqual([[set(acme, line('acme'))]]);
    await (await store.acquire('run-2', now)).release();
  });
});
