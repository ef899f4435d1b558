import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { dialects } from '../../src/template/dialects/registry.ts';
import { abilities } from './support/abilities.ts';
import { engines } from './support/engines.ts';
import { drawCase } from './support/ir-cases.ts';
import { judge } from './support/ir-property.ts';
import { propertyRuns, Tally } from './support/runs.ts';

const tally = new Tally();
const columns = engines.map(({ name }) => name);
const formats = ['html', 'text'] as const;

describe('an emitted field, rendered by the vendor, is what its intermediate form means', () => {
  it.each(engines.flatMap((engine) => formats.map((format) => ({ engine, format }))))(
    '$engine.name, $format',
    ({ engine, format }) => {
      fc.assert(
        fc.property(fc.gen(), (gen) => {
          const sample = drawCase(gen, engine.dialect, format);
          const verdict = judge(dialects[engine.dialect], engine, sample);
          if (verdict.kind === 'different') expect(verdict.found, verdict.emitted).toBe(verdict.expected);
          if (verdict.kind === 'refused')
            expect(abilities[engine.dialect].refusals[format]).toEqual(expect.arrayContaining([...verdict.codes]));
          if (verdict.kind === 'equal') for (const construct of sample.constructs) tally.add(construct, engine.name);
        }),
        propertyRuns(800),
      );
    },
  );

  afterAll(() => {
    tally.print('intermediate form', columns);
    const missing = tally.missing(
      columns,
      (construct, column) => column !== 'mustachio' && !(construct.startsWith('filter ') && column !== 'braze'),
    );
    expect(missing).toEqual([]);
  });
});
