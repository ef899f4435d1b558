import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OutputChunk, rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../../../scripts/rolldown.config.ts';

const root = join(import.meta.dirname, '../../..');
const dist = join(root, 'action/dist');
const cure = 'action/dist is not what the sources make: run `npm run build` and commit the result';

let folder: string;
let chunk: OutputChunk;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantry-bundle-'));
  const { output: options, ...input } = config as Exclude<typeof config, unknown[]>;
  const bundle = await rolldown({ ...input, cwd: root });
  const { output } = await bundle.write({ ...options, file: join(folder, 'index.js') });
  await bundle.close();
  chunk = output[0];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the committed bundle is that of the sources', () => {
  expect(readdirSync(dist).sort(), cure).toEqual(readdirSync(folder).sort());
  for (const name of readdirSync(dist)) {
    // Compared here, so that a difference does not print both.
    const isFresh = readFileSync(join(dist, name)).equals(readFileSync(join(folder, name)));
    expect(isFresh, `${cure} (${name})`).toBe(true);
  }
});

test('it needs nothing but Node, and knows nothing of the machine it was made on', () => {
  // What the sources import when they need it is in the same file.
  expect(chunk.dynamicImports.filter((name) => name !== chunk.fileName)).toEqual([]);
  expect(chunk.imports.filter((name) => !name.startsWith('node:') && !builtins.has(name))).toEqual([]);
  for (const path of [root, folder, homedir(), tmpdir()]) {
    if (path.length > 1) expect(chunk.code.includes(`${path}/`), path).toBe(false);
  }
});

const builtins = new Set(process.getBuiltinModule('module').builtinModules);

test('it keeps every licence comment, and says whose packages it holds', () => {
  const licences = readFileSync(join(folder, 'licences.txt'), 'utf8');
  const packages = new Set(
    chunk.moduleIds.flatMap((id) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []),
  );
  expect(packages.size).toBeGreaterThan(10);
  for (const name of packages) expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  const comments = chunk.moduleIds.filter((id) => !id.includes('\0')).flatMap(legalComments);
  // A comment before a directive goes with it; then the licence beside the bundle names the holder.
  const isKept = (comment: string) => chunk.code.includes(comment) || holdersIn(comment, licences);
  expect(comments.filter((comment) => !isKept(comment))).toEqual([]);
});

/** Whether a text names everyone who holds a copyright according to a comment. */
function holdersIn(comment: string, text: string): boolean {
  const holders = [...comment.matchAll(/copyright\s*\(c\)\s*[\d-]+\s+(.+?)\s*$/gim)].map(([, holder]) => holder!);
  return holders.length > 0 && holders.every((holder) => text.includes(holder));
}

/** `/*!` and comments with `@license` or `@preserve`, each without the indentation of its lines. */
function legalComments(module: string): string[] {
  const comments = readFileSync(module, 'utf8').match(/\/\*[\s\S]*?\*\//g) ?? [];
  return comments.filter((comment) => /^\/\*!|@license|@preserve/.test(comment));
}
