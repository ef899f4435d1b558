import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GuardError } from '../../src/diagnostics/errors.ts';
import { branchPlace, directoryPlace, failure } from './places.ts';
import { startWriter } from './processes.ts';
import { acme, intend, line, set } from './samples.ts';

describe.each([
  ['directory', directoryPlace],
  ['branch', branchPlace],
] as const)('processes at the %s store', (_name, makePlace) => {
  it('take over from one that was killed: of several who try, exactly one', async () => {
    const place = makePlace();
    const dying = startWriter('die', place, 'dying');
    await dying.said('ready');
    await failure(GuardError, () => place.open().acquire('early', { timeout: 0 }));
    dying.child.kill('SIGKILL');
    await dying.ended();

    const racers = ['a', 'b', 'c', 'd'].map((run) => ({ run, process: startWriter('race', place, run) }));
    await Promise.all(racers.map(({ process }) => process.said('ready')));
    writeFileSync(join(place.root, 'barrier'), '');
    const verdicts = await Promise.all(
      racers.map(({ process }) =>
        Promise.race([process.said('won').then(() => 'won'), process.said('lost').then(() => 'lost')]),
      ),
    );
    expect(verdicts.toSorted()).toEqual(['lost', 'lost', 'lost', 'won']);
    const winner = racers[verdicts.indexOf('won')]?.run ?? '';
    const during = await place.open().read();
    expect(during.holder()?.run).toBe(winner);
    expect(during.journals().map(({ changes }) => changes)).toEqual([
      [set(acme, line('dying')), intend(acme, line('dying', 'other'))],
    ]);

    for (const { process } of racers) process.child.stdin?.end();
    await Promise.all(racers.map(({ process }) => process.ended()));
    const after = await place.open().read();
    expect([...(after.lines(acme)?.keys() ?? [])]).toEqual([`dying/welcome/en`, `${winner}/welcome/en`].sort());
    expect(after.journals()).toEqual([]);
    expect(after.holder()).toBeUndefined();
  });

  it('take turns, and nothing that any of them wrote is lost', async () => {
    const place = makePlace();
    const writers = ['a', 'b', 'c'].map((run) => startWriter('takeTurns', place, run));
    for (const writer of writers) expect(await writer.ended()).toEqual(['done']);
    const expected = ['a', 'b', 'c'].flatMap((run) => ['one', 'three', 'two'].map((turn) => `${run}/${turn}/en`));
    expect([...((await place.open().read()).lines(acme)?.keys() ?? [])]).toEqual(expected);
  });
});
