import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadRepository } from '../../src/config/load.ts';
import type { Template, TemplateVersion, Tenant } from '../../src/config/model.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import type { Json, JsonObject } from '../../src/digest.ts';
import { target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import type { DialectId } from '../../src/template/dialects/dialect.ts';
import { dialects } from '../../src/template/dialects/registry.ts';
import { createRenderer } from '../../src/template/render.ts';
import { dialectIds } from '../dialects/support/ids.ts';
import { abilities } from './support/abilities.ts';
import { engines } from './support/engines.ts';
import { decodeEntities, vendorUrls } from './support/send.ts';
import { createOracle, type Oracle, sortKeys } from './support/source-oracle.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { repository, diagnostics } = loadRepository(openWorkingTree(root));
const renderer = createRenderer(repository);
const today = todayAt(new Date('2026-06-01T12:00:00Z'));

const rightToLeft = ['ar'];

interface Counts {
  messages: number;
  renderings: number;
}

/** Where strings are looked for, said anew: per locale and its fallbacks the tenant's, the template's, the shared. */
function stringOf(template: TemplateVersion, tenant: Tenant, locale: string, key: string): string | undefined {
  const fallback = repository.config.locales?.fallback ?? {};
  for (let at: string | undefined = locale; at !== undefined; at = fallback[at] ?? at.match(/^(.+)-[^-]+$/)?.[1]) {
    const own = template.metadata.overridable?.includes(key)
      ? tenant.strings.get(at)?.templates.get(template.id)
      : undefined;
    const found =
      own?.get(key) ?? template.strings.get(at)?.strings.get(key) ?? template.library.strings.get(at)?.strings.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function oracleFor(template: TemplateVersion, tenant: Tenant, locale: string): Oracle {
  const { layouts, partials } = template.library;
  const own = [...tenant.partials].filter(([name]) => !name.startsWith('legal/'));
  const sources = [...layouts, ...partials, ...own].map(([name, file]) => [name, file.text] as const);
  return createOracle({
    partials: new Map(sources),
    strings: (key) => stringOf(template, tenant, locale, key),
    locale,
  });
}

function contextOf(tenant: Tenant, locale: string, sample: JsonObject, dialect: DialectId): JsonObject {
  const language = locale.split('-')[0] as string;
  const direction = rightToLeft.includes(language) ? 'rtl' : 'ltr';
  const vendor = Object.fromEntries(abilities[dialect].vendorValues.map((name) => [name, vendorUrls[name]]));
  const reserved = {
    tenant: { id: tenant.id, name: tenant.name },
    locale: { code: locale, language, direction },
    recipient: sample.recipient ?? {},
    event: sample.event ?? {},
    vendor,
  };
  return sortKeys({ ...tenant.variables, ...reserved } as Json) as JsonObject;
}

interface Pair {
  readonly tenant: Tenant;
  readonly version: TemplateVersion;
  readonly samples: Template['samples'];
}

function compareMessage({ tenant, version, samples }: Pair, locale: string, id: DialectId, counts: Counts): void {
  const name = `${tenant.id}/${version.id}.${locale} for ${id}`;
  const dialect = dialects[id];
  const { message, problems } = renderer.render(version, tenant, locale, { dialect, data: dialect.defaultData });
  if (message === undefined)
    throw new Error(`${name}: ${problems[0]?.file}:${problems[0]?.line} ${problems[0]?.message}`);
  counts.messages += 1;
  const oracle = oracleFor(version, tenant, locale);
  for (const [field, emitted] of Object.entries(message.fields)) {
    const source = version.fields.get(field);
    if (source === undefined) continue;
    const meant = oracle.compile(source.text);
    const decode = field === 'html' ? decodeEntities : (text: string) => text;
    for (const engine of engines.filter((one) => one.dialect === id)) {
      const render = engine.compile(emitted);
      for (const [sampleName, sample] of samples) {
        const { recipient = {}, event = {} } = sample as { recipient?: JsonObject; event?: JsonObject };
        const found = decode(render({ recipient, event, vendor: vendorUrls }));
        expect(found, `${name}, ${field}, ${sampleName}`).toBe(meant(contextOf(tenant, locale, sample, id)));
        counts.renderings += 1;
      }
    }
  }
}

describe('shipped messages, rendered by each vendor, say what Handlebars makes of their sources', () => {
  it('the repository is sound', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(repository.tenants.size).toBeGreaterThanOrEqual(14);
    expect(repository.templates.size).toBeGreaterThanOrEqual(12);
  });

  it.each([...repository.templates.values()].map((template) => ({ template, id: template.id })))(
    '$id',
    ({ template }) => {
      const counts: Counts = { messages: 0, renderings: 0 };
      for (const tenant of repository.tenants.values()) {
        const verdict = target(tenant, template, today);
        if (verdict.kind === 'unwanted') continue;
        const pair = { tenant, version: verdict.version, samples: template.samples };
        for (const locale of tenant.locales) for (const id of dialectIds) compareMessage(pair, locale, id, counts);
      }
      expect(template.samples.size).toBeGreaterThanOrEqual(4);
      expect(counts.messages).toBeGreaterThan(0);
      expect(counts.renderings).toBeGreaterThanOrEqual(counts.messages * template.samples.size);
    },
  );
});
