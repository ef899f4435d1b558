import type { ChildProcess } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edit, smallRepository, temporaryFolder } from '../deploy/small-repository.ts';
import { ended, startDeploy } from './child.ts';
import * as scenes from './scene.ts';

describe.each(['directory', 'branch'] as const)('two deployments at once, with the ledger in a %s', (store) => {
  it('do not write side by side: one waits inside the other’s first write, and both end well', async () => {
    const whole = scenes.makeScene(store, (root) => edit(root, smallRepository(store)));
    const scene = scenes.copy(whole);
    const wanted = await scenes.deployCleanly(whole);
    const barrier = temporaryFolder('barrier');
    const children = [0, 1].map(() => startDeploy(scenes.rootOf(scene), { barrier }));
    const ends = children.map(ended);
    // Whoever does not get the lock says so, and only then may the other go on.
    await Promise.any(children.map(saysThatItWaits));
    while (readdirSync(barrier).length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(readdirSync(barrier)).toHaveLength(1);
    writeFileSync(`${barrier}/go`, '');
    for (const end of ends) expect(await end).toMatchObject({ code: 0 });
    expect(readdirSync(barrier).filter((name) => name !== 'go')).toHaveLength(1);
    const outcome = scenes.outcomeOf(scene);
    expect(outcome).toEqual(wanted);
    scenes.expectLedgerAgrees(outcome);
    scenes.expectNothingTwice(scene, new Map());
    for (const one of [whole, scene]) scenes.discard(one);
    rmSync(barrier, { recursive: true });
  });
});

function saysThatItWaits(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString('utf8').includes('Waiting for run')) resolve();
    });
  });
}
