import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GuardError, InvalidInput, UserError } from '../../src/diagnostics/errors.ts';
import { parseJournal } from '../../src/ledger/journal.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { bareEnv, branchPlace, failure, surroundings, temporaryFolder, withGit } from './places.ts';
import { startWriter } from './processes.ts';
import { acme, intend, line, linesOf, set, zephyr } from './samples.ts';

const now = { timeout: 0 };
const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@localhost'];

afterEach(() => void vi.useRealTimers());

describe('a ledger branch', () => {
  it('is made by the first fold, without history, identity or a trace in the clone', async () => {
    const place = branchPlace();
    const writer = await place.open(surroundings()).acquire('run-1', now);
    await writer.append([set(acme, line('acme')), set(zephyr, line('zephyr'))]);
    await writer.fold(new Map([['acme.json', '{}\n']]));
    await writer.release();
    expect(place.atOrigin('ls-tree', '-r', '--name-only', 'ledger').split('\n')).toEqual([
      'demo/%5Aephyr%2F%C3%9Cn%C3%AF.ndjson',
      'demo/acme.ndjson',
      'routes/acme.json',
    ]);
    expect(place.atOrigin('log', '--format=%an|%cn|%cI|%s', 'ledger')).toBe(
      'Tenantry|Tenantry|2026-11-23T10:00:00+00:00|Record what run run-1 deployed',
    );
    expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe('refs/heads/ledger');
    const inClone = (...args: string[]) => execFileSync('git', ['-C', place.root, ...args], { encoding: 'utf8' });
    expect(inClone('for-each-ref')).not.toMatch(/refs\/(heads|tenantry)/);
    expect(inClone('status', '--porcelain')).toBe('');
    expect(readdirSync(join(place.root, '.git'))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/FETCH_HEAD|index/)]),
    );
  });

  it('gets one commit per fold, and none when nothing changes', async () => {
    const place = branchPlace();
    const routes = new Map([['acme.json', '{}\n']]);
    const writer = await place.open().acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.fold(routes);
    await writer.append([set(acme, line('acme'))]);
    await writer.checkpoint();
    await writer.fold(routes);
    expect(place.atOrigin('rev-list', '--count', 'ledger')).toBe('1');
    await writer.append([set(acme, line('acme', 'other'))]);
    await writer.fold(routes);
    await writer.release();
    expect(place.atOrigin('rev-list', '--count', 'ledger')).toBe('2');
    expect(place.atOrigin('diff', '--stat', '--name-only', 'ledger~', 'ledger')).toBe('demo/acme.ndjson');
  });

  it('is called tenantry-ledger unless the configuration says otherwise', async () => {
    const place = branchPlace();
    const writer = await openLedger({ store: 'branch' }, { root: place.root, env: bareEnv }).acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.fold();
    await writer.release();
    expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe('refs/heads/tenantry-ledger');
  });

  it('takes in what somebody else has pushed to it meanwhile', async () => {
    const place = branchPlace();
    const writer = await place.open().acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.fold();
    expect((await writer.read()).lines(acme)?.size).toBe(1);
    const tree = place.atOrigin('rev-parse', 'ledger^{tree}');
    const commit = place.atOrigin(...identity, 'commit-tree', tree, '-p', 'ledger', '-m', 'By hand');
    place.atOrigin('update-ref', 'refs/heads/ledger', commit);
    await writer.append([set(acme, line('acme', 'other'))]);
    await writer.fold();
    expect((await writer.read()).lines(acme)?.size).toBe(2);
    await writer.release();
    expect(place.atOrigin('log', '--format=%s', '-n', '2', 'ledger').split('\n')).toEqual([
      'Record what run run-1 deployed',
      'By hand',
    ]);
  });

  it.each([
    ['deleted', (tip: string) => ['update-ref', '-d', 'refs/heads/ledger', tip]],
    ['moved back', (_tip: string, root: string) => ['update-ref', 'refs/heads/ledger', root]],
  ])('that was %s under a run is refused by its fold, and the journal stays', async (_what, command) => {
    const place = branchPlace();
    const store = place.open();
    for (const template of ['one', 'two']) {
      const writer = await store.acquire(template, now);
      await writer.append([set(acme, line('acme', template))]);
      await writer.fold();
      await writer.release();
    }
    const [tip = '', root = ''] = place.atOrigin('rev-list', 'ledger').split('\n');
    const writer = await store.acquire('run-3', now);
    await writer.append([set(acme, line('acme', 'three'))]);
    place.atOrigin(...command(tip, root));
    const error = await failure(GuardError, () => writer.fold());
    expect(error.message).toContain(
      `the branch ledger of origin was moved back while this run was writing: from ${tip}`,
    );
    expect(error.fix).toContain(`git push --force origin ${tip}:refs/heads/ledger`);
    await failure(GuardError, () => writer.read());
    await writer.release();
    const reader = await store.read();
    expect(reader.journals().map(({ changes }) => changes)).toEqual([[set(acme, line('acme', 'three'))]]);
    expect(reader.holder()).toBeUndefined();
  });

  it('is out of reach for a run that was overtaken and does not know it yet', async () => {
    const place = branchPlace();
    const slow = await place.open(surroundings('host-a')).acquire('slow', now);
    const world = surroundings('host-b');
    world.leap(121);
    const next = await place.open(world).acquire('next', now);
    await slow.append([set(acme, line('late'))]);
    await failure(GuardError, () => slow.fold());
    await slow.release();
    expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe('refs/tenantry/lock');
    await next.assertHeld();
    await next.release();
  });

  it.each([
    ['none', 'not in a git repository'],
    [`${'c'.repeat(40)}+dirty.0123456789ab`, 'changes that are not committed'],
  ])('does not take lines of the commit %s', async (commit, why) => {
    const writer = await branchPlace().open().acquire('run-1', now);
    const error = await failure(GuardError, () => writer.append([intend(acme, line('acme', 'welcome', { commit }))]));
    expect(error.message).toContain(why);
    await writer.release();
  });

  it('refuses a damaged file by name', async () => {
    const place = branchPlace();
    const work = temporaryFolder();
    execFileSync('git', ['clone', '-q', place.origin, work], { stdio: 'ignore' });
    mkdirSync(join(work, 'demo'));
    writeFileSync(join(work, 'demo/acme.ndjson'), 'garbage\n');
    for (const args of [
      ['checkout', '-q', '-b', 'ledger'],
      ['add', '.'],
      [...identity, 'commit', '-qm', 'x'],
      ['push', '-q', 'origin', 'ledger'],
    ]) {
      execFileSync('git', ['-C', work, ...args]);
    }
    const reader = await place.open().read();
    expect(() => reader.lines(acme)).toThrow('ledger:demo/acme.ndjson:1 is damaged');
    const writer = await place.open().acquire('next', now);
    await writer.replace(acme, [line('acme')]);
    await writer.fold();
    await writer.release();
    expect((await place.open().read()).lines(acme)).toEqual(linesOf(line('acme')));
  });
});

describe('the journal of a branch writer', () => {
  it('grows by a commit per checkpoint, on a ref of its own', async () => {
    const place = branchPlace();
    const writer = await place.open().acquire('run-1', now);
    const ref = 'refs/tenantry/journal/run-1/0';
    await writer.append([intend(acme, line('acme')), set(acme, line('acme'))]);
    expect(place.atOrigin('for-each-ref', ref)).toBe('');
    await writer.checkpoint();
    await writer.checkpoint();
    const first = place.atOrigin('rev-parse', ref);
    await writer.append([set(acme, line('acme', 'other'))]);
    await writer.checkpoint();
    expect(place.atOrigin('rev-parse', `${ref}~`)).toBe(first);
    expect(place.atOrigin('ls-tree', '--name-only', ref).split('\n')).toEqual(['000001.ndjson', '000002.ndjson']);
    const text = ['000001', '000002'].map((name) => `${place.atOrigin('cat-file', '-p', `${ref}:${name}.ndjson`)}\n`);
    expect(parseJournal(text.join(''), 'journal')).toEqual([
      {
        run: 'run-1',
        sequence: 1,
        changes: [intend(acme, line('acme')), set(acme, line('acme')), set(acme, line('acme', 'other'))],
      },
    ]);
    await writer.release();
  });

  it('is at the remote 20 s after an append without being asked for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const place = branchPlace();
    const writer = await place.open().acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    vi.advanceTimersByTime(19_999);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(vi.getTimerCount()).toBe(0);
    // What comes next waits for it.
    await writer.read();
    expect((await place.open().read()).journals().map(({ changes }) => changes.length)).toEqual([1]);
    await writer.append([set(acme, line('acme', 'other'))]);
    expect(vi.getTimerCount()).toBe(1);
    await writer.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is made anew when somebody has removed it', async () => {
    const place = branchPlace();
    const writer = await place.open().acquire('run-1', now);
    await writer.append([set(acme, line('acme', 'one'))]);
    await writer.checkpoint();
    place.atOrigin('update-ref', '-d', 'refs/tenantry/journal/run-1/0');
    await writer.append([set(acme, line('acme', 'two'))]);
    await writer.checkpoint();
    expect((await place.clone().open().read()).journals().map(({ changes }) => changes.length)).toEqual([2]);
    place.atOrigin('update-ref', '-d', 'refs/tenantry/journal/run-1/0');
    await writer.fold();
    await writer.release();
    expect((await place.clone().open().read()).lines(acme)?.size).toBe(2);
  });
});

it('refuses a damaged journal by name, and gives the lock back', async () => {
  const place = branchPlace();
  const ref = 'refs/tenantry/journal/dead/0';
  const writer = await place.open().acquire('dead', now);
  await writer.append([set(acme, line('acme'))]);
  await writer.release();
  const blob = execFileSync('git', ['-C', place.origin, 'hash-object', '-w', '--stdin'], { input: '{}\n' }).toString();
  const tree = execFileSync('git', ['-C', place.origin, 'mktree'], {
    input: `100644 blob ${blob.trim()}\t000001.ndjson\n`,
  });
  place.atOrigin('update-ref', ref, place.atOrigin(...identity, 'commit-tree', tree.toString().trim(), '-m', 'x'));
  const error = await failure(InvalidInput, () => place.open().acquire('next', now));
  expect(error.message).toBe(`${ref} of origin:1 is damaged: it is not a journal line`);
  expect(error.fix).toContain(`Run \`git push origin :${ref}\`, then run \`npm run tenantry -- ledger rebuild\``);
  expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe(ref);
});

describe('the lock of a ledger branch', () => {
  it('is a commit that says who has it', async () => {
    const place = branchPlace();
    const writer = await place.open(surroundings('host-a', 42)).acquire('run-1', now);
    const message = place.atOrigin('log', '-n', '1', '--format=%B', 'refs/tenantry/lock');
    expect(JSON.parse(message)).toEqual({
      run: 'run-1',
      host: 'host-a',
      pid: 42,
      since: '2026-11-23T10:00:00.000Z',
      expires: '2026-11-23T10:02:00.000Z',
      token: expect.any(String),
    });
    await writer.release();
  });

  it('is renewed every 30 s, by whatever push there is', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const place = branchPlace();
    const world = surroundings();
    const writer = await place.open(world).acquire('run-1', now);
    const expires = async () => {
      // Waits for the push in the background.
      await writer.read();
      return (await place.open(world).read()).holder()?.expires;
    };
    vi.advanceTimersByTime(30_000);
    expect(await expires()).toBe('2026-11-23T10:02:00.000Z');
    world.leap(30);
    vi.advanceTimersByTime(30_000);
    expect(await expires()).toBe('2026-11-23T10:02:30.000Z');
    world.leap(5);
    await writer.append([set(acme, line('acme'))]);
    await writer.checkpoint();
    expect(await expires()).toBe('2026-11-23T10:02:35.000Z');
    await writer.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that cannot be read counts for as long as any other', async () => {
    const place = branchPlace();
    const tree = place.atOrigin('hash-object', '-t', 'tree', '-w', '/dev/null');
    const world = surroundings();
    const date = `${world.clock().getTime() / 1000} +0000`;
    const commit = execFileSync('git', ['-C', place.origin, ...identity, 'commit-tree', tree, '-m', '{"run":'], {
      env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
      encoding: 'utf8',
    }).trim();
    place.atOrigin('update-ref', 'refs/tenantry/lock', commit);
    world.leap(119);
    expect((await failure(GuardError, () => place.open(world).acquire('next', now))).message).toContain('run unknown');
    world.leap(1);
    await (await place.open(world).acquire('next', now)).release();
  });

  it('is not asked for before each workspace', async () => {
    const env = withGit('echo x >> "$state/calls"; exec "$git" "$@"');
    const place = branchPlace();
    const world = surroundings();
    const writer = await place.open(world, env).acquire('run-1', now);
    const calls = () => execFileSync('sh', ['-c', `wc -l < ${env.PATH?.split(':')[0]}/calls`], { encoding: 'utf8' });
    const before = calls();
    world.leap(60);
    for (let count = 0; count < 100; count++) await writer.assertHeld();
    expect(calls()).toBe(before);
    world.leap(31);
    await writer.assertHeld();
    expect(calls()).not.toBe(before);
    await writer.release();
  });
});

describe('when things go wrong, a ledger branch', () => {
  it('says that there is no remote, or no repository', async () => {
    const root = temporaryFolder();
    const open = () => openLedger({ store: 'branch' }, { root, env: bareEnv, surroundings: surroundings() }).read();
    expect((await failure(InvalidInput, open)).message).toContain('this is not a git repository');
    execFileSync('git', ['init', '-q', '-b', 'main', root]);
    const error = await failure(InvalidInput, open);
    expect(error.message).toContain('no such remote');
    expect(error.fix).toContain('git remote add origin');
  });

  it('says what git says of a remote that cannot be reached, but no password', async () => {
    const place = branchPlace();
    execFileSync('git', ['-C', place.root, 'remote', 'set-url', 'origin', 'http://user:secret@127.0.0.1:1/x.git']);
    const error = await failure(UserError, () => place.open(surroundings()).read());
    expect(error.exitCode).toBe(1);
    expect(error.message).toContain('127.0.0.1:1');
    expect(`${error.message}${error.fix}`).not.toContain('secret');
  });

  it('says that there is no git', async () => {
    const env = { PATH: '/nonexistent' };
    expect((await failure(UserError, () => branchPlace().open(surroundings(), env).read())).fix).toContain(
      'Install git',
    );
  });

  it('tries again what the network has spoilt', async () => {
    const env = withGit(
      'case "$all" in *ls-remote*) [ -e "$state/once" ] || { touch "$state/once"; exit 128; } ;; esac; exec "$git" "$@"',
    );
    expect((await branchPlace().open(surroundings(), env).read()).destinations()).toEqual([]);
  });

  it('does not mind when the answer to a push is lost', async () => {
    const place = branchPlace();
    const env = withGit('"$git" "$@"; code=$?; case "$all" in *" push "*) exit 1 ;; esac; exit $code');
    const writer = await place.open(surroundings(), env).acquire('run-1', now);
    await writer.append([set(acme, line('acme'))]);
    await writer.checkpoint();
    await writer.append([set(acme, line('acme', 'other'))]);
    await writer.fold();
    await writer.release();
    expect((await place.open().read()).lines(acme)?.size).toBe(2);
    expect(place.atOrigin('rev-list', '--count', 'ledger')).toBe('1');
    expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe('refs/heads/ledger');
  });

  it('says what the remote says when it refuses', async () => {
    const place = branchPlace();
    const hook = '#!/bin/sh\necho "You shall not push"; exit 1\n';
    writeFileSync(join(place.origin, 'hooks/pre-receive'), hook, { mode: 0o755 });
    const error = await failure(UserError, () => place.open(surroundings()).acquire('run-1', now));
    expect(error.message).toContain('You shall not push');
    expect(error.fix).toContain('contents: write');
  });

  it('does not mind when a ref goes away between listing and fetching', async () => {
    const place = branchPlace();
    const world = surroundings();
    const dead = await place.open(world).acquire('dead', now);
    await dead.append([set(acme, line('acme'))]);
    await dead.release();
    const env = withGit(
      `case "$all" in *" fetch "*) "$git" -C ${place.origin} update-ref -d refs/tenantry/journal/dead/0 ;; esac; exec "$git" "$@"`,
    );
    expect((await place.clone().open(world, env).read()).journals()).toEqual([]);
  });

  it('is read and written by a shallow and partial clone', async () => {
    const place = branchPlace();
    const work = temporaryFolder();
    execFileSync('git', ['clone', '-q', place.origin, work], { stdio: 'ignore' });
    execFileSync('git', ['-C', work, ...identity, 'commit', '-q', '--allow-empty', '-m', 'one']);
    execFileSync('git', ['-C', work, ...identity, 'commit', '-q', '--allow-empty', '-m', 'two']);
    execFileSync('git', ['-C', work, 'push', '-q', 'origin', 'HEAD:main']);
    place.atOrigin('config', 'uploadpack.allowFilter', 'true');
    const first = await place.open().acquire('run-1', now);
    await first.append([set(acme, line('acme'))]);
    await first.fold();
    await first.release();
    const root = join(temporaryFolder(), 'partial');
    execFileSync('git', ['clone', '-q', '--depth=1', '--filter=blob:none', `file://${place.origin}`, root]);
    const store = openLedger(place.config, { root, env: bareEnv });
    const writer = await store.acquire('run-2', now);
    await writer.append([set(acme, line('acme', 'other'))]);
    await writer.fold();
    await writer.release();
    expect((await store.read()).lines(acme)?.size).toBe(2);
    expect(place.atOrigin('rev-list', '--count', 'ledger')).toBe('2');
  });

  it('survives a kill before any call of git: a fold is done wholly or not at all', async () => {
    const seen = new Set<string>();
    const check = async (killAt: number): Promise<string[]> => {
      const place = branchPlace();
      const env = withGit(
        `echo x >> "$state/calls"; [ "$(wc -l < "$state/calls")" -eq ${killAt} ] && kill -9 $PPID; exec "$git" "$@"`,
      );
      const said = await startWriter('fold', place, 'dying', { env }).ended();
      const during = await place.open().read();
      expect(during.destinations(), `killed before call ${killAt}`).toEqual(
        said.includes('folded') || during.destinations().length > 0 ? [zephyr, acme] : [],
      );
      expect(during.lines(acme)?.size).toBe(during.destinations().length === 0 ? undefined : 2);
      expect(during.routes().size).toBe(during.destinations().length);
      const next = await place.open().acquire('next', now);
      await next.append([set(acme, line('acme', 'three'))]);
      await next.fold();
      await next.release();
      expect(place.atOrigin('for-each-ref', '--format=%(refname)')).toBe('refs/heads/ledger');
      for (const word of said) seen.add(word);
      return said;
    };
    for (let killAt = 1; ; killAt += 2) {
      const [one, two] = await Promise.all([check(killAt), check(killAt + 1)]);
      if (one.includes('released') && two.includes('released')) break;
      expect(killAt).toBeLessThan(100);
    }
    expect([...seen].sort()).toEqual(['first', 'folded', 'released', 'second']);
  });
});
