import { describe, expect, it } from 'vitest';
import { firstDeployment, killEverywhere, laterDeployment } from './enumerate.ts';

describe('with the ledger on a branch, the next deployment finishes', { timeout: 600_000 }, () => {
  it('a first one that is killed at any step', async () => {
    // Fewer would mean that the preload does not see what a deployment does.
    expect(await killEverywhere(firstDeployment('branch'))).toBeGreaterThan(25);
  });

  it('one that creates, updates and archives, and is killed at any step', async () => {
    expect(await killEverywhere(await laterDeployment('branch'))).toBeGreaterThan(25);
  });
});
