import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PlainProgress } from '../../src/commands/plain-progress.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { type Checkout, checkout } from '../action/support/checkout.ts';
import { ping, type StoreName } from '../deploy/small-repository.ts';
import { bareEnvironment, entry, tenantry } from './support/terminal.ts';

const esc = '\u001b';
const colours = new RegExp(`${esc}\\[[\\d;]+m`);

describe('colours and movement are for terminals', () => {
  let place: Checkout;
  beforeAll(() => {
    place = checkout('directory', { 'templates/ping/body.hbs': 'On {{its}}' });
  });
  afterAll(() => place.remove());

  /** Runs a command at a terminal of its own, as `script` of util-linux makes one; what it shows. */
  function atTerminal(command: string, env: Readonly<Record<string, string>>): string {
    const line = `'${process.execPath}' '${entry}' ${command}`;
    const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], {
      cwd: place.root,
      env: { ...bareEnvironment, TERM: 'xterm-256color', ...env },
      encoding: 'utf8',
    });
    return stdout;
  }

  const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

  test('where output goes elsewhere, there are none', async () => {
    for (const env of [{}, { CI: 'true' }, { TERM: 'xterm-256color' }]) {
      const { stdout, stderr } = await tenantry(['validate'], { cwd: place.root, env });
      expect(stdout + stderr).not.toContain(esc);
      expect(stderr).toBe('Reading the repository …\nRendering every message …\n');
    }
  });

  test.runIf(hasScript)('a terminal gets them, unless it asks for none', () => {
    expect(atTerminal('validate', {})).toMatch(colours);
    expect(atTerminal('validate', { NO_COLOR: '1' })).not.toMatch(colours);
    expect(atTerminal('validate', { TERM: 'dumb' })).not.toMatch(colours);
  });

  test.runIf(hasScript)('what is redirected away from a terminal is plain, whatever the other stream is', () => {
    const shown = atTerminal('plan 2>errors.txt', {});
    expect(shown).not.toMatch(colours);
    expect(execFileSync('cat', [join(place.root, 'errors.txt')], { encoding: 'utf8' })).not.toContain(esc);
  });

  test.runIf(hasScript)('progress leaves nothing behind on a terminal', () => {
    const shown = atTerminal('validate', { NO_COLOR: '1' });
    expect(shown).toContain(`\r${esc}[2KReading the repository`);
    expect(shown.split(`${esc}[2K`).at(-1)).toMatch(/^templates\/ping\/body\.hbs/);
  });
});

test('in a log, long work says each tenth, and short work that it begins', () => {
  const lines: string[] = [];
  const progress = new PlainProgress((line) => lines.push(line));
  progress.step('Short');
  for (let done = 1; done <= 199; done++) progress.update(done, 199);
  progress.step('Long');
  for (let done = 1; done <= 1000; done++) progress.update(done, 1000);
  progress.note('Done');
  progress.end();
  const tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => `Long: ${tenth}00 of 1000`);
  expect(lines).toEqual(['Short …', 'Long …', ...tenths, 'Done']);
});

describe('Ctrl-C', () => {
  const preload = join(import.meta.dirname, '../action/support/signal-at-first-write.ts');

  function place(store: StoreName): string {
    const many = Array.from({ length: 20 }, (_, index) => ping('tenants: [acme]', `ping-${index}`));
    const { root, remove } = checkout(store, Object.assign({}, ...many));
    onTestFinished(remove);
    return root;
  }

  test('in a deploy stops it between two writes; the next one goes on from there', async () => {
    const cwd = place('directory');
    const ran = await tenantry(['deploy'], { cwd, preload, env: { TEST_SIGNAL: 'SIGINT' } });
    expect(ran.exitCode).toBe(5);
    expect(ran.stderr).toContain('Stopping after the writes in progress; interrupt again to stop at once.');
    const [, skipped] = / {2}skipped +(\d+) {2}pairs? +the run was stopped/.exec(ran.stdout) ?? [];
    expect(Number(skipped)).toBeGreaterThan(0);
    const ledger = await openLedger({ store: 'directory' }, { root: cwd, env: process.env }).read();
    expect(ledger.holder()).toBeUndefined();
    const next = await tenantry(['deploy', '--json'], { cwd });
    expect(next.json()).toMatchObject({ summary: { deployed: Number(skipped), failed: 0 } });
  });

  test('in a wait for another run ends it, and nothing was written', async () => {
    const cwd = place('directory');
    const other = await openLedger({ store: 'directory' }, { root: cwd, env: process.env }).acquire('other', {
      timeout: 0,
    });
    onTestFinished(() => other.release());
    const onStderr = (text: string, kill: (signal: NodeJS.Signals) => void): void => {
      if (text.includes('Waiting for run other')) kill('SIGINT');
    };
    const ran = await tenantry(['deploy', '--json'], { cwd, onStderr });
    expect(ran.exitCode).toBe(5);
    expect(ran.json()).toMatchObject({ error: { message: 'stopped by SIGINT' } });
    expect(existsSync(join(cwd, '.tenantry/local'))).toBe(false);
  });
});
