import { describe, expect, it } from 'vitest';
import { config, edit, ping, receipt, type StoreName, smallRepository } from '../deploy/small-repository.ts';
import { ended, startDeploy } from './child.ts';
import * as scenes from './scene.ts';

const policies = 'archiveGrace: 0d, maxArchives: 1';

/** What is deployed when the process is killed, from one commit to the next. */
const stories = [
  { name: 'a first deployment', prepare: async (_: scenes.Scene) => undefined },
  {
    name: 'creates, updates and archives',
    prepare: async (scene: scenes.Scene) => {
      await scenes.deployCleanly(scene);
      scenes.change(scene, {
        ...receipt('1.1.0', 'Receipt'),
        ...ping('matchLabels: { nobody: here }'),
        ...ping('all: true', 'code'),
      });
    },
  },
];

/** Kills a deployment at every one of its steps, on one ledger store. */
export function killEverywhere(store: StoreName): void {
  describe(`a deployment that is killed at any step, with the ledger in a ${store}`, () => {
    it.each(stories)('is finished by the next: $name', { timeout: 300_000 }, async ({ prepare }) => {
      const files = { ...smallRepository(store), '.github/tenantry.yml': config(store, policies) };
      const start = scenes.makeScene(store, (root) => edit(root, files));
      await prepare(start);
      const whole = scenes.copy(start);
      const wanted = await scenes.deployCleanly(whole);
      scenes.expectLedgerAgrees(wanted);
      scenes.discard(whole);
      let step = 0;
      do step += 1;
      while (await survives(start, step, wanted));
      // Fewer would mean that the preload does not see what the deployment does.
      expect(step).toBeGreaterThan(60);
      scenes.discard(start);
    });
  });
}

/** False when the deployment came to its end before that step. */
async function survives(start: scenes.Scene, step: number, wanted: scenes.Outcome): Promise<boolean> {
  const scene = scenes.copy(start);
  const { code, signal, stderr } = await ended(startDeploy(scenes.rootOf(scene), { killAt: step }));
  expect(signal === 'SIGKILL' || code === 0, `step ${step}: exit ${code}\n${stderr}`).toBe(true);
  const before = scenes.vendorStamps(scene);
  try {
    const outcome = await scenes.deployCleanly(scene);
    expect(outcome).toEqual(wanted);
    scenes.expectNothingTwice(scene, before);
  } catch (error) {
    if (error instanceof Error) error.message = `killed at step ${step}: ${error.message}`;
    throw error;
  }
  scenes.discard(scene);
  return signal === 'SIGKILL';
}
