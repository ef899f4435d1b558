import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Extracts the operations that we use from GitHub's own description of its REST API, so that tests can check every
 * request against it: `node scripts/github-api.ts <api.github.com.json>`. GitHub publishes the description under the
 * MIT licence; the package @octokit/openapi contains it as generated/api.github.com.json.
 */
const target = new URL('../action/test/github/api-description.json', import.meta.url);

const repo = '/repos/{owner}/{repo}';
const used: readonly (readonly [path: string, ...methods: string[]])[] = [
  [`${repo}/issues/{issue_number}/comments`, 'get', 'post'],
  [`${repo}/issues/comments/{comment_id}`, 'patch', 'delete'],
  [`${repo}/issues/{issue_number}/timeline`, 'get'],
  [`${repo}/check-runs`, 'post'],
  [`${repo}/check-runs/{check_run_id}`, 'patch'],
  [`${repo}/commits/{ref}/check-runs`, 'get'],
  [`${repo}/commits/{commit_sha}/pulls`, 'get'],
  [`${repo}/pulls/{pull_number}`, 'get'],
  [`${repo}/pulls/{pull_number}/commits`, 'get'],
  [`${repo}/pulls/{pull_number}/reviews`, 'get'],
  [`${repo}/collaborators/{username}/permission`, 'get'],
];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };
interface Operation {
  readonly operationId: string;
  readonly parameters?: Json;
  readonly requestBody?: Json;
}
interface Description {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: JsonObject;
}

/**
 * Keys that mean nothing to a validator. Responses are left out, too, since they are not checked against the
 * description.
 */
const withoutMeaning = new Set(['description', 'example', 'examples', 'externalDocs', 'summary', 'tags']);

function cut(full: Description): object {
  const components = new Map<string, Json>();
  const paths = used.map(([path, ...methods]) => {
    const operations = methods.map((method) => {
      const operation = full.paths[path]?.[method];
      if (!operation) throw new Error(`there is no ${method} ${path} in the description`);
      const { operationId, parameters = [], requestBody } = operation;
      const kept = stripped({ operationId, parameters, ...(requestBody !== undefined && { requestBody }) });
      collect(full, kept, components);
      return [method, kept] as const;
    });
    return [path, Object.fromEntries(operations)] as const;
  });
  return {
    source: 'npm package @octokit/openapi, generated/api.github.com.json, cut by scripts/github-api.ts',
    licence: 'MIT, copyright GitHub Inc.',
    openapi: full.openapi,
    version: full.info.version,
    paths: Object.fromEntries(paths),
    components: nested(components),
  };
}

/** Collects the components that a node refers to, and those that they refer to in turn. */
function collect(full: Description, node: Json, components: Map<string, Json>): void {
  if (node === null || typeof node !== 'object') return;
  const reference = '$ref' in node ? node.$ref : undefined;
  if (typeof reference === 'string' && !components.has(reference)) {
    const steps = reference.split('/').slice(2);
    const found = stripped(steps.reduce<Json>((at, step) => (at as JsonObject)[step] ?? null, full.components));
    components.set(reference, found);
    collect(full, found, components);
  }
  for (const child of Object.values(node)) collect(full, child, components);
}

/**
 * A copy without keys that mean nothing.
 *
 * @param names whether the keys of this object are names of properties, which may be spelt like keywords
 */
function stripped(node: Json, names = false): Json {
  if (Array.isArray(node)) return node.map((child) => stripped(child));
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node)
    .filter(([key]) => names || !withoutMeaning.has(key))
    .map(([key, value]) => [key, stripped(value, key === 'properties' && !names)] as const);
  return Object.fromEntries(entries);
}

function nested(components: ReadonlyMap<string, Json>): object {
  const tree: Record<string, Record<string, Json>> = {};
  for (const [reference, value] of [...components].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [, , kind = '', name = ''] = reference.split('/');
    tree[kind] ??= {};
    tree[kind][name] = value;
  }
  return tree;
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (!file) throw new Error('name the file with the whole description');
  const full = JSON.parse(readFileSync(file, 'utf8')) as Description;
  writeFileSync(target, `${JSON.stringify(cut(full), null, 1)}\n`);
}
