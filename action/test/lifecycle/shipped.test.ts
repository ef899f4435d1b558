import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stampsBelow } from '../deploy/run.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';

const shipped = fileURLToPath(new URL('../../../', import.meta.url));
let root: string;
beforeAll(() => {
  root = temporaryFolder('shipped');
  for (const path of ['.github/tenantry.yml', 'tenants', 'templates']) {
    cpSync(join(shipped, path), join(root, path), { recursive: true });
  }
});
afterAll(() => rmSync(root, { recursive: true }));

/** What `npm start` does, on the copy. */
function start(): { validate: string; deploy: string } {
  const { scripts } = JSON.parse(readFileSync(join(shipped, 'package.json'), 'utf8')) as { scripts: { start: string } };
  expect(scripts.start).toContain('scripts/tenantry.ts validate && node scripts/tenantry.ts deploy');
  const run = (command: string): string => {
    const args = [join(shipped, 'scripts/tenantry.ts'), command, '--root', root];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: { ...process.env, CI: '' },
    });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  return { validate: run('validate'), deploy: run('deploy') };
}

const files = () =>
  new Map([...stampsBelow(join(root, '.tenantry'))].filter(([path]) => !path.startsWith('ledger/lock/')));

describe('npm start on the shipped repository', () => {
  it('deploys everything, and touches no file the second time', () => {
    const first = start();
    expect(first.validate).toMatch(/All valid\.\n$/);
    expect(first.deploy).toMatch(/deployed +\d+ +pairs +\d+ messages written/);
    const before = files();
    expect([...before.keys()].filter((path) => /^local\/.*\.html$/.test(path)).length).toBeGreaterThan(50);

    const second = start();
    expect(second.deploy).toMatch(/Nothing to do: \d+ pairs up to date\./);
    expect(files()).toEqual(before);
  });
});
