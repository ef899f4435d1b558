import { beforeEach, describe, expect, it } from 'vitest';
import { Pace } from '../../../src/providers/http/pace.ts';
import { type Lane, Scheduler, type SchedulerSettings, Turn } from '../../../src/providers/http/scheduler.ts';
import { settled, TestClock } from './clock.ts';

let clock: TestClock;
let waits: [number, string | undefined][];
let begun: string[];
beforeEach(() => {
  clock = new TestClock();
  waits = [];
  begun = [];
});

function scheduler(more: Partial<SchedulerSettings> = {}): Scheduler {
  return new Scheduler({
    slots: 4,
    perSecond: Number.POSITIVE_INFINITY,
    longestWait: 120_000,
    runtime: clock,
    onWait: (milliseconds, workspace) => waits.push([milliseconds, workspace]),
    ...more,
  });
}

/** Asks for a call, and keeps what ends it. */
function call(of: Scheduler, turn: Turn, name: string, lane: Lane = 'first', signal?: AbortSignal) {
  const handle: { end?: (answered: boolean) => void; error?: unknown } = {};
  of.admit(turn, lane, signal).then(
    (end) => {
      begun.push(name);
      handle.end = end;
    },
    (error: unknown) => {
      handle.error = error;
    },
  );
  return handle;
}

/** One call that is answered: from then on all slots are used. */
async function warm(of: Scheduler): Promise<void> {
  const first = call(of, new Turn('warm', -1), 'warm');
  await settled();
  await clock.pass(100);
  first.end?.(true);
  begun.length = 0;
}

describe('the scheduler', () => {
  it('keeps to the pace of each workspace, and lets the others pass', async () => {
    const of = scheduler({ slots: 8 });
    await warm(of);
    const slow = new Turn('slow', 0, new Pace(1, 1));
    for (const name of ['slow.1', 'slow.2']) call(of, slow, name);
    call(of, new Turn('other', 1), 'other');
    await settled();
    expect(begun).toEqual(['slow.1', 'other']);
    await clock.pass(1000);
    await settled();
    expect(begun).toEqual(['slow.1', 'other', 'slow.2']);
  });

  it('begins as many calls at once as there are slots, earlier workspaces first', async () => {
    const of = scheduler({ slots: 2 });
    await warm(of);
    const turns = [0, 1, 2].map((order) => new Turn(`w${order}`, order));
    const calls = [2, 1, 0, 1].map((order, index) => call(of, turns[order]!, `w${order}.${index}`));
    await settled();
    expect(begun).toEqual(['w2.0', 'w1.1']);
    calls[0]!.end?.(true);
    await settled();
    expect(begun.at(-1)).toBe('w0.2');
    calls[1]!.end?.(true);
    await settled();
    expect(begun.at(-1)).toBe('w1.3');
  });

  it('is cautious until a first answer', async () => {
    const of = scheduler({ slots: 32 });
    const calls = Array.from({ length: 10 }, (_, order) => call(of, new Turn(`w${order}`, order), `w${order}`));
    await settled();
    expect(begun).toHaveLength(4);
    calls[0]!.end?.(true);
    await settled();
    expect(begun).toHaveLength(10);
  });

  it('gives the place of a call that hangs to others', async () => {
    const of = scheduler({ slots: 1 });
    await warm(of);
    call(of, new Turn('hangs', 0), 'hangs');
    call(of, new Turn('well', 1), 'well');
    await settled();
    expect(begun).toEqual(['hangs']);
    await clock.pass(999);
    expect(begun).toEqual(['hangs']);
    await clock.pass(1);
    expect(begun).toEqual(['hangs', 'well']);
  });

  it('keeps repeated calls from taking the places of first ones', async () => {
    const of = scheduler({ slots: 2 });
    await warm(of);
    for (let index = 0; index < 5; index++) call(of, new Turn(`sick${index}`, index), `sick${index}`, 'again');
    call(of, new Turn('well', 9), 'well');
    await settled();
    expect(begun).toEqual(['sick0', 'well']);
  });

  it('holds a workspace to its limit, and nobody else', async () => {
    const of = scheduler({ slots: 8 });
    await warm(of);
    const [one, other] = [new Turn('one', 0), new Turn('other', 1)];
    const resetAt = clock.now() + 5000;
    // Two equal counts: it is each workspace's own limit.
    of.observe(one, 'GET /a', { limit: 3, remaining: 2, resetAt });
    of.observe(other, 'GET /a', { limit: 3, remaining: 2, resetAt });
    for (let index = 0; index < 3; index++) call(of, one, `one${index}`);
    call(of, other, 'other');
    await settled();
    expect(begun).toEqual(['one0', 'one1', 'other']);
    expect(waits).toContainEqual([5000, 'one']);
  });

  it('holds all to a limit that they share', async () => {
    const of = scheduler({ slots: 8 });
    await warm(of);
    const turns = [0, 1, 2].map((order) => new Turn(`w${order}`, order));
    of.observe(turns[0]!, 'GET /a', { limit: 3, remaining: 1, resetAt: clock.now() + 5000 });
    const calls = turns.map((turn, index) => call(of, turn, `w${index}`));
    await settled();
    expect(begun).toEqual(['w0']);
    expect(waits.at(-1)).toEqual([5000, undefined]);
    calls[0]!.end?.(true);
    await clock.pass(5000);
    expect(begun).toEqual(['w0', 'w1', 'w2']);
  });

  it('begins at the pace of the table until headers tell more', async () => {
    const of = scheduler({ slots: 8, perSecond: 2 });
    await warm(of);
    for (let index = 0; index < 4; index++) call(of, new Turn(`w${index}`, index), `w${index}`);
    await settled();
    expect(begun).toEqual(['w0']);
    await clock.pass(450);
    expect(begun).toEqual(['w0', 'w1']);
    of.observe(new Turn('x', 9), 'GET /a', { limit: 100, remaining: 99, resetAt: clock.now() + 60_000 });
    await clock.pass(500);
    expect(begun).toEqual(['w0', 'w1', 'w2', 'w3']);
  });

  it('fails a call rather than wait for a limit for hours', async () => {
    const of = scheduler();
    const turn = new Turn('acme', 0);
    turn.window.block(clock.now() + 3_600_000);
    const refused = call(of, turn, 'acme');
    await settled();
    expect(refused.error).toMatchObject({ failure: 'rate-limited', retryAfter: 3600 });
  });

  it('lets go of calls that are called off, and then has nothing to wake up for', async () => {
    const of = scheduler();
    const turn = new Turn('acme', 0);
    turn.window.block(clock.now() + 5000);
    const stop = new AbortController();
    const off = call(of, turn, 'acme', 'first', stop.signal);
    await settled();
    expect(clock.asleep).toBe(1);
    stop.abort('called off');
    await settled();
    expect(off.error).toBe('called off');
    expect(clock.asleep).toBe(0);
  });
});
