import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plan } from '../../src/commands/plan.ts';
import { exitCodes } from '../../src/diagnostics/errors.ts';
import { deploymentSummary } from '../../src/github/summary.ts';
import { everything } from '../../src/plan/scope.ts';
import { type InstalledAction, installAction } from '../action/support/job.ts';
import { worldOf } from '../deploy/run.ts';
import { receipt } from '../deploy/small-repository.ts';
import { freshBundle } from '../support/fresh-bundle.ts';
import { problemsOf } from '../terminal/support/schemas.ts';
import { tenantry } from '../terminal/support/terminal.ts';
import { endScenes } from './support/end-scenes.ts';
import { Scene } from './support/scene.ts';

let scene: Scene;
let action: InstalledAction;
let bundle: string;
beforeAll(async () => {
  bundle = await freshBundle();
  action = installAction(bundle);
});
endScenes(() => scene);
afterAll(() => {
  action.remove();
  rmSync(bundle, { recursive: true });
});

const slip = receipt('1.1.0', 'Your slip');

it('the Action asks GitHub, fails where nobody approved, and says why in log, summary and error', async () => {
  scene = await Scene.begin();
  const number = scene.open(slip);
  scene.merge(number);
  const env = { GITHUB_API_URL: scene.github.url, GITHUB_REPOSITORY: 'larder/messaging' };
  const job = { inputs: { command: 'deploy', token: 'a-secret-token' }, env };
  scene.update();
  const held = await action.run(scene.job, job);
  expect(held.exitCode).toBe(5);
  for (const text of [held.log, held.summary]) expect(text).toMatch(/nobody has approved/);
  expect(held.commands.find(({ name }) => name === 'error')?.message).toContain('some pairs failed or were held');
  expect(held.everything).not.toContain('a-secret-token');
  scene.approve(number);
  const deployed = await action.run(scene.job, job);
  expect(deployed).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
  expect(deployed.summary).toContain('✅ Deployed');
});

it('the terminal asks GitHub with the token of its environment', async () => {
  scene = await Scene.begin();
  scene.land(slip);
  scene.update();
  const env = { GITHUB_API_URL: scene.github.url, GITHUB_REPOSITORY: 'larder/messaging' };
  const without = await tenantry(['deploy', '--json'], { cwd: scene.job, env });
  expect(without.exitCode).toBe(5);
  expect(problemsOf(without.json(), 'deploy')).toEqual([]);
  expect(without.json()).toMatchObject({ unapproved: [{ tenant: 'bolt', policy: 'require' }, {}, {}] });
  const given = await tenantry(['deploy'], { cwd: scene.job, env: { ...env, GITHUB_TOKEN: 'secret' } });
  expect([given.exitCode, given.stdout]).toEqual([0, expect.stringContaining('4 messages written')]);
});

it('a plan says that it will be asked, and so does the summary of what was written all the same', async () => {
  scene = await Scene.begin('warn');
  scene.merge(scene.open(slip));
  scene.update();
  const options = { scope: everything, all: false, refresh: false, detailedExitcode: false };
  const { text } = await plan(worldOf(scene.job), options);
  expect(text).toContain('Approvals are checked when it is deployed (policies.approval: warn).');
  const { document, exitCode } = await scene.deploy();
  expect([exitCode, problemsOf(document, 'deploy')]).toEqual([0, []]);
  const summary = deploymentSummary(document, exitCodes.done);
  expect(summary).toContain('⚠️ 3 pairs nobody has approved:');
  expect(summary).toContain('it comes from &#35;\u200b1: nobody has approved it.');
});
