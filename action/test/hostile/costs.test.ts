import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base } from '../bad-input/support/base.ts';
import { validateFolder } from '../bad-input/support/commands.ts';
import { writeTree } from '../bad-input/support/edits.ts';
import { costs } from './support/costs.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tenantry-costs-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

// What is not bounded takes minutes, or all memory there is, so that the time that a test has is all that is asserted of it.
test.each(costs)('$name', { timeout: 30_000 }, async ({ files, code }) => {
  writeTree(root, new Map(Object.entries({ ...base, ...files })));
  const found = await validateFolder(root);
  const codes = new Set(found.filter(({ severity }) => severity === 'error').map((one) => one.code));
  if (code === undefined) expect([...codes]).toEqual([]);
  else expect([...codes]).toContain(code);
  for (const { message, fix = '', file } of found) {
    expect(message.length).toBeLessThan(2500);
    expect(fix.length).toBeLessThan(2500);
    expect(Object.keys({ ...base, ...files })).toContain(file);
  }
});
