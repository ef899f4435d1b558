import { type Schema, SchemaReader } from './schema-reader.ts';

/** A key in the reference. */
interface Row {
  readonly path: string;
  readonly value: string;
  readonly required: boolean;
  readonly meaning: string;
}

/** The reference of the repository's YAML files, made from the schemas in a folder. */
export function generateFilesDocs(folder: string): string {
  const reader = new SchemaReader(folder);
  return `<!-- Generated from schemas/ by \`npm run generate\`. Do not edit. -->

# Files

This page lists every key of the YAML files. \`<name>\` stands for a name of your choice, \`[]\` for the items of a list. An
error in a file is reported with its line; [diagnostics](diagnostics.md) explains every code.

${chapter(reader, reader.find('config'), '`.github/tenantry.yml`')}
${chapter(reader, reader.find('tenant'), '`tenants/<tenant>/tenant.yaml`')}
## \`tenants/_defaults.yaml\`, \`tenants/_groups/<group>.yaml\`

These files have the keys of \`tenant.yaml\`, except \`name\`, \`status\`, \`groups\`, \`formerly\` and the ids of workspaces.
Layers merge in this order: the defaults, the groups in the tenant's order, the tenant. Maps merge deeply. Lists, texts and
numbers replace. \`null\` removes a value, and \`false\` removes an entry of \`optOut\`, \`pins\` or \`freeze\`.

${chapter(reader, reader.find('template'), '`templates/<template>/template.yaml`')}
${chapter(reader, reader.find('template', 'valueSchema'), 'Values in `variables` and `runtime`')}`;
}

function chapter(reader: SchemaReader, schema: Schema, title: string): string {
  const rows = rowsBelow(reader, schema, '').map(
    ({ path, value, required, meaning }) => `| \`${path}\` | ${value}${required ? ', required' : ''} | ${meaning} |`,
  );
  const about = (schema.description ?? '').replace(/^\S+: /, '');
  return `## ${title}\n\n${about.charAt(0).toUpperCase()}${about.slice(1)}\n\n| key | value | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function rowsBelow(reader: SchemaReader, schema: Schema, path: string): Row[] {
  const required = new Set(schema.required ?? []);
  const named = typeof schema.additionalProperties === 'object' ? { '<name>': schema.additionalProperties } : {};
  const members = Object.entries({ ...schema.properties, ...named }).flatMap(([key, member]) =>
    rowsOf(reader, member, path === '' ? key : `${path}.${key}`, required.has(key)),
  );
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  const ofVariants = variants.map((variant) => rowsBelow(reader, reader.resolve(variant), path));
  const items = schema.items ? rowsBelow(reader, reader.resolve(schema.items), `${path}[]`) : [];
  return [...members, ...merge(ofVariants), ...items];
}

function rowsOf(reader: SchemaReader, member: Schema, path: string, required: boolean): Row[] {
  const schema = reader.resolve(member);
  const row = {
    path,
    value: kindOf(reader, schema),
    required,
    meaning: member.description ?? schema.description ?? '',
  };
  // Schemas inside schemas have a chapter of their own.
  const isSchema = schema.title === 'ObjectSchema' || schema.title === 'ValueSchema';
  return isSchema || path === 'properties' ? [row] : [row, ...rowsBelow(reader, schema, path)];
}

/** Merges the rows of variants into one table. What only some of the variants have is not marked as required. */
function merge(all: readonly (readonly Row[])[]): Row[] {
  const variants = all.filter((rows) => rows.length > 0);
  const merged = new Map<string, Row>();
  for (const row of variants.flat()) {
    const known = merged.get(row.path);
    const value = known && known.value !== row.value ? `${known.value} or ${row.value}` : row.value;
    const meaning = known && known.meaning !== row.meaning ? `${known.meaning} Or: ${row.meaning}` : row.meaning;
    const inAll = variants.every((rows) => rows.some(({ path }) => path === row.path));
    merged.set(row.path, { path: row.path, value, meaning, required: row.required && inAll });
  }
  return [...merged.values()];
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
};

function kindOf(reader: SchemaReader, schema: Schema): string {
  const suffix = schema.default === undefined ? '' : `, default \`${schema.default}\``;
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((one) => `\`${one}\``).join(', ') + suffix;
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  if (types.length > 0) return types.map((type) => typeName(reader, schema, type)).join(' or ') + suffix;
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  const words = variants.map((variant) => reader.resolve(variant)).map((variant) => kindOf(reader, variant));
  return [...new Set(words)].filter((word) => word !== '').join(' or ');
}

function typeName(reader: SchemaReader, { items }: Schema, type: string): string {
  if (type !== 'array') return typeNames[type] ?? type;
  return items ? `list: ${kindOf(reader, reader.resolve(items))}` : 'list';
}
