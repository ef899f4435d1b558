import { readFileSync } from 'node:fs';

/** The part of a JSON Schema that the reference shows. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Reads the schemas of a folder and follows references between them. */
export class SchemaReader {
  readonly #folder: string;
  readonly #documents = new Map<string, Schema>();
  /** The document that each schema belongs to: references within a document do not name it. */
  readonly #homes = new Map<Schema, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A whole schema, or one of its definitions. */
  find(document: string, definition?: string): Schema {
    const schema = this.#document(document);
    if (definition === undefined) return schema;
    const found = schema.$defs?.[definition];
    if (!found) throw new Error(`no definition ${definition} in ${document}.schema.json`);
    return found;
  }

  /** The schema that a reference leads to; any other schema unchanged. */
  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const [file = '', pointer = ''] = schema.$ref.split('#');
    const document = file === '' ? (this.#homes.get(schema) ?? '') : file.replace('.schema.json', '');
    return this.resolve(this.find(document, pointer.replace('/$defs/', '')));
  }

  #document(name: string): Schema {
    const known = this.#documents.get(name);
    if (known) return known;
    const schema = JSON.parse(readFileSync(`${this.#folder}/${name}.schema.json`, 'utf8')) as Schema;
    this.#documents.set(name, schema);
    this.#settle(schema, name);
    return schema;
  }

  #settle(schema: Schema, document: string): void {
    this.#homes.set(schema, document);
    for (const member of Object.values(schema)) {
      if (typeof member === 'object' && member !== null) this.#settle(member as Schema, document);
    }
  }
}
