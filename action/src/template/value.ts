import type { Json, JsonObject } from '../digest.ts';
import type { ValueSchema } from '../generated/index.ts';
import { conditionSize } from './condition-size.ts';
import type { Condition, Filter, Ref } from './ir.ts';
import { withinText, withinValue } from './limits.ts';

/** What an expression in a template stands for while one message is evaluated. */
export type Value = Static | Runtime | Data | Vendors | Choice | Concat | Verdict | Overlay;

/** A value that is known now. `value` is undefined for a variable that is declared, not required, and absent. */
export interface Static {
  readonly kind: 'static';
  readonly value: Json | undefined;
  /**
   * Undefined for what the template itself says; otherwise the tenant value it came from: `brand.name`,
   * `deals.*.price`.
   */
  readonly origin: string | undefined;
  /** Whether it went through the helper `url`. */
  readonly encoded?: true;
  /** A cache of where paths from here lead, for values that many messages look into; filled by `member.ts`. */
  readonly met?: Map<string, Static>;
}

/** A value that is known only when a message is sent. */
export interface Runtime {
  readonly kind: 'runtime';
  readonly ref: Ref;
  /** Identifies the path within the message, for guards. A path's key is a prefix of the keys of its members. */
  readonly key: string;
  readonly schema: ValueSchema;
  /** The key of the innermost part of the path that may be absent; undefined if the value is always present. */
  readonly optional: string | undefined;
  /** Whether it stands where it is known to be truthy. */
  readonly sure: boolean;
  readonly filters: readonly Filter[];
  /** Members and items met so far; filled by `schema.ts`. */
  readonly members: Map<string | number, Runtime>;
}

/** `recipient` or `event` as a whole, which is always present. */
export interface Data {
  readonly kind: 'data';
  readonly root: 'recipient' | 'event';
  readonly schema: Pick<ValueSchema, 'properties' | 'required'>;
  readonly members: Map<string, Runtime>;
}

/** `vendor` as a whole. */
export interface Vendors {
  readonly kind: 'vendors';
}

/** One of two values, decided when a message is sent. */
export interface Choice {
  readonly kind: 'choice';
  readonly condition: Condition;
  readonly then: Value;
  readonly else: Value;
}

/** Several values in a row as one text: a string with its slots filled. */
export interface Concat {
  readonly kind: 'concat';
  readonly parts: readonly Value[];
}

/** `true` or `false`, decided when a message is sent. */
export interface Verdict {
  readonly kind: 'verdict';
  readonly condition: Condition;
}

/**
 * An object whose `members` take precedence over those of `base`: the context at the root, or of a partial that is
 * called with a hash.
 */
export interface Overlay {
  readonly kind: 'overlay';
  readonly base: Value;
  readonly members: ReadonlyMap<string, Value>;
}

export function literal(value: Json | undefined): Static {
  return { kind: 'static', value, origin: undefined };
}

/** Stands for something already reported as a problem, so that it is not reported again wherever it is used. */
export const unknown: Static = literal(undefined);

const literalTrue = literal(true);
const literalFalse = literal(false);

/** The value of a condition, or of its known outcome. */
export function verdict(truth: boolean | Condition): Static | Verdict {
  if (truth === true) return literalTrue;
  if (truth === false) return literalFalse;
  return { kind: 'verdict', condition: truth };
}

/** The same value, known to be present and truthy. */
export function assured(value: Value): Value {
  if (value.kind !== 'runtime' || value.sure) return value;
  return { ...value, optional: undefined, sure: true, members: new Map() };
}

/** The sizes of composed values. Values share parts, so without remembering sizes, counting could take for ever. */
const sizes = new WeakMap<Value, number>();

function sizeOf(value: Value): number {
  return value.kind === 'verdict' ? conditionSize(value.condition) : (sizes.get(value) ?? 1);
}

/** A value that a condition chooses when a message is sent. Throws LimitReached if it has too many alternatives. */
export function choice(condition: Condition, then: Value, otherwise: Value): Choice {
  const value: Choice = { kind: 'choice', condition, then, else: otherwise };
  sizes.set(value, withinValue(conditionSize(condition) + sizeOf(then) + sizeOf(otherwise)));
  return value;
}

/** Puts values in a row. Throws LimitReached if there are too many. */
export function concat(parts: readonly Value[]): Concat {
  const value: Concat = { kind: 'concat', parts };
  let size = 0;
  for (const part of parts) size += sizeOf(part);
  sizes.set(value, withinValue(size));
  return value;
}

/** Applies `change` to every value that a choice can turn out as. */
export function mapChoice(value: Value, change: (value: Value) => Value): Value {
  if (value.kind !== 'choice') return change(value);
  return choice(value.condition, mapChoice(value.then, change), mapChoice(value.else, change));
}

/**
 * A concatenation as one value, if all of it is known now; any other value as it is. Throws LimitReached if it is too
 * long.
 */
export function joined(value: Value): Value {
  if (value.kind !== 'concat') return value;
  let text = '';
  let origin: string | undefined;
  for (const part of value.parts) {
    if (part.kind !== 'static') return value;
    text = withinText(text + (textOf(part.value) ?? ''));
    origin ??= part.origin;
  }
  return { kind: 'static', value: text, origin };
}

/** The text that a scalar is printed as: `''` for nothing; undefined for objects and arrays. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? undefined : String(value);
}

/** An own member of an object or an item of an array; undefined if there is none. Never looks at a prototype. */
export function ownMember(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as JsonObject)[name];
}

/** Truth as in Handlebars: `false`, `null`, nothing, `""`, `0` and `[]` are false. */
export function isTruthy(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
