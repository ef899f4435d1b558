import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import commonSchema from '../../../schemas/common.schema.json' with { type: 'json' };
import configSchema from '../../../schemas/config.schema.json' with { type: 'json' };
import layerSchema from '../../../schemas/layer.schema.json' with { type: 'json' };
import stringsSchema from '../../../schemas/strings.schema.json' with { type: 'json' };
import templateSchema from '../../../schemas/template.schema.json' with { type: 'json' };
import tenantSchema from '../../../schemas/tenant.schema.json' with { type: 'json' };
import type { Json, JsonObject } from '../digest.ts';
import { config, layer, strings, template, tenant } from '../generated/validators.js';

const schemas = {
  common: commonSchema,
  config: configSchema,
  layer: layerSchema,
  strings: stringsSchema,
  template: templateSchema,
  tenant: tenantSchema,
};

/** The kinds of YAML files that have a schema. */
export type FileKind = Exclude<keyof typeof schemas, 'common'>;

/** Functions that tell whether a value conforms to the schema of its kind. Their code was generated beforehand. */
const conforms: Readonly<Record<FileKind, (value: unknown) => boolean>> = { config, layer, strings, template, tenant };

let shared: Ajv2020 | undefined;

/**
 * The one validator of the whole process. It holds nothing but schemas, and compiling them takes longer than any use of
 * them.
 */
function validator(): Ajv2020 {
  if (shared) return shared;
  shared = new Ajv2020({
    allErrors: true,
    discriminator: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    validateSchema: false,
    // Optimising the generated code takes longer than it saves.
    code: { optimize: false },
  });
  for (const [name, schema] of Object.entries(schemas)) {
    shared.addSchema(withFullReferences(schema as Json, `${name}.schema.json`) as JsonObject, `${name}.schema.json`);
  }
  return shared;
}

/** Makes references within a file name that file, so that any part of a schema can be compiled on its own. */
function withFullReferences(value: Json, file: string): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => withFullReferences(item, file));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' && member.startsWith('#')
        ? `${file}${member}`
        : withFullReferences(member, file),
    ]),
  );
}

/**
 * The validator's errors about a value that does not conform to the schema of its kind. Schemas are compiled only when
 * there are errors, because that takes longer than everything else a short command does.
 */
export function schemaErrors(kind: FileKind, value: Json): readonly ErrorObject[] {
  if (conforms[kind](value)) return [];
  const validate = validator().getSchema(`${kind}.schema.json`) as ValidateFunction;
  return validate(value) ? [] : (validate.errors ?? []);
}

/** The validator's errors about a value under part of a schema, as found in the errors for the whole. */
export function partErrors(schema: JsonObject, value: Json): readonly ErrorObject[] {
  const validate = validator().compile(schema);
  return validate(value) ? [] : (validate.errors ?? []);
}
/** The schema that a reference leads to; any other schema unchanged. */
export function resolved(schema: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string') return schema;
  return validator().getSchema(schema.$ref)?.schema as JsonObject;
}
