import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clauses } from './clauses.ts';
import { type VendorHarness, vendorClauses } from './clauses-vendor.ts';
import type { Harness } from './harness.ts';
import { mutants as ownMutants } from './mutants.ts';
import { otherMutants } from './mutants-others.ts';
import { vendorMutants } from './mutants-vendor.ts';

const mutants = [...ownMutants, ...otherMutants];

/**
 * Runs the contract over a provider. Every clause is also shown to be able to fail: a deliberately broken copy of the
 * provider must not pass it.
 *
 * @param makeHarness makes a fresh, empty world; called once per clause.
 */
export function contractSuite(name: string, makeHarness: () => Promise<Harness>): void {
  describe(`the provider ${name}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.dispose());

    it.each(clauses)('$name', (clause) => clause.check(harness));

    it.each(mutants)('breaks the contract when $what', async ({ clause, mutate }) => {
      const broken = clauses.find((one) => one.name === clause);
      expect(broken, clause).toBeDefined();
      await expect(broken?.check(mutate(harness))).rejects.toThrow();
    });
  });
}

/**
 * Runs the contract over a provider whose vendor is reached over HTTP, with what holds for those alone. The emulator's
 * harness lets every call go wrong.
 */
export function vendorSuite(name: string, makeHarness: () => Promise<VendorHarness>): void {
  contractSuite(name, makeHarness);
  describe(`the provider ${name}, its vendor in trouble`, () => {
    let harness: VendorHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.dispose());

    it.each(vendorClauses)('$name', (clause) => clause.check(harness));

    it.each(vendorMutants)('breaks the contract when $what', async ({ clause, mutate }) => {
      const broken = vendorClauses.find((one) => one.name === clause);
      expect(broken, clause).toBeDefined();
      await expect(broken?.check(mutate(harness))).rejects.toThrow();
    });
  });
}

/** Names of clauses that no mutant breaks. */
export function untestedClauses(): string[] {
  const broken = new Set([...mutants, ...vendorMutants].map((mutant) => mutant.clause));
  return [...clauses, ...vendorClauses].map((clause) => clause.name).filter((name) => !broken.has(name));
}
