import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { status } from '../../src/commands/status.ts';
import { everything } from '../../src/plan/scope.ts';
import { grocers, receipt } from './support/grocers.ts';
import { Scene, start } from './support/scene.ts';

const scene = new Scene(grocers());
afterEach(() => scene.discard());

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@grocers.example'];
  execFileSync('git', ['-C', scene.root, ...who, ...args], { stdio: 'ignore' });
}

function commit(): void {
  git('add', '.');
  git('commit', '-qm', 'x');
}

it('rebuilds a ledger whose branch was deleted, though messages changed meanwhile, and nothing is written twice', async () => {
  const config = scene.read('.github/tenantry.yml');
  scene.edit({
    '.github/tenantry.yml': `${config}ledger: { store: branch }\n`,
    '.gitignore': '.tenantry/\norigin.git/\n',
  });
  const origin = join(scene.root, 'origin.git');
  git('init', '-q', '-b', 'main');
  git('init', '-q', '--bare', origin);
  git('remote', 'add', 'origin', origin);
  commit();
  expect((await scene.deploy()).exitCode).toBe(0);
  const before = scene.objects();
  git('push', '-q', 'origin', ':tenantry-ledger');
  scene.edit(receipt('Another receipt'));

  // What is recorded must be there for everybody to look up.
  expect(await scene.rebuild()).toMatchObject({ exitCode: 6, text: expect.stringContaining('not committed') });
  commit();
  expect((await scene.deploy()).exitCode).toBe(6);
  const rebuilt = await scene.rebuild();
  expect(rebuilt).toMatchObject({ exitCode: 0, document: { summary: { kept: 0, unattributed: 0, unreadable: 0 } } });
  const { current, earlier } = rebuilt.document.summary;
  expect(current).toBeGreaterThan(0);
  expect(earlier).toBeGreaterThan(0);
  const told = await scene.run(start, (world) => status(world, { scope: everything }));
  expect(told.text).toContain('an unknown commit');

  expect(scene.objects()).toEqual(before);
  const next = await scene.deploy();
  expect(next, next.text).toMatchObject({ exitCode: 0 });
  const after = scene.objects();
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  expect([...after].filter(([name, stamp]) => before.get(name) !== stamp)).toHaveLength(earlier);
  expect((await scene.deploy()).document.pairs).toEqual([]);
});
