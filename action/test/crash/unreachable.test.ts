import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomes, runDeploy } from '../deploy/run.ts';
import { ended, startDeploy } from './child.ts';
import { firstDeployment } from './enumerate.ts';
import * as scenes from './scene.ts';

describe.each(['directory', 'branch'] as const)('after a kill, with the ledger in a %s', (store) => {
  it('a workspace that does not answer fails alone, and what was written there is remembered until it does', async () => {
    const start = firstDeployment(store);
    const scene = scenes.copy(start);
    const folder = join(scenes.rootOf(scene), '.tenantry/local/demo-braze/bolt');
    // What was written there cannot be in the ledger yet, however the workspaces took turns.
    const run = startDeploy(scenes.rootOf(scene), { killAfter: 'demo-braze/bolt/receipt' });
    expect(await ended(run)).toMatchObject({ signal: 'SIGKILL' });
    const before = scenes.vendorStamps(scene);

    renameSync(folder, `${folder}.away`);
    writeFileSync(folder, 'not a folder');
    for (const _attempt of [1, 2]) {
      const run = await runDeploy(scenes.rootOf(scene), { allowArchives: true });
      expect(run.exitCode).toBe(5);
      const failed = Object.entries(outcomes(run)).filter(([, outcome]) => outcome !== 'deployed');
      expect(failed).toEqual([['bolt/receipt@bolt', 'failed']]);
    }

    rmSync(folder);
    renameSync(`${folder}.away`, folder);
    const whole = scenes.copy(start);
    expect(await scenes.deployCleanly(scene)).toEqual(await scenes.deployCleanly(whole));
    scenes.expectNothingTwice(scene, before);
    for (const one of [start, scene, whole]) scenes.discard(one);
  });
});
