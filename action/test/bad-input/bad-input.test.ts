import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRepository } from '../../src/config/load.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { configCases } from './cases/config.ts';
import { fileCases } from './cases/files.ts';
import { ruleCases } from './cases/rules.ts';
import { yamlCases } from './cases/yaml.ts';
import { base } from './support/base.ts';
import type { BadInput } from './support/case.ts';
import { type Tree, writeTree } from './support/edits.ts';

const sound: Tree = new Map(Object.entries(base));
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tenantry-bad-input-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function check(tree: Tree): readonly Diagnostic[] {
  writeTree(root, tree);
  return loadRepository(openWorkingTree(root)).diagnostics;
}

it('finds nothing wrong with the repository that the cases begin from', () => {
  expect(check(sound)).toEqual([]);
});

describe.each([
  ['YAML', yamlCases],
  ['files', fileCases],
  ['configuration', configCases],
  ['rules', ruleCases],
] as const)('%s', (_, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expectReport(one, check(one.edit(sound)));
    expect(check(one.mend(one.edit(sound)))).toEqual([]);
  });
});

function expectReport(expected: BadInput, found: readonly Diagnostic[]): void {
  const matches = found.filter(
    (one) =>
      one.code === expected.code &&
      `${one.file}:${one.line}:${one.column}` === expected.at &&
      one.message.includes(expected.message),
  );
  expect(matches, JSON.stringify(found, null, 1)).toHaveLength(1);
  const [report] = matches;
  if (expected.fix === undefined) expect(report?.fix).toBeUndefined();
  else expect(report?.fix).toContain(expected.fix);
  const others = found.filter((one) => one !== report).map((one) => one.code);
  expect(others.sort()).toEqual([...(expected.also ?? [])].sort());
}
