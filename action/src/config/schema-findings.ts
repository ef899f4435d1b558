import type { ErrorObject } from 'ajv';
import { suggest, suggestion } from '../diagnostics/suggest.ts';
import type { Json, JsonObject } from '../digest.ts';
import { type Finding, finding, keyAt, valueAt } from './findings.ts';
import { type FileKind, partErrors, resolved, schemaErrors } from './schemas.ts';
import { describe, type JsonType, shorten, typeNames, typeOf } from './words.ts';

/** How many findings are reported for one file: whoever has fixed these can run the check again. */
const mostFindings = 100;

/** Findings about where a file's content does not conform to the schema of its kind, at most a hundred. */
export function schemaFindings(kind: FileKind, file: string, value: Json): Finding[] {
  return findingsOf(schemaErrors(kind, value), file, []).slice(0, mostFindings);
}

function findingsOf(errors: readonly ErrorObject[], file: string, base: readonly string[]): Finding[] {
  const choices = errors.filter((error) => error.keyword === 'oneOf' || error.keyword === 'anyOf');
  const outer = choices.filter((one) => !choices.some((other) => other !== one && isBelow(one, other)));
  const rest = errors.filter((error) => !outer.some((choice) => error === choice || isBelow(error, choice, true)));
  return [
    ...rest.flatMap((error) => explain(error, file, [...base, ...segments(error.instancePath)])),
    ...outer.flatMap((choice) => explainChoice(choice, file, [...base, ...segments(choice.instancePath)])),
  ];
}

function isBelow(error: ErrorObject, choice: ErrorObject, orAt = false): boolean {
  const { instancePath } = choice;
  return error.instancePath.startsWith(`${instancePath}/`) || (orAt && error.instancePath === instancePath);
}

/** Explains why no variant fits, in terms of the variant that was most likely meant. */
function explainChoice(error: ErrorObject, file: string, pointer: string[]): Finding[] {
  const variants = (error.schema as JsonObject[]).map(resolved);
  const data = error.data as Json;
  const meant = meantVariant(variants, data);
  if (meant) return findingsOf(partErrors(meant, data), file, pointer);
  const expected = variants.map(describeVariant).filter((words) => words !== undefined);
  return [
    finding(
      'wrong-type',
      valueAt(file, ...pointer),
      `expected ${expected.join(' or ')}, found ${describe(data)}`,
      typeof data === 'number' && expected.includes(typeNames.string) ? `Write "${data}" in quotes.` : undefined,
    ),
  ];
}

/** The variant that was most likely meant: of those with the value's own type, the one that matches its keys best. */
function meantVariant(variants: readonly JsonObject[], data: Json): JsonObject | undefined {
  const type = typeOf(data);
  const candidates = variants.filter((variant) => variant.type === type);
  if (type !== 'object') return candidates[0];
  const keys = Object.keys(data as JsonObject);
  const score = (variant: JsonObject): number => {
    const known = Object.keys((variant.properties as JsonObject | undefined) ?? {});
    const required = (variant.required as readonly string[] | undefined) ?? [];
    const hits = keys.filter((key) => known.includes(key)).length * 4;
    const near = keys.filter((key) => !known.includes(key) && suggest(key, known) !== undefined).length * 2;
    return hits + near - required.filter((key) => !keys.includes(key)).length;
  };
  return candidates.reduce<JsonObject | undefined>(
    (best, variant) => (best === undefined || score(variant) > score(best) ? variant : best),
    undefined,
  );
}

function describeVariant(variant: JsonObject): string | undefined {
  if ('const' in variant) return String(variant.const);
  return typeof variant.type === 'string' ? typeNames[variant.type as JsonType] : undefined;
}

/** Explains one error of the validator; empty where others explain it already. */
function explain(error: ErrorObject, file: string, pointer: string[]): Finding[] {
  switch (error.keyword) {
    case 'additionalProperties':
      return [unknownKey(error, file, pointer)];
    case 'required':
      return [missingKey(error, error.params.missingProperty as string, file, pointer)];
    case 'discriminator':
      return [unknownVariant(error, file, pointer)];
    case 'type':
      return [wrongType(error, file, pointer)];
    case 'enum':
    case 'const':
      return [notOneOf(error, file, pointer)];
    case 'uniqueItems':
      return [repeatedItem(error, file, pointer)];
    case 'if':
    case 'propertyNames':
      return [];
    default:
      return [unfit(error, file, pointer)];
  }
}

function unknownKey(error: ErrorObject, file: string, pointer: string[]): Finding {
  const key = error.params.additionalProperty as string;
  const known = Object.keys((error.parentSchema?.properties as JsonObject | undefined) ?? {});
  const where = pointer.length === 0 ? 'here' : `in “${pointer.join('.')}”`;
  return finding(
    'unknown-key',
    keyAt(file, ...pointer, key),
    `the key “${shorten(key)}” is not known ${where}`,
    suggestion(key, known) ?? 'Delete it.',
  );
}

function missingKey(error: ErrorObject, key: string, file: string, pointer: string[]): Finding {
  const properties = error.parentSchema?.properties as Readonly<Record<string, JsonObject>> | undefined;
  const schema = properties?.[key];
  const about = schema && (schema.description ?? resolved(schema).description);
  const where = pointer.length === 0 ? '' : ` in “${pointer.join('.')}”`;
  return finding(
    'missing-key',
    keyAt(file, ...pointer),
    `the key “${key}” is missing${where}`,
    `Add “${key}”${typeof about === 'string' ? `: ${lowerFirst(about)}` : '.'}`,
  );
}

function unknownVariant(error: ErrorObject, file: string, pointer: string[]): Finding {
  const { tag, tagValue } = error.params as { tag: string; tagValue: Json | undefined };
  if (tagValue === undefined) return missingKey(error, tag, file, pointer);
  const variants = ((error.parentSchema?.oneOf as JsonObject[] | undefined) ?? []).map(resolved);
  const known = variants.map((variant) => ((variant.properties as JsonObject)[tag] as JsonObject).const as string);
  return finding(
    'invalid-value',
    valueAt(file, ...pointer, tag),
    `there is no ${tag} ${describe(tagValue)}`,
    typeof tagValue === 'string' ? suggestion(tagValue, known) : `Known: ${known.join(', ')}.`,
  );
}

function wrongType(error: ErrorObject, file: string, pointer: string[]): Finding {
  const types = [error.params.type as JsonType | JsonType[]].flat().filter((type) => type !== 'null');
  const data = error.data as Json;
  const fix =
    types.includes('string') && (typeof data === 'number' || typeof data === 'boolean')
      ? `Write "${data}" in quotes.`
      : types.includes('array') && typeof data === 'string'
        ? `Write [${data}].`
        : undefined;
  const expected = types.map((type) => typeNames[type]).join(' or ');
  return finding('wrong-type', valueAt(file, ...pointer), `expected ${expected}, found ${describe(data)}`, fix);
}

function notOneOf(error: ErrorObject, file: string, pointer: string[]): Finding {
  const allowed = [error.params.allowedValues ?? error.params.allowedValue].flat() as Json[];
  const data = error.data as Json;
  const words = allowed.map(String);
  return finding(
    'invalid-value',
    valueAt(file, ...pointer),
    `${describe(data)} is not allowed here`,
    typeof data === 'string' ? suggestion(data, words) : `Known: ${words.join(', ')}.`,
  );
}

function repeatedItem(error: ErrorObject, file: string, pointer: string[]): Finding {
  const { i, j } = error.params as { i: number; j: number };
  const later = Math.max(i, j);
  const item = (error.data as Json[])[later] as Json;
  return finding(
    'invalid-value',
    valueAt(file, ...pointer, String(later)),
    `${describe(item)} is listed twice`,
    'Delete it.',
  );
}

/**
 * The finding for a value of the right type that its schema does not allow. The schema's description says what it
 * allows.
 */
function unfit(error: ErrorObject, file: string, pointer: string[]): Finding {
  const about = (error.parentSchema?.description as string | undefined) ?? '';
  const name = error.propertyName;
  const place = name === undefined ? valueAt(file, ...pointer) : keyAt(file, ...pointer, name);
  const data = name ?? (error.data as Json);
  // A pattern says less than the description; limits explain themselves.
  const why = error.keyword === 'pattern' || error.keyword === 'not' ? '' : `: it ${error.message}`;
  return finding('invalid-value', place, `${describe(data)} is not valid here${why}`, about || undefined);
}

function segments(instancePath: string): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
