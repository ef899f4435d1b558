import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { dialects } from '../../src/template/dialects/registry.ts';
import { interpret } from '../../src/template/interpret.ts';
import { engines } from '../oracle/support/engines.ts';
import { propertyRuns, Tally } from '../oracle/support/runs.ts';
import { decodeEntities, renderWithHandlebars } from './support/oracle.ts';
import { drawSource, type SourceCase, thingSchema } from './support/source-cases.ts';
import { evaluate } from './support/world.ts';

const vendor = {
  unsubscribe_url: 'https://u.example',
  preferences_url: 'https://p.example',
  browser_url: 'https://b.example',
};
const tally = new Tally();
const columns = ['interpreter', ...engines.map(({ name }) => name)];

function evaluated({ field, partials, brand }: SourceCase, format: 'html' | 'text') {
  const name = format === 'html' ? 'html' : 'subject';
  const { fields, problems } = evaluate({
    fields: { [name]: field },
    partials,
    variables: { brand },
    event: thingSchema,
  });
  const result = fields.get(name);
  expect([...problems, ...(result?.problems ?? [])], field).toEqual([]);
  return result?.nodes ?? [];
}

function expected({ field, partials, brand, event }: SourceCase, format: 'html' | 'text'): string {
  return decodeEntities(renderWithHandlebars(field, partials, { brand, event }, format));
}

describe('a template evaluated for a tenant means what Handlebars makes of it when everything is known', () => {
  it.each(['html', 'text'] as const)('%s, through the interpreter of the intermediate form', (format) => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const sample = drawSource(gen);
        const nodes = evaluated(sample, format);
        const data = { recipient: {}, event: sample.event, vendor };
        expect(decodeEntities(interpret(nodes, data)), sample.field).toBe(expected(sample, format));
        for (const construct of sample.constructs) tally.add(construct, 'interpreter');
      }),
      { ...propertyRuns(600), endOnFailure: true },
    );
  });

  it.each(engines)('html, emitted for and rendered by $name', (engine) => {
    const dialect = dialects[engine.dialect];
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const sample = drawSource(gen);
        const printed = dialect.print(evaluated(sample, 'html'), 'html', dialect.defaultData);
        if (printed.problems.length > 0) return;
        const found = engine.render(printed.text, { recipient: {}, event: sample.event, vendor });
        expect(decodeEntities(found), sample.field).toBe(expected(sample, 'html'));
        for (const construct of sample.constructs) tally.add(construct, engine.name);
      }),
      { ...propertyRuns(400), endOnFailure: true },
    );
  });

  afterAll(() => {
    tally.print('template language', columns);
    // Mustachio has no data of loops, and refuses every template with some of a runtime loop.
    const possible = (construct: string, column: string) => column !== 'mustachio' || !construct.startsWith('@');
    expect(tally.missing(columns, possible)).toEqual([]);
  });
});
