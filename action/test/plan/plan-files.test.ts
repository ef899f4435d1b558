import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPlan } from '../../src/commands/documents.ts';
import { readPlan, writePlan } from '../../src/commands/plan-files.ts';
import type { Plan } from '../../src/generated/index.ts';
import { digestOfPairs } from '../../src/plan/content.ts';
import { temporaryFolder } from '../deploy/small-repository.ts';
import { load, planOf } from './support/world.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('plan');
});
afterEach(() => rmSync(folder, { recursive: true }));

const { plan } = planOf(load(), []);

/** A plan of many pairs. */
function large(size: number): Plan {
  const [, pair] = plan.pairs;
  const pairs = Array.from({ length: size }, (_, index) => ({ ...pair!, tenant: `tenant-${index}` }));
  return { ...plan, pairs, digest: digestOfPairs(pairs) };
}

describe('the files of a plan', () => {
  it('are one, and give the plan back', () => {
    expect(writePlan(folder, plan)).toBe(join(folder, 'plan.json'));
    expect(readdirSync(folder)).toEqual(['plan.json']);
    expect(readPlan(folder, isPlan)).toEqual(plan);
  });

  it('are two from more than 100,000 pairs on', () => {
    const more = large(100_001);
    writePlan(folder, more);
    expect(readFileSync(join(folder, 'plan.json'), 'utf8').length).toBeLessThan(10_000);
    const read = readPlan(folder, isPlan);
    expect(read.pairs).toHaveLength(100_001);
    expect(read.pairs.at(-1)).toEqual(more.pairs.at(-1));
    expect(read.digest).toBe(digestOfPairs(read.pairs));

    rmSync(join(folder, 'pairs.ndjson'));
    expect(() => readPlan(folder, isPlan)).toThrow('damaged');

    writePlan(folder, plan);
    expect(readdirSync(folder)).toEqual(['plan.json']);
  });

  const file = (): string => join(folder, 'plan.json');
  const edited = (change: (plan: Plan) => unknown): void => {
    writeFileSync(file(), JSON.stringify(change(structuredClone(plan))));
  };

  it.each([
    ['is not there', () => rmSync(file()), 'there is no plan in'],
    ['was cut short', () => truncateSync(file(), 500), 'it is not JSON'],
    ['is of another version', () => edited((one) => ({ ...one, version: 2 })), 'not a plan that this version can read'],
    ['has something unknown', () => edited((one) => ({ ...one, more: true })), 'not a plan that this version can read'],
    ['lacks a pair', () => edited((one) => ({ ...one, pairs: one.pairs.slice(1) })), 'does not match its digest'],
    [
      'has another digest after',
      () =>
        edited((one) => {
          one.pairs[0]!.messages[0]!.after = 'f'.repeat(64);
          return one;
        }),
      'does not match its digest',
    ],
    [
      'has another destination',
      () =>
        edited((one) => {
          one.pairs[0]!.workspace = 'elsewhere';
          return one;
        }),
      'does not match its digest',
    ],
  ])('are refused when the plan %s', (_, damage, message) => {
    writePlan(folder, plan);
    damage();
    expect(() => readPlan(folder, isPlan)).toThrow(message);
    expect(() => readPlan(folder, isPlan)).toThrow(expect.objectContaining({ exitCode: 3 }));
  });
});
