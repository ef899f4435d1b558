import { readdirSync, readFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';
import type { Json, JsonObject } from '../../action/src/digest.ts';

const banner = '// Generated from schemas/*.schema.json by `npm run generate`. Do not edit.\n';

/**
 * TypeScript types for all schemas in a folder, as one module with a type per `title`. The schemas are compiled as
 * members of one root, so that what they share by `$ref` becomes one type.
 */
export async function generateTypes(folder: string): Promise<string> {
  const schemas = readSchemas(folder);
  const documents = [...schemas].filter(([, schema]) => describesDocument(schema)).map(([name]) => name);
  const root = {
    title: 'Schemas',
    description: 'The type of every document that has a schema, by the name of the schema.',
    type: 'object',
    additionalProperties: false,
    required: documents,
    properties: Object.fromEntries(documents.map((name) => [name, { $ref: `#/$defs/${name}` }])),
    $defs: Object.fromEntries([...schemas].map(([name, schema]) => [name, inOneFile(schema, name)])),
  };
  const text = await compile(root as Parameters<typeof compile>[0], 'Schemas', {
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120, singleQuote: true },
  });
  return `${banner}\n${asAliases(text).trim()}\n`;
}

function readSchemas(folder: string): Map<string, JsonObject> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort();
  return new Map(
    files.map((file) => [nameOf(file), JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as JsonObject]),
  );
}

function nameOf(file: string): string {
  return file.replace(/\.schema\.json$/, '');
}

/** Whether a schema describes a document. One without a type or variants only holds definitions for others. */
function describesDocument(schema: JsonObject): boolean {
  return schema.type !== undefined || schema.oneOf !== undefined;
}

/**
 * Redirects references between files to their place under one root, and drops what stands beside a reference (a
 * description of its own would make a separate type).
 */
function inOneFile(value: Json, name: string): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => inOneFile(item, name));
  const object = value as JsonObject;
  if (typeof object.$ref === 'string') return { $ref: rootReference(object.$ref, name) };
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, inOneFile(member, name)]));
}

function rootReference(reference: string, name: string): string {
  const [file = '', pointer = ''] = reference.split('#');
  return `#/$defs/${file === '' ? name : nameOf(file)}${pointer}`;
}

/**
 * Turns interfaces into type aliases: interfaces have no implicit index signature, and so are not assignable to
 * `JsonObject`.
 */
function asAliases(text: string): string {
  return text.replace(/^export interface (\w+) \{$/gm, 'export type $1 = {');
}
