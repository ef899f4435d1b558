import { describe, expect, it } from 'vitest';
import { firstDeployment, killEverywhere, killedHalfWay, laterDeployment } from './enumerate.ts';

describe('with the ledger in a directory, the next deployment finishes', { timeout: 600_000 }, () => {
  it('a first one that is killed at any step', async () => {
    // Fewer would mean that the preload does not see what a deployment does.
    expect(await killEverywhere(firstDeployment('directory'))).toBeGreaterThan(90);
  });

  it('one that creates, updates and archives, and is killed at any step', async () => {
    expect(await killEverywhere(await laterDeployment('directory'))).toBeGreaterThan(110);
  });

  it('one that takes over from a killed one, and is itself killed at any step', async () => {
    expect(await killEverywhere(await killedHalfWay('directory', 60))).toBeGreaterThan(60);
  });
});
