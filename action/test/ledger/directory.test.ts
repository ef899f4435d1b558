import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GuardError, InvalidInput } from '../../src/diagnostics/errors.ts';
import { applyChanges } from '../../src/ledger/fold.ts';
import { directoryPlace, failure, type Place, surroundings } from './places.ts';
import { startWriter } from './processes.ts';
import { acme, line, linesOf, set, zephyr } from './samples.ts';

const now = { timeout: 0 };

function ledgerOf({ root }: Place): string {
  return join(root, '.tenantry/ledger');
}

/** Every file below a folder with its inode: a file that was written anew has another. */
function inodes(folder: string): Record<string, number> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, statSync(path).ino]),
  );
}

async function fill(place: Place, routes?: ReadonlyMap<string, string>): Promise<void> {
  const writer = await place.open().acquire('fill', now);
  await writer.append([set(acme, line('acme')), set(zephyr, line('zephyr'))]);
  await writer.fold(routes);
  await writer.release();
}

describe('a ledger directory', () => {
  it('is not made by reading', async () => {
    const place = directoryPlace();
    await place.open().read();
    expect(readdirSync(place.root)).toEqual([]);
  });

  it('has one file per workspace, and nothing that is only for the time of writing', async () => {
    const place = directoryPlace();
    await fill(place, new Map([['contracts/a.json', '{}']]));
    expect(readdirSync(ledgerOf(place), { recursive: true }).sort()).toEqual([
      'demo',
      'demo/%5Aephyr%2F%C3%9Cn%C3%AF.ndjson',
      'demo/acme.ndjson',
      'journal',
      'lock',
      'lock/1.json',
      'routes',
      'routes/contracts',
      'routes/contracts/a.json',
    ]);
    const writer = await place.open().acquire('next', now);
    await writer.fold(new Map());
    await writer.release();
    expect(existsSync(join(ledgerOf(place), 'routes/contracts'))).toBe(false);
    expect(readdirSync(join(ledgerOf(place), 'lock'))).toEqual(['2.json']);
  });

  it('is not written where it stays the same', async () => {
    const place = directoryPlace();
    const routes = new Map([['acme.json', '{}']]);
    await fill(place, routes);
    const ledger = join(ledgerOf(place), 'demo');
    const before = { ...inodes(ledger), ...inodes(join(ledgerOf(place), 'routes')) };
    const writer = await place.open().acquire('next', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.fold(routes);
    await writer.append([set(zephyr, line('zephyr', 'other'))]);
    await writer.fold(routes);
    await writer.release();
    const after = { ...inodes(ledger), ...inodes(join(ledgerOf(place), 'routes')) };
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed).toEqual([join(ledger, '%5Aephyr%2F%C3%9Cn%C3%AF.ndjson')]);
  });

  it('is cleaned of what a killed run was writing', async () => {
    const place = directoryPlace();
    const temporary = join(ledgerOf(place), '.tmp');
    mkdirSync(temporary, { recursive: true });
    writeFileSync(join(temporary, 'x.tmp'), 'half a f');
    const lock = join(ledgerOf(place), 'lock');
    mkdirSync(lock);
    for (const name of ['old.tmp', 'young.tmp']) writeFileSync(join(lock, name), 'half a l');
    utimesSync(join(lock, 'old.tmp'), 1, 1);
    await (await place.open().acquire('next', now)).release();
    expect(existsSync(temporary)).toBe(false);
    // The young one may be what another process makes right now.
    expect(readdirSync(lock)).toEqual(['1.json', 'young.tmp']);
  });

  it('does not mind what others put there', async () => {
    const place = directoryPlace();
    await fill(place);
    for (const path of ['.DS_Store', 'README', 'demo/acme.ndjson~', 'demo/notes.txt', 'journal/.swp', 'lock/x.json']) {
      writeFileSync(join(ledgerOf(place), path), '?');
    }
    const reader = await place.open().read();
    expect(reader.destinations()).toEqual([zephyr, acme]);
    expect(reader.journals()).toEqual([]);
  });

  it('is read with a warning when a file has lost its last line', async () => {
    const place = directoryPlace();
    await fill(place);
    const path = '.tenantry/ledger/demo/acme.ndjson';
    writeFileSync(join(place.root, path), readFileSync(join(place.root, path)).subarray(0, -9));
    const reader = await place.open().read();
    expect(reader.warnings()).toEqual([]);
    for (const _time of [1, 2]) expect(reader.lines(acme)).toEqual(linesOf());
    const message = `the last line of ${path} is missing; the rest is used`;
    expect(reader.warnings()).toEqual([{ file: path, line: 2, message }]);
  });

  it('refuses a damaged file by name, and lets it be replaced', async () => {
    const place = directoryPlace();
    await fill(place);
    writeFileSync(join(ledgerOf(place), 'demo/acme.ndjson'), 'garbage\n');
    const reader = await place.open().read();
    expect(() => reader.lines(acme)).toThrow('.tenantry/ledger/demo/acme.ndjson:1 is damaged');
    expect(reader.lines(zephyr)?.size).toBe(1);
    const writer = await place.open().acquire('next', now);
    await writer.replace(acme, [line('acme', 'found')]);
    await writer.fold();
    await writer.append([set(acme, line('acme', 'more'))]);
    await writer.release();
    expect((await place.open().read()).lines(acme)).toEqual(linesOf(line('acme', 'found')));
  });

  it('refuses a damaged journal by name, when it is read and when it is folded', async () => {
    const place = directoryPlace();
    mkdirSync(join(ledgerOf(place), 'journal'), { recursive: true });
    writeFileSync(join(ledgerOf(place), 'journal/r.ndjson'), '{}\n');
    const expected = '.tenantry/ledger/journal/r.ndjson:1 is damaged';
    const writer = await place.open().acquire('next', now);
    const reader = await writer.read();
    expect(() => reader.journals()).toThrow(expected);
    expect((await failure(InvalidInput, () => writer.append([set(acme, line('acme'))]))).message).toContain(expected);
    expect((await failure(InvalidInput, () => writer.fold())).fix).toContain('tenantry -- ledger rebuild');
    await writer.release();
  });
});

describe('the journal of a ledger directory', () => {
  it('is on the disk when an append is done, however many come at once', async () => {
    const place = directoryPlace();
    const writer = await place.open().acquire('run-1', now);
    const journal = join(ledgerOf(place), 'journal/run-1.ndjson');
    const appends = Array.from({ length: 50 }, (_, index) => `template-${index}`).map(async (template) => {
      await writer.append([set(acme, line('acme', template))]);
      expect(readFileSync(journal, 'utf8')).toContain(`"${template}"`);
    });
    await Promise.all(appends);
    expect((await writer.read()).journals()[0]?.changes.length).toBe(50);
    await writer.fold();
    expect((await writer.read()).lines(acme)?.size).toBe(50);
    await writer.release();
  });

  it('goes on after half a line that a killed run has left', async () => {
    const place = directoryPlace();
    const first = await place.open().acquire('again', now);
    await first.append([set(acme, line('acme', 'one'))]);
    await first.release();
    const journal = join(ledgerOf(place), 'journal/again.ndjson');
    writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"op":"set","desti`);
    const second = await place.open().acquire('again', now);
    await second.append([set(acme, line('acme', 'two'))]);
    await second.release();
    expect((await place.open().read()).journals().map(({ changes }) => changes)).toEqual([
      [set(acme, line('acme', 'one'))],
      [set(acme, line('acme', 'two'))],
    ]);
  });
});

describe('the lock of a ledger directory', () => {
  it('that cannot be read counts for as long as any other', async () => {
    const place = directoryPlace();
    const lock = join(ledgerOf(place), 'lock');
    mkdirSync(lock, { recursive: true });
    writeFileSync(join(lock, '7.json'), '{"run":"half');
    const world = surroundings();
    const seconds = world.clock().getTime() / 1000;
    utimesSync(join(lock, '7.json'), seconds, seconds);
    const error = await failure(GuardError, () => place.open(world).acquire('next', now));
    expect(error.message).toContain('run unknown');
    world.leap(119);
    await failure(GuardError, () => place.open(world).acquire('next', now));
    world.leap(1);
    await (await place.open(world).acquire('next', now)).release();
    expect(readdirSync(lock)).toEqual(['8.json']);
  });

  it('is lost when somebody removes it', async () => {
    const place = directoryPlace();
    const writer = await place.open().acquire('run-1', now);
    writeFileSync(join(ledgerOf(place), 'lock/5.json'), '{"free":true}\n');
    await failure(GuardError, () => writer.assertHeld());
    await failure(GuardError, () => writer.checkpoint());
    await writer.release();
  });

  it.each(['../up', 'a/b', ''])('is not given to a run called %j', async (run) => {
    await failure(TypeError, () => directoryPlace().open().acquire(run, now));
  });
});

it('survives a kill before any operation of a run: nothing acknowledged is lost, and the next run finishes', async () => {
  const seen = new Set<string>();
  const check = async (killAt: number): Promise<string[]> => {
    const place = directoryPlace();
    await fill(
      place,
      new Map([
        ['acme.json', 'fill'],
        ['contracts/old.json', 'fill'],
      ]),
    );
    const said = await startWriter('fold', place, 'dying', { killAt }).ended();
    const written = [
      set(acme, line('acme', 'one', { run: 'dying' })),
      set(acme, line('acme', 'two', { run: 'dying' })),
      set(zephyr, line('zephyr', 'two', { run: 'dying' })),
    ];
    const next = await place.open().acquire('next', now);
    await next.fold(new Map([['acme.json', 'next']]));
    await next.release();
    const reader = await place.open().read();
    const found = [reader.lines(acme), reader.lines(zephyr)];
    const possible = [0, 1, 3].map((count) => {
      const changes = written.slice(0, count);
      return [
        applyChanges(
          linesOf(line('acme')),
          changes.filter(({ destination }) => destination === acme),
        ),
        applyChanges(
          linesOf(line('zephyr')),
          changes.filter(({ destination }) => destination === zephyr),
        ),
      ];
    });
    const acknowledged = said.includes('second') ? 2 : said.includes('first') ? 1 : 0;
    expect(possible.slice(acknowledged), `killed before operation ${killAt}`).toContainEqual(found);
    expect([...reader.routes()]).toEqual([['acme.json', 'next']]);
    expect(reader.journals()).toEqual([]);
    expect(readdirSync(join(ledgerOf(place), 'lock')).filter((name) => name.endsWith('.json'))).toHaveLength(1);
    expect(existsSync(join(ledgerOf(place), '.tmp'))).toBe(false);
    for (const word of said) seen.add(word);
    return said;
  };
  for (let killAt = 1; ; killAt += 2) {
    const [one, two] = await Promise.all([check(killAt), check(killAt + 1)]);
    if (one.includes('released') && two.includes('released')) break;
    expect(killAt).toBeLessThan(200);
  }
  expect([...seen]).toEqual(expect.arrayContaining(['first', 'second', 'folded', 'released']));
});
