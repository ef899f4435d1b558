import type { TemplateMetadata } from '../config/model.ts';
import type { JsonObject } from '../digest.ts';
import type { ValueSchema } from '../generated/index.ts';
import { type Ref, type RuntimeType, vendorValues } from './ir.ts';
import type { Declared } from './site.ts';
import type { Data, Runtime } from './value.ts';

/** Separates the segments of a guard's key. It cannot be part of a name that somebody writes on one line in YAML. */
const separator = '\n';

/** `recipient` or `event`, as the template declares it. */
export function dataRoot(metadata: TemplateMetadata, root: 'recipient' | 'event'): Data {
  return { kind: 'data', root, schema: metadata.runtime?.[root] ?? {}, members: new Map() };
}

/** A member that the declaration lists; undefined if it lists none of that name. */
export function runtimeMember(parent: Data | Runtime, name: string): Runtime | undefined {
  const known = parent.members.get(name);
  if (known !== undefined) return known;
  const { properties, required } = parent.schema;
  if (properties === undefined || !Object.hasOwn(properties, name)) return undefined;
  const schema = properties[name] as ValueSchema;
  const type = runtimeType(schema);
  const key = `${parent.kind === 'data' ? parent.root : parent.key}${separator}${name}`;
  const inherited = parent.kind === 'data' ? undefined : parent.optional;
  const optional = required?.includes(name) ? inherited : key;
  const ref: Ref =
    parent.kind === 'data'
      ? { kind: 'data', root: parent.root, path: [name], type, schema: schema as JsonObject }
      : memberRef(parent.ref, name, type, schema);
  const value = runtime(ref, key, schema, optional);
  parent.members.set(name, value);
  return value;
}

function memberRef(ref: Ref, name: string, type: RuntimeType, schema: ValueSchema): Ref {
  if (ref.kind !== 'data' && ref.kind !== 'loop') throw new Error(`A ${ref.kind} reference has no members.`);
  return { ...ref, path: [...ref.path, name], type, schema: schema as JsonObject };
}

/** The current item of loop number `loop` over `list`. */
export function runtimeItem(list: Runtime, loop: number): Runtime {
  const known = list.members.get(loop);
  if (known !== undefined) return known;
  const schema: ValueSchema = list.schema.items ?? { type: 'string' };
  const ref: Ref = { kind: 'loop', loop, path: [], type: runtimeType(schema), schema: schema as JsonObject };
  const value = runtime(ref, `#${loop}`, schema, undefined);
  list.members.set(loop, value);
  return value;
}

const noMembers = new Map<string, Runtime>();

/** The `@index`, `@first` or `@last` of a runtime loop. */
export function loopData(loop: number, name: 'index' | 'first' | 'last'): Runtime {
  const type = name === 'index' ? 'number' : 'boolean';
  return runtime({ kind: 'loop-data', loop, name, type }, `#${loop}@${name}`, { type }, undefined, noMembers);
}

const vendor: ReadonlyMap<string, Runtime> = new Map(
  vendorValues.map((name) => {
    const schema: ValueSchema = { type: 'string', format: 'uri' };
    // Not `sure`: the dialect decides whether a vendor has it, so `{{#if vendor.browser_url}}` works for all vendors.
    return [name, runtime({ kind: 'vendor', name, type: 'string' }, `vendor${separator}${name}`, schema, undefined)];
  }),
);

/** The value `vendor.<name>`; undefined if vendors know no such value. */
export function vendorValue(name: string): Runtime | undefined {
  return vendor.get(name);
}

function runtime(
  ref: Ref,
  key: string,
  schema: ValueSchema,
  optional: string | undefined,
  members: Map<string | number, Runtime> = new Map(),
): Runtime {
  return { kind: 'runtime', ref, key, schema, optional, sure: false, filters: [], members };
}

function runtimeType(schema: ValueSchema): RuntimeType {
  return schema.type === 'integer' ? 'number' : schema.type;
}

/** The path of a value as an author writes it. */
export function pathOf(value: Runtime | Data): string {
  if (value.kind === 'data') return value.root;
  const { ref } = value;
  if (ref.kind === 'data') return [ref.root, ...ref.path].join('.');
  if (ref.kind === 'loop') return ['this', ...ref.path].join('.');
  return ref.kind === 'vendor' ? `vendor.${ref.name}` : `@${ref.name}`;
}

/** What a template declares about the tenant variable that `origin` names (`deals.*.price`); undefined if nothing. */
export function declaration(metadata: TemplateMetadata, origin: string): Declared | undefined {
  let schema: ValueSchema | undefined = metadata.variables;
  let optional = false;
  if (schema === undefined) return undefined;
  for (const segment of origin.split('.')) {
    const { properties, items, required }: ValueSchema = schema;
    if (properties !== undefined && Object.hasOwn(properties, segment)) {
      optional ||= !required?.includes(segment);
      schema = properties[segment] as ValueSchema;
    } else if (items !== undefined && (segment === '*' || /^\d+$/.test(segment))) {
      schema = items;
    } else {
      return undefined;
    }
  }
  return { schema, optional };
}
