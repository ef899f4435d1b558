import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { StoreName } from '../deploy/small-repository.ts';
import { ended, startDeploy } from './child.ts';
import { isKilled } from './enumerate.ts';
import { randomNumbers } from './random.ts';
import * as scenes from './scene.ts';

const shipped = fileURLToPath(new URL('../../../', import.meta.url));

describe.each([
  ['a directory', 'directory', 20],
  ['a branch', 'branch', 6],
] as const)('the shipped repository, with its ledger in %s', (_, store, moments) => {
  it(`survives being killed at ${moments} random moments of its first deployment`, { timeout: 300_000 }, async () => {
    const start = scenes.makeScene(store, (root) => {
      for (const path of ['.github/tenantry.yml', 'tenants', 'templates']) {
        cpSync(join(shipped, path), join(root, path), { recursive: true });
      }
      keepLedgerIn(root, store);
    });
    const whole = scenes.copy(start);
    const countFile = join(whole.folder, 'count');
    expect(await ended(startDeploy(scenes.rootOf(whole), { countFile }))).toMatchObject({ code: 0 });
    const wanted = scenes.outcomeOf(whole);
    scenes.expectLedgerAgrees(wanted);
    const steps = Number(readFileSync(countFile, 'utf8'));
    expect(steps).toBeGreaterThan(500);
    const random = randomNumbers(20261123);
    for (let moment = 0; moment < moments; moment++) {
      const killAt = 1 + Math.floor(random() * steps);
      expect(await isKilled(start, { killAt }, wanted), `step ${killAt}`).toBe(true);
    }
    for (const scene of [start, whole]) scenes.discard(scene);
  });
});

function keepLedgerIn(root: string, store: StoreName): void {
  const file = join(root, '.github/tenantry.yml');
  const config = readFileSync(file, 'utf8');
  expect(config).toMatch(/^ledger: \{ store: directory \}/m);
  writeFileSync(file, config.replace(/^ledger: \{ store: directory \}/m, `ledger: { store: ${store} }`));
}
