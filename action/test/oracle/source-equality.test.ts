import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/digest.ts';
import type { DialectId } from '../../src/template/dialects/dialect.ts';
import { dialects } from '../../src/template/dialects/registry.ts';
import { dialectIds } from '../dialects/support/ids.ts';
import { build } from '../template/support/world.ts';
import { abilities } from './support/abilities.ts';
import { engines } from './support/engines.ts';
import { propertyRuns, Tally } from './support/runs.ts';
import { decodeEntities, vendorUrls } from './support/send.ts';
import { SourceMaker } from './support/source-cases.ts';
import { createOracle, sortKeys } from './support/source-oracle.ts';
import { dataFor, declared, layouts, partials, runtimeSchemas, strings, variables } from './support/source-world.ts';

const tally = new Tally();
const columns = engines.map(({ name }) => name);
const oracle = createOracle({
  partials: new Map(Object.entries({ ...partials, ...layouts })),
  strings: (key) => strings[key],
  locale: 'en',
});

function check(gen: fc.GeneratorValue, id: DialectId, format: 'html' | 'text'): void {
  const required = gen(fc.subarray, ['first_name', 'home', 'gift', 'notes']);
  const runtime = runtimeSchemas(required);
  const values = gen(() => variables);
  const maker = new SourceMaker(gen, id, format, runtime);
  const source = maker.template();
  const recipient = gen(dataFor, runtime.recipient) as JsonObject;
  const event = gen(dataFor, runtime.event) as JsonObject;

  const field = format === 'html' ? 'html' : 'subject';
  const fields = { [field]: source, text: '' };
  const { renderer, version, tenant } = build({
    fields,
    partials,
    layouts,
    variables: values,
    declared,
    required: Object.keys(declared),
    ...runtime,
    strings: { en: strings },
  });
  const dialect = dialects[id];
  const rendered = renderer.render(version, tenant, 'en', { dialect, data: dialect.defaultData });
  if (rendered.message === undefined) {
    const allowed = ['operand-not-printable', ...abilities[id].refusals[format]];
    const others = rendered.problems.filter(({ code }) => !allowed.includes(code));
    expect(others, source).toEqual([]);
    return;
  }
  const emitted = rendered.message.fields[field] as string;
  const vendor = Object.fromEntries(abilities[id].vendorValues.map((name) => [name, vendorUrls[name]]));
  const context = { ...values, tenant: { id: tenant.id, name: tenant.name }, recipient, event, vendor };
  const expected = oracle.render(source, sortKeys(context as Json) as JsonObject);
  for (const engine of engines.filter((one) => one.dialect === id)) {
    const found = engine.render(emitted, { recipient, event, vendor: vendorUrls });
    const decoded = format === 'html' ? decodeEntities(found) : found;
    expect(decoded, `${engine.name}\n${source}\n----\n${emitted}`).toBe(expected);
    for (const construct of maker.constructs) tally.add(construct, engine.name);
  }
}

describe('an emitted field, rendered by the vendor, says what Handlebars makes of its source', () => {
  it.each(dialectIds.flatMap((id) => (['html', 'text'] as const).map((format) => ({ id, format }))))(
    '$id, $format',
    ({ id, format }) => {
      fc.assert(
        fc.property(fc.gen(), (gen) => check(gen, id, format)),
        propertyRuns(300),
      );
    },
  );

  afterAll(() => {
    tally.print('construct of the language', columns);
    const onlyLiquid = /^(upper|lower|capitalize|url|value inside a link), runtime$/;
    const refused = /^compare |^(eq|ne|gte?|lte?), |^@\w+, runtime$|^runtime date$/;
    const missing = tally.missing(columns, (construct, column) => {
      if (onlyLiquid.test(construct)) return column === 'braze';
      if (column === 'mustachio' && refused.test(construct)) return false;
      return !(column === 'iterable' && construct === 'runtime date');
    });
    expect(missing).toEqual([]);
  });
});
