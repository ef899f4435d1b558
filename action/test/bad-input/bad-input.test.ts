import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRepository } from '../../src/config/load.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import { type Code, catalogue } from '../../src/diagnostics/catalogue.ts';
import { configCodes } from '../../src/diagnostics/codes/config.ts';
import { yamlCodes } from '../../src/diagnostics/codes/yaml.ts';
import { diagnosticItems } from '../../src/diagnostics/render.ts';
import type { DiagnosticItem } from '../../src/generated/index.ts';
import { accountCases } from './cases/accounts.ts';
import { configCases } from './cases/config.ts';
import { fileCases } from './cases/files.ts';
import { ruleCases } from './cases/rules.ts';
import { templateCases } from './cases/templates.ts';
import { yamlCases } from './cases/yaml.ts';
import { base } from './support/base.ts';
import type { BadInput } from './support/case.ts';
import { expectRefused, validateFolder } from './support/commands.ts';
import { type Tree, writeTree } from './support/edits.ts';

const sound: Tree = new Map(Object.entries(base));
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tenantry-bad-input-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Check = (root: string) => readonly DiagnosticItem[] | Promise<readonly DiagnosticItem[]>;

/** What is wrong with the files alone, before any message is rendered. */
const loadFolder: Check = (folder) => diagnosticItems(loadRepository(openWorkingTree(folder)).diagnostics);

async function find(check: Check, tree: Tree): Promise<readonly DiagnosticItem[]> {
  writeTree(root, tree);
  return check(root);
}

it('finds nothing wrong with the repository that the cases begin from', async () => {
  expect(await find(validateFolder, sound)).toEqual([]);
});

describe.each<[string, readonly BadInput[], Check]>([
  ['text and YAML', yamlCases, loadFolder],
  ['files', fileCases, loadFolder],
  ['schemas', configCases, loadFolder],
  ['rules between files', ruleCases, loadFolder],
  ['templates', templateCases, validateFolder],
  ['accounts', accountCases, validateFolder],
])('%s', (_, cases, check) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expectReport(one, await find(check, one.edit(sound)));
    if (catalogue[one.code].severity === 'error') await expectRefused(root);
    expect(await find(check, one.mend(one.edit(sound)))).toEqual([]);
  });
});

it('has a case for every code of the loader', () => {
  const cases = [...yamlCases, ...fileCases, ...configCases, ...ruleCases, ...accountCases];
  const tried = new Set<Code>(cases.flatMap((one) => [one.code, ...(one.also ?? [])]));
  const codes = Object.keys({ ...yamlCodes, ...configCodes }) as Code[];
  // What depends on the day is found by the planner.
  expect(codes.filter((code) => !tried.has(code) && !code.startsWith('expired-'))).toEqual([]);
});

function expectReport(expected: BadInput, found: readonly DiagnosticItem[]): void {
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
