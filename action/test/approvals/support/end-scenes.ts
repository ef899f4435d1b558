import { afterAll, afterEach, expect } from 'vitest';
import { Scene } from './scene.ts';

/** Ends the scene of each test of a file, which must not have asked GitHub what its API does not answer. */
export function endScenes(current: () => Scene): void {
  afterEach(async () => {
    const scene = current();
    expect(scene.github.violations).toEqual([]);
    await scene.end();
  });
  afterAll(() => Scene.forget());
}
