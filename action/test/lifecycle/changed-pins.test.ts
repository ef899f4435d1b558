import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pin } from '../../src/commands/pin.ts';
import { preview } from '../../src/commands/preview.ts';
import { validate } from '../../src/commands/validate.ts';
import { InvalidInput } from '../../src/diagnostics/errors.ts';
import type { Validation } from '../../src/generated/index.ts';
import { everything } from '../../src/plan/scope.ts';
import { worldOf } from '../deploy/run.ts';
import { acme, grocers, receipt } from './support/grocers.ts';
import { Scene, start } from './support/scene.ts';

const folder = 'templates/receipt/pinned/1.0.0';

let scene: Scene;
beforeEach(async () => {
  scene = new Scene({ ...grocers(), '.gitignore': '.tenantry/\n' });
  git('init', '-q', '-b', 'main', '--template=', '.');
  await scene.run(start, (world) => pin(world, { tenant: 'cafe', template: 'receipt' }));
  commit();
});
afterEach(() => scene.discard());

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', scene.root, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function commit(): void {
  git('add', '-A');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Change');
}

/** Code and file of each problem that `validate` finds. */
async function problems(): Promise<string[]> {
  const { document, exitCode } = await scene.run<Validation>(start, (world) => validate(world, { scope: everything }));
  expect(exitCode).toBe(document.diagnostics.length > 0 ? 3 : 0);
  return document.diagnostics.map(({ code, file }) => `${code} ${file}`);
}

/** The same for a preview against the commit before the last. */
async function problemsOfReview(): Promise<string[]> {
  const options = { scope: everything, all: false, base: 'HEAD~', out: `${scene.root}/.tenantry/preview` };
  try {
    await preview(worldOf(scene.root), options);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.diagnostics.map(({ code, file }) => `${code} ${file}`);
  }
}

describe('a pinned version', () => {
  it('may come, get more files and be deleted as a whole', async () => {
    expect(await problems()).toEqual([]);
    scene.edit({ [`${folder}/_partials/more.hbs`]: 'more' }, receipt('New receipt', '2.0.0'));
    expect(await problems()).toEqual([]);
    commit();
    scene.edit({ [folder]: undefined, 'tenants/cafe/tenant.yaml': grocers()['tenants/cafe/tenant.yaml'] }, acme());
    expect(await problems()).toEqual([]);
    commit();
    expect(await problemsOfReview()).toEqual([]);
  });

  it('may not be changed: neither since the last commit, nor since the base of a pull request', async () => {
    scene.edit({
      [`${folder}/subject.hbs`]: 'Another receipt',
      [`${folder}/strings/de.yaml`]: undefined,
      'templates/receipt/subject.hbs': 'Another receipt',
    });
    const changed = [
      `pinned-version-changed ${folder}/strings/de.yaml`,
      `pinned-version-changed ${folder}/subject.hbs`,
    ];
    expect(await problems()).toEqual(changed);
    commit();
    expect(await problems()).toEqual([]);
    expect(await problemsOfReview()).toEqual(changed);
  });
});
