import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly ({ readonly $ref: string } | Parameter)[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { schema: { properties?: object } }>>;
  };
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a request is, or why it is none that GitHub describes. */
export interface Judgement {
  readonly operation: string;
  /** Values of the path's parameters. */
  readonly path: Readonly<Record<string, string>>;
  readonly violations: readonly string[];
}

/** GitHub cuts it off here (422), and does not say so in its description. */
export const longestComment = 65_536;

const description = JSON.parse(
  readFileSync(join(import.meta.dirname, '../api-description.json'), 'utf8'),
) as Description;
const ajv = new Ajv({ allErrors: true, strict: false, coerceTypes: false });
formats.default(ajv);
ajv.addSchema({ $id: 'github', components: description.components });

const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
    operation,
    validateBody: compileBody(operation),
  })),
);

/** Holds a request against GitHub's own description of its API. */
export function judge(request: WireRequest): Judgement {
  const { pathname, searchParams } = new URL(request.url, 'http://github.test');
  for (const { method, names, pattern, operation, validateBody } of routes) {
    const match = method === request.method ? pattern.exec(pathname) : null;
    if (!match) continue;
    const path = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1]!)]));
    const parameters = operation.parameters.map(resolved);
    const violations = [
      ...headerViolations(request.headers),
      ...parameterViolations(parameters, path, searchParams),
      ...bodyViolations(operation, validateBody, request.body),
    ];
    return { operation: operation.operationId, path, violations };
  }
  return { operation: 'none', path: {}, violations: [`${request.method} ${pathname} is not described`] };
}

function compileBody({ requestBody }: Operation): ValidateFunction | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  return schema && ajv.compile(schema);
}

function resolved(parameter: Operation['parameters'][number]): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const [, , kind = '', name = ''] = parameter.$ref.split('/');
  return description.components[kind]![name] as Parameter;
}

/** A request without a user agent is refused. Source: docs.github.com, “Getting started with the REST API”. */
function headerViolations(headers: WireRequest['headers']): string[] {
  const found: string[] = [];
  if (!headers['user-agent']) found.push('no user-agent');
  if (!/^application\/vnd\.github[\w.+-]*\+json$/.test(String(headers.accept)))
    found.push(`accept is ${headers.accept}`);
  if (!/^(token|bearer) \S+$/i.test(String(headers.authorization))) found.push('no token');
  return found;
}

function parameterViolations(
  parameters: readonly Parameter[],
  path: Readonly<Record<string, string>>,
  query: URLSearchParams,
): string[] {
  const found: string[] = [];
  for (const { name, in: place, required, schema } of parameters) {
    const text = place === 'path' ? path[name] : (query.get(name) ?? undefined);
    if (text === undefined) {
      if (required) found.push(`${name} is missing`);
      continue;
    }
    const value = schema.type === 'integer' && /^\d+$/.test(text) ? Number(text) : text;
    if (!ajv.validate(schema, value)) found.push(`${name}: ${ajv.errorsText()}`);
    if (name === 'per_page' && Number(text) > 100) found.push(`per_page: ${text} is more than 100`);
  }
  const known = new Set(parameters.map(({ name }) => name));
  for (const name of query.keys()) if (!known.has(name)) found.push(`${name} is no parameter`);
  return found;
}

function bodyViolations(operation: Operation, validate: ValidateFunction | undefined, body: string): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!validate || !schema) return body === '' ? [] : ['a body where none is described'];
  const value: unknown = JSON.parse(body || 'null');
  if (!validate(value)) return [ajv.errorsText(validate.errors, { dataVar: 'body' })];
  // The description allows more; a property that GitHub does not know is a misspelt one.
  const unknown = Object.keys(value as object).filter((name) => !Object.hasOwn(schema.properties ?? {}, name));
  return unknown.map((name) => `body/${name} is no property`);
}
