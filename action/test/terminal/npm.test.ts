import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileCache } from '../support/compile-cache.ts';
import { repositoryRoot } from './support/terminal.ts';

const check = join(repositoryRoot, 'scripts/check-node.js');

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  return spawnSync(program, args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...compileCache, ...env },
  });
}

test('commands run as the README says', () => {
  const ran = run('npm', ['run', '-s', 'tenantry', '--', 'explain', 'nobody', '--json']);
  expect(ran.status).toBe(3);
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { message: 'there is no tenant “nobody”' } });
});

describe('the check of Node', () => {
  test('passes on the Node of the development dependencies, without a word', () => {
    expect(run(process.execPath, [check])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  /** An older Node as far as the check can tell. */
  const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.1' } })`;

  test('says on an older one what to do', () => {
    const ran = run(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(older)}`, check]);
    expect(ran).toMatchObject({ status: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^Tenantry runs on Node 24; this is Node 20\.11\.1 \(.*\)\.\n/);
    expect(ran.stderr).toContain('run "npm ci"');
  });

  const machine = spawnSync(
    'sh',
    ['-c', 'PATH=$(echo "$PATH" | tr : "\\n" | grep -v node_modules | paste -sd :) command -v node'],
    { encoding: 'utf8' },
  ).stdout.trim();
  const version = machine === '' ? '' : run(machine, ['--version']).stdout.trim();
  const isOld = version !== '' && Number(/^v(\d+)/.exec(version)?.[1]) < 24;

  test.runIf(isOld)(`and does so on ${version}, which this machine has`, () => {
    const ran = run(machine, [check]);
    expect(ran).toMatchObject({ status: 1, stdout: '' });
    expect(ran.stderr).toContain(`this is Node ${version.slice(1)}`);
  });

  test('comes first in every script that runs TypeScript for users', () => {
    const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
    for (const name of ['start', 'tenantry', 'test', 'bench'])
      expect(scripts[name]).toMatch(/^node scripts\/check-node\.js && /);
  });
});
