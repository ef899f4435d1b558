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
    const { scene, folder } = await killedWithSomethingWritten(start);
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

/** Kills first deployments later and later, until one has committed a message to the workspace `bolt`. */
async function killedWithSomethingWritten(start: scenes.Scene): Promise<{ scene: scenes.Scene; folder: string }> {
  for (let killAt = 30; ; killAt += 4) {
    const scene = scenes.copy(start);
    expect(await ended(startDeploy(scenes.rootOf(scene), { killAt }))).toMatchObject({ signal: 'SIGKILL' });
    const written = [...scenes.vendorStamps(scene).keys()].some((path) => /bolt\/receipt\.\w\w\.json$/.test(path));
    if (written) return { scene, folder: join(scenes.rootOf(scene), '.tenantry/local/demo-braze/bolt') };
    scenes.discard(scene);
  }
}
