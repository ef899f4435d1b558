import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Json } from '../../action/src/digest.ts';

/** The schemas of files, each of which gets its own check. */
const kinds = ['config', 'layer', 'strings', 'template', 'tenant'] as const;
const banner = '// Generated from schemas/*.schema.json by `npm run generate`. Do not edit.\n';

/**
 * Code that checks whether a value conforms to a schema. Generated beforehand, because compiling the schemas is most of
 * what a short command would do.
 */
export function generateValidators(folder: string): string {
  const ajv = new Ajv2020({
    discriminator: true,
    allowUnionTypes: true,
    strictRequired: false,
    validateSchema: false,
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const name of ['common', ...kinds]) {
    const schema = JSON.parse(readFileSync(`${folder}/${name}.schema.json`, 'utf8')) as Json;
    ajv.addSchema(withoutWords(schema) as object, `${name}.schema.json`);
  }
  const code = standalone.default(ajv, Object.fromEntries(kinds.map((kind) => [kind, `${kind}.schema.json`])));
  return `${banner}${withImports(code)}\n`;
}

/** The type declarations of that code. */
export function generateValidatorTypes(): string {
  return `${banner}${kinds.map((kind) => `export function ${kind}(value: unknown): boolean;\n`).join('')}`;
}

/** A schema without the parts that only people read. */
function withoutWords(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withoutWords);
  const kept = Object.entries(value).filter(
    ([key, member]) => !(['title', 'description'].includes(key) && typeof member === 'string'),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutWords(member)]));
}

/**
 * Replaces the `require` calls that Ajv writes even into ECMAScript modules. What it requires are CommonJS modules, of
 * which some loaders return the default export and others everything that is exported.
 */
function withImports(code: string): string {
  const modules = new Map<string, string>();
  const text = code.replace(/require\("(ajv\/dist\/runtime\/(\w+))"\)\.default/g, (_, path: string, name: string) => {
    modules.set(name, `${path}.js`);
    return `${name}.default ?? ${name}`;
  });
  const imports = [...modules].map(([name, path]) => `import ${name} from '${path}';\n`);
  return `${imports.join('')}${text.replace('"use strict";', '')}`;
}
