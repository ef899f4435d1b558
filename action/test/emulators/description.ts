import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Exchange } from '../../src/emulators/kernel.ts';

type Schema = Record<string, unknown>;

interface Operation {
  readonly parameters?: readonly Schema[];
  readonly requestBody?: Schema;
  readonly responses: Readonly<Record<string, Schema>>;
}

/** What every error of SendGrid looks like: most endpoints of its description name no error answers at all. */
const errorBody = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['message'],
        properties: { message: { type: 'string' }, field: { type: ['string', 'null'] } },
      },
    },
  },
};

/** Holds requests and answers against a vendor's own API description (OpenAPI 3.1, as JSON). */
export class Description {
  readonly #document: { readonly paths: Record<string, Record<string, unknown>> };
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(file: string) {
    this.#document = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, unknown>> };
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
    formats.default(this.#ajv);
    this.#ajv.addSchema(nullable(this.#document) as Schema, 'vendor');
  }

  /** Everything in which an exchange is not as described; nothing for one of the emulator's own. */
  problems({ request, reply }: Exchange): string[] {
    const about = `${request.method} ${request.path} → ${reply.status}`;
    const template = Object.keys(this.#document.paths).find((path) => matcher(path).test(request.path));
    if (template === undefined) return [`${about}: no such path`];
    const item = this.#document.paths[template]!;
    const operation = item[request.method.toLowerCase()] as Operation | undefined;
    if (!operation) return [`${about}: no such method`];
    const at = `/paths/${pointerStep(template)}/${request.method.toLowerCase()}`;
    return [...this.#request(request, operation, at), ...this.#reply(reply, operation, at)].map(
      (problem) => `${about}: ${problem}`,
    );
  }

  #request({ query, body }: Exchange['request'], operation: Operation, at: string): string[] {
    const problems: string[] = [];
    const known = new Set<string>();
    for (const [index, parameter] of (operation.parameters ?? []).entries()) {
      const { name, in: place, required, schema } = this.#resolve(parameter);
      if (place !== 'query' || typeof name !== 'string') continue;
      known.add(name);
      const text = query.get(name);
      if (text === null) {
        if (required === true) problems.push(`query ${name} is missing`);
        continue;
      }
      const { type } = schema as Schema;
      const value = type === 'number' || type === 'integer' ? Number(text) : text;
      const pointer = '$ref' in parameter ? String(parameter.$ref).slice(1) : `${at}/parameters/${index}`;
      problems.push(...this.#check(`${pointer}/schema`, value, `query ${name}`));
    }
    for (const name of query.keys()) if (!known.has(name)) problems.push(`query ${name} is unknown`);
    if (body !== undefined) {
      if (!operation.requestBody) problems.push('no body is described');
      else
        problems.push(
          ...this.#check(`${this.#place(operation.requestBody, `${at}/requestBody`)}${json}`, body, 'body'),
        );
    }
    return problems;
  }

  #reply({ status, body }: Exchange['reply'], operation: Operation, at: string): string[] {
    const described = operation.responses[String(status)];
    if (!described) {
      if (status < 400) return ['the status is not described'];
      return this.#ajv.validate(errorBody, body) ? [] : [`the error is of another form: ${JSON.stringify(body)}`];
    }
    const hasContent = 'content' in this.#resolve(described);
    if (body === undefined || !hasContent)
      return hasContent === (body !== undefined) ? [] : ['a body where none is described, or none'];
    return this.#check(`${this.#place(described, `${at}/responses/${status}`)}${json}`, body, 'answer');
  }

  #check(pointer: string, value: unknown, what: string): string[] {
    const validate = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `vendor#${encodeURI(pointer)}` });
    this.#validators.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
  }

  /** Where a component really is. */
  #place(value: Schema, at: string): string {
    return typeof value.$ref === 'string' ? value.$ref.slice(1) : at;
  }

  #resolve(value: Schema): Schema {
    if (typeof value.$ref !== 'string') return value;
    let found: unknown = this.#document;
    for (const step of value.$ref.slice(2).split('/'))
      found = (found as Schema)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    return found as Schema;
  }
}

const json = '/content/application~1json/schema';

function pointerStep(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}

function matcher(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** The description says `nullable`, as OpenAPI 3.0 did: in a JSON Schema that is one more type. */
function nullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullable);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable: isNullable, ...rest } = value as Schema;
  const result = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, nullable(member)]));
  return isNullable === true && typeof result.type === 'string' ? { ...result, type: [result.type, 'null'] } : result;
}
