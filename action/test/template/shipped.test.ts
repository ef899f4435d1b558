import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { loadRepository } from '../../src/config/load.ts';
import type { SourceFile, Template, TemplateVersion, Tenant } from '../../src/config/model.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import type { JsonObject } from '../../src/digest.ts';
import { target } from '../../src/plan/targets.ts';
import { dialects } from '../../src/template/dialects/registry.ts';
import type { EvaluatedField } from '../../src/template/evaluate.ts';
import { formatDate, readLocalTime } from '../../src/template/formats/date.ts';
import type { DateStyle } from '../../src/template/formats/formats.ts';
import { formats } from '../../src/template/formats/index.ts';
import { formatAmount, formatNumber } from '../../src/template/formats/number.ts';
import { interpret } from '../../src/template/interpret.ts';
import { createRenderer } from '../../src/template/render.ts';
import { engines } from '../oracle/support/engines.ts';
import { decodeEntities, helpers, renderField, veil } from './support/oracle.ts';
import { vendor } from './support/show.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { repository } = loadRepository(openWorkingTree(root));
const renderer = createRenderer(repository);
const handlebars = Handlebars.create();
handlebars.registerHelper(helpers);
const compiled = new Map<SourceFile, Handlebars.TemplateDelegate>();

function compile(source: SourceFile): Handlebars.TemplateDelegate {
  let template = compiled.get(source);
  if (template === undefined) {
    template = handlebars.compile(source.text, { preventIndent: true });
    compiled.set(source, template);
  }
  return template;
}

/** The partials that a tenant's messages are made of, its own over the shared ones. */
function partialsOf({ library }: TemplateVersion, tenant: Tenant): Record<string, Handlebars.TemplateDelegate> {
  const own = [...tenant.partials].filter(([name]) => !name.startsWith('legal/'));
  return Object.fromEntries(
    [...library.layouts, ...library.partials, ...own].map(([name, source]) => [name, compile(source)]),
  );
}

/** The helpers that depend on tenant and locale; `t` looks strings up in its own way. */
function helpersOf(
  version: TemplateVersion,
  tenant: Tenant,
  locale: string,
): Record<string, Handlebars.HelperDelegate> {
  const known = formats.get(locale);
  if (known === undefined) throw new Error(`No formats for ${locale}.`);
  const fallback = repository.config.locales?.fallback?.[locale] ?? locale.split('-')[0] ?? locale;
  const find = (key: string, code: string) => {
    const own = version.metadata.overridable?.includes(key)
      ? tenant.strings.get(code)?.templates.get(version.id)?.get(key)
      : undefined;
    return own ?? version.strings.get(code)?.strings.get(key) ?? version.library.strings.get(code)?.strings.get(key);
  };
  return {
    t: (key: string, { hash }: Handlebars.HelperOptions) =>
      (find(key, locale) ?? find(key, fallback) ?? `[${key}]`).replace(/\{(\w+)\}/g, (_, slot) =>
        String(hash[slot] ?? ''),
      ),
    date: (value: string, style: unknown) => {
      const time = readLocalTime(value);
      return time ? formatDate(time, (typeof style === 'string' ? style : 'medium') as DateStyle, known) : `[${value}]`;
    },
    number: (value: number, { hash }: Handlebars.HelperOptions) =>
      formatNumber(value, hash.maximumFractionDigits ?? 3, known),
    currency: (value: { amount: number; currency: string }) => formatAmount(value.amount, value.currency, known),
  };
}

function dataOf(tenant: Tenant, locale: string, sample: JsonObject): JsonObject {
  const [language = locale] = locale.split('-');
  const { id, name, variables } = tenant;
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  return { ...variables, tenant: { id, name }, locale: { code: locale, language, direction }, vendor, ...sample };
}

/** A message, ready to be compared for one sample after another. */
type Check = (name: string, sample: JsonObject) => void;

/** Compares every field of a message with what Handlebars makes of its source. */
function checksOf(version: TemplateVersion, tenant: Tenant, locale: string): Check[] {
  const { fields, problems } = renderer.evaluate(version, tenant, locale);
  expect(problems).toEqual([]);
  const partials = partialsOf(version, tenant);
  const own = helpersOf(version, tenant, locale);
  const { t } = own as { t: (...given: unknown[]) => string };
  return [...version.fields].map(([field, source]) => {
    const where = `${version.id}.${field} for ${tenant.id} in ${locale}`;
    const { nodes, format, problems: found } = fields.get(field) as EvaluatedField;
    expect(found, where).toEqual([]);
    // In a field that is not HTML nothing is escaped, texts included.
    const named = format === 'html' ? own : { ...own, t: (...given: unknown[]) => veil(t(...given)) };
    const renders = engines.map((engine) => {
      const dialect = dialects[engine.dialect];
      const printed = dialect.print(nodes, format, dialect.defaultData);
      expect(printed.problems, where).toEqual([]);
      return { engine: engine.name, render: engine.compile(printed.text) };
    });
    return (name, sample) => {
      const { recipient = {}, event = {} } = sample as { recipient?: JsonObject; event?: JsonObject };
      const send = { recipient, event, vendor };
      const data = dataOf(tenant, locale, { recipient, event });
      const expected = decodeEntities(renderField(compile(source), data, format, { partials, helpers: named }));
      expect(decodeEntities(interpret(nodes, send)), `${where}, ${name}`).toBe(expected);
      for (const { engine, render } of renders) {
        expect(decodeEntities(render(send)), `${where}, ${name}, by ${engine}`).toBe(expected);
      }
    };
  });
}

function messagesOf(template: Template): { version: TemplateVersion; tenant: Tenant; locale: string }[] {
  const found: { version: TemplateVersion; tenant: Tenant; locale: string }[] = [];
  for (const tenant of repository.tenants.values()) {
    const verdict = target(tenant, template, () => '2026-06-15');
    if (verdict.kind === 'unwanted') continue;
    for (const locale of tenant.locales) found.push({ version: verdict.version, tenant, locale });
  }
  return found;
}

describe('every shipped message means what Handlebars makes of its template, with every sample', () => {
  it.each([...repository.templates.values()].map((template) => ({ id: template.id, template })))(
    '$id',
    ({ template }) => {
      let compared = 0;
      for (const { version, tenant, locale } of messagesOf(template)) {
        for (const check of checksOf(version, tenant, locale)) {
          for (const [name, sample] of template.samples) check(name, sample);
          compared += template.samples.size;
        }
      }
      expect(compared).toBeGreaterThan(20);
    },
  );
});
