import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../scripts/generate.ts';
import { dialects } from '../../src/template/dialects/registry.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const schemaFiles = readdirSync(`${root}schemas`).filter((name) => name.endsWith('.schema.json'));

describe('generated files', () => {
  it('are what npm run generate writes', async () => {
    const files = await generatedFiles();
    expect(files.size).toBe(8);
    for (const [path, text] of files) expect(readFileSync(`${root}${path}`, 'utf8'), `${path} is stale`).toBe(text);
  });
});

describe.each(schemaFiles)('%s', (file) => {
  const schema = JSON.parse(readFileSync(`${root}schemas/${file}`, 'utf8')) as object;

  it('is a JSON Schema of the year it names', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, discriminator: true });
    expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
  });
});

describe.each(['common', 'config', 'layer', 'template', 'tenant'])('%s.schema.json', (name) => {
  const schema = JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8')) as object;

  it('describes every key, since editors show it', () => {
    expect(undescribed(schema, `${name}`)).toEqual([]);
  });

  it('is closed: every map says what else it may hold', () => {
    expect(open(schema, `${name}`)).toEqual([]);
  });
});

it('lists the dialects there are', () => {
  const common = JSON.parse(readFileSync(`${root}schemas/common.schema.json`, 'utf8'));
  expect(common.$defs.dialect.enum).toEqual(Object.keys(dialects));
});

type Schema = { readonly [key: string]: unknown };

function undescribed(schema: object, path: string): string[] {
  return visit(schema, path, (node, at) => {
    const properties = (node.properties ?? {}) as Record<string, Schema>;
    return Object.entries(properties)
      .filter(([, member]) => member.description === undefined && member.$ref === undefined && !at.endsWith('.if'))
      .map(([key]) => `${at}.${key}`);
  });
}

function open(schema: object, path: string): string[] {
  return visit(schema, path, (node, at) =>
    node.properties && !('additionalProperties' in node) && !at.includes('.if') ? [at] : [],
  );
}

/** What `look` finds at every schema inside a schema. */
function visit(schema: object, path: string, look: (node: Schema, path: string) => string[]): string[] {
  const node = schema as Schema;
  const below = Object.entries(node)
    .filter(([key, value]) => key !== 'properties' && typeof value === 'object' && value !== null)
    .flatMap(([key, value]) => visit(value as object, `${path}.${key}`, look));
  const members = Object.entries((node.properties ?? {}) as Record<string, object>).flatMap(([key, value]) =>
    visit(value, `${path}.${key}`, look),
  );
  return [...look(node, path), ...below, ...members];
}
