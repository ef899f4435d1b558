import Handlebars from 'handlebars';
import type { Json, JsonObject } from '../../../src/digest.ts';

/** Handlebars itself, with the helpers of the language: what a template means when everything is known. */
export function renderWithHandlebars(
  source: string,
  partials: Readonly<Record<string, string>>,
  data: JsonObject,
  format: 'html' | 'text',
): string {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper);
  const options = { preventIndent: true };
  // Precompiled, since Handlebars would compile a partial with other options than the template.
  for (const [name, text] of Object.entries(partials))
    handlebars.registerPartial(name, handlebars.compile(text, options));
  const template = handlebars.compile(source, options);
  return renderField(template, data, format, {});
}

const special = '&<>"\'`=';
const veils = '\ue000\ue001\ue002\ue003\ue004\ue005\ue006';

/** Renders a compiled template as a field that is HTML or not. */
export function renderField(
  template: Handlebars.TemplateDelegate,
  data: JsonObject,
  format: 'html' | 'text',
  options: Handlebars.RuntimeOptions,
): string {
  return format === 'html' ? template(data, options) : unveil(template(veil(data), options));
}

/**
 * The data with what Handlebars would escape put out of its sight. (Its option noEscape is no way: it adds up numbers
 * that stand side by side.)
 */
export function veil<Value extends Json>(value: Value): Value {
  const text = JSON.stringify(value, (_, one) =>
    typeof one === 'string' ? one.replace(/[&<>"'`=]/g, (found) => veils.charAt(special.indexOf(found))) : one,
  );
  return JSON.parse(text);
}

function unveil(text: string): string {
  return text.replace(/[\ue000-\ue006]/g, (found) => special.charAt(veils.indexOf(found)));
}

/** In the language every `each` and `with` is one `../`; in Handlebars not one that stays with the same object. */
function separate(context: unknown): unknown {
  return typeof context === 'object' && context !== null && !Array.isArray(context) ? { ...context } : context;
}

function each(this: unknown, list: unknown, options: Handlebars.HelperOptions): string {
  const entries = entriesOf(list);
  if (entries.length === 0) return options.inverse(this);
  return entries
    .map(([key, item], index) => {
      const data = Handlebars.createFrame(options.data);
      Object.assign(data, { index, key, first: index === 0, last: index === entries.length - 1 });
      const context = separate(item);
      return options.fn(context, { data, blockParams: [context, key] });
    })
    .join('');
}

/** In the language, objects are gone through in the order of their keys' code units. */
function entriesOf(list: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(list)) return list.map((item, index) => [index, item]);
  if (typeof list !== 'object' || list === null) return [];
  const object = list as Readonly<Record<string, unknown>>;
  return Object.keys(object)
    .sort()
    .map((key) => [key, object[key]]);
}

function withIt(this: unknown, value: unknown, options: Handlebars.HelperOptions): string {
  if (!isTruthy(value) && value !== 0) return options.inverse(this);
  const context = separate(value);
  return options.fn(context, { data: options.data, blockParams: [context] });
}

const isTruthy = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
const operands = (values: unknown[]): unknown[] => values.slice(0, -1);

/** The language's helpers that depend on neither tenant nor locale. */
export const helpers: Readonly<Record<string, Handlebars.HelperDelegate>> = {
  each,
  with: withIt,
  and: (...values) => operands(values).every(isTruthy),
  or: (...values) => operands(values).some(isTruthy),
  not: (value) => !isTruthy(value),
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  default: (value, other) => (isTruthy(value) ? value : other),
  upper: (value) => String(value).toUpperCase(),
  lower: (value) => String(value).toLowerCase(),
  url: (value) =>
    encodeURIComponent(String(value)).replace(
      /[!'()*]/g,
      (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  capitalize: (value) => String(value).charAt(0).toUpperCase() + String(value).slice(1).toLowerCase(),
};

/** HTML with its entities decoded: texts that look alike to a reader are then equal. */
export function decodeEntities(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot));/gi, (_, hex, decimal, name) => {
    if (name !== undefined) return named[name.toLowerCase()] as string;
    return String.fromCodePoint(hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
