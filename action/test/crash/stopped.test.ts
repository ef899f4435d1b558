import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edit, ping, smallRepository, temporaryFolder } from '../deploy/small-repository.ts';
import { ended, startTerminal } from './child.ts';
import * as scenes from './scene.ts';

describe.each(['directory', 'branch'] as const)(
  'a deployment that is asked to stop, with the ledger in a %s',
  (store) => {
    it('ends between two writes, with everything that it did in the ledger, and the next does the rest', async () => {
      // More messages than are written at once.
      const more = Array.from({ length: 20 }, (_, index) => Object.entries(ping('all: true', `ping-${index}`)));
      const files = { ...smallRepository(store), ...Object.fromEntries(more.flat()) };
      const scene = scenes.makeScene(store, (root) => edit(root, files));
      const whole = scenes.copy(scene);
      const barrier = temporaryFolder('barrier');
      const child = startTerminal(scenes.rootOf(scene), { barrier });
      const end = ended(child);
      while (readdirSync(barrier).length === 0) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGTERM');
      writeFileSync(`${barrier}/go`, '');
      expect(await end).toMatchObject({ code: 5 });

      const before = scenes.vendorStamps(scene);
      scenes.expectLedgerAgrees(scenes.outcomeOf(scene));
      scenes.expectNothingTwice(scene, before);
      const wanted = await scenes.deployCleanly(whole);
      expect(before.size).toBeLessThan(wanted.vendor.size);
      expect(await scenes.deployCleanly(scene)).toEqual(wanted);
      scenes.expectNothingTwice(scene, before);
      for (const one of [scene, whole]) scenes.discard(one);
      rmSync(barrier, { recursive: true });
    });
  },
);
