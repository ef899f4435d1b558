import fc from 'fast-check';
import { expect, it } from 'vitest';
import { engines } from './support/engines.ts';
import { drawCase } from './support/ir-cases.ts';
import { judge } from './support/ir-property.ts';
import { mutants } from './support/mutants.ts';
import { propertyRuns } from './support/runs.ts';

it.each(mutants)('$engine: $mistake is caught', ({ dialect, engine: name }) => {
  const engine = engines.find((one) => one.name === name)!;
  const result = fc.check(
    fc.property(fc.gen(), fc.constantFrom('html', 'text'), (gen, format) => {
      const verdict = judge(dialect, engine, drawCase(gen, engine.dialect, format));
      expect(verdict.kind).not.toBe('different');
    }),
    { ...propertyRuns(4000), endOnFailure: true },
  );
  expect(result.failed, `${result.numRuns} cases, none of which shows the mistake`).toBe(true);
});
