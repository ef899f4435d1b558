import { suggest, suggestion } from '../diagnostics/suggest.ts';
import { type Json, type JsonObject, own } from '../digest.ts';
import { type FormatContext, formatProblem } from './formats.ts';
import type { ValueSchema } from './model.ts';
import { describe, typeNames, typeOf } from './words.ts';

/** A way in which a value violates its schema. */
export interface ValueProblem {
  readonly kind: 'missing' | 'invalid';
  /** The path from the root of the value to what is invalid or missing. */
  readonly pointer: readonly string[];
  readonly message: string;
  readonly fix?: string | undefined;
}

/** Checks a value and adds what is wrong with it to `problems`. */
export type ValueCheck = (
  value: Json,
  pointer: readonly string[],
  context: FormatContext,
  problems: ValueProblem[],
) => void;

/** The schema that a template declares for a value; everything but `type` is optional. */
type Schema = Pick<ValueSchema, 'type'> & Partial<ValueSchema>;

/**
 * Compiles the schema of a value, as templates declare it, to a function. Unlike general validators, this one generates
 * no code from schemas, because they come from the repository and may have been written by a pull request.
 */
export function compileValueSchema(schema: Schema): ValueCheck {
  const checks = [...scalarChecks(schema), ...listChecks(schema), ...memberChecks(schema)];
  if (schema.required || schema.additionalProperties === false) checks.push(compileNames(schema));
  const { type } = schema;
  return (value, pointer, context, problems) => {
    if (!hasType(value, type)) {
      problems.push(invalid(pointer, `expected ${typeNames[type]}, found ${describe(value)}`, typeFix(type, value)));
      return;
    }
    for (const check of checks) check(value, pointer, context, problems);
  };
}

function hasType(value: Json, type: Schema['type']): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;
}

function typeFix(type: Schema['type'], value: Json): string | undefined {
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  return type === 'string' && scalar ? `Write "${value}" in quotes.` : undefined;
}

function scalarChecks({ format, enum: allowed, const: only, ...bounds }: Schema): ValueCheck[] {
  const checks: ValueCheck[] = [];
  const values = only === undefined ? allowed : [only];
  if (values) checks.push(oneOf(values as Json[]));
  if (format !== undefined && format !== 'html') {
    checks.push((value, pointer, context, problems) => {
      const expected = typeof value === 'string' ? formatProblem(format, value, context) : undefined;
      if (expected) problems.push(invalid(pointer, `expected ${expected}, found ${describe(value)}`));
    });
  }
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = bounds;
  if (bounds.minLength !== undefined || bounds.maxLength !== undefined) {
    checks.push(within((value) => [...(value as string)].length, minLength, maxLength, 'characters'));
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = bounds;
  if (bounds.minimum !== undefined || bounds.maximum !== undefined) {
    checks.push(within((value) => value as number, minimum, maximum, ''));
  }
  return checks;
}

function listChecks({ items, minItems, maxItems }: Schema): ValueCheck[] {
  const checks: ValueCheck[] = [];
  if (minItems !== undefined || maxItems !== undefined) {
    const most = maxItems ?? Number.POSITIVE_INFINITY;
    checks.push(within((value) => (value as Json[]).length, minItems ?? 0, most, 'items'));
  }
  if (items) {
    const check = compileValueSchema(items);
    checks.push((value, pointer, context, problems) => {
      for (const [index, item] of (value as Json[]).entries())
        check(item, [...pointer, String(index)], context, problems);
    });
  }
  return checks;
}

function memberChecks({ properties = {} }: Schema): ValueCheck[] {
  const compiled = Object.entries(properties).map(([key, schema]) => [key, compileValueSchema(schema)] as const);
  if (compiled.length === 0) return [];
  const check: ValueCheck = (value, pointer, context, problems) => {
    for (const [key, checkMember] of compiled) {
      const member = own(value as JsonObject, key);
      if (member !== undefined) checkMember(member, [...pointer, key], context, problems);
    }
  };
  return [check];
}

/** Checks which members a map has, but not their values. */
export function compileNames({
  properties = {},
  required = [],
  additionalProperties,
}: Omit<Schema, 'type'>): ValueCheck {
  const known = new Set(Object.keys(properties));
  return (value, pointer, _context, problems) => {
    const names = Object.keys(value as JsonObject);
    for (const key of required) {
      if (!Object.hasOwn(value as JsonObject, key)) problems.push(missing([...pointer, key], names, known));
    }
    for (const key of additionalProperties === false ? names : []) {
      if (!known.has(key))
        problems.push(invalid([...pointer, key], `the key “${key}” is not known here`, suggestion(key, known)));
    }
  };
}

function missing(pointer: readonly string[], names: readonly string[], known: ReadonlySet<string>): ValueProblem {
  const near = suggest(
    pointer.at(-1) ?? '',
    names.filter((name) => !known.has(name)),
  );
  const fix = near === undefined ? undefined : `Rename “${near}” to “${pointer.at(-1)}”.`;
  return { kind: 'missing', pointer, message: `“${pointer.join('.')}” is missing`, fix };
}

function oneOf(values: readonly Json[]): ValueCheck {
  const words = values.map(String);
  return (value, pointer, _context, problems) => {
    if (values.includes(value)) return;
    const fix = typeof value === 'string' ? suggestion(value, words) : `Known: ${words.join(', ')}.`;
    problems.push(invalid(pointer, `${describe(value)} is not allowed here`, fix));
  };
}

function within(measure: (value: Json) => number, least: number, most: number, unit: string): ValueCheck {
  return (value, pointer, _context, problems) => {
    const size = measure(value);
    if (size >= least && size <= most) return;
    const bound = size < least ? `at least ${least}` : `at most ${most}`;
    problems.push(invalid(pointer, `expected ${bound}${unit && ` ${unit}`}, found ${size}`));
  };
}

function invalid(pointer: readonly string[], message: string, fix?: string): ValueProblem {
  return { kind: 'invalid', pointer, message, fix };
}
