import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { deploy } from '../../../src/commands/deploy.ts';
import { validate } from '../../../src/commands/validate.ts';
import type { World } from '../../../src/commands/world.ts';
import type { DiagnosticItem, Validation } from '../../../src/generated/index.ts';
import { everything } from '../../../src/plan/scope.ts';

const silent = { step() {}, update() {}, note() {}, end() {} };

function worldOf(root: string): World {
  return { root, env: {}, now: new Date('2026-12-24T12:00:00Z'), run: 'bad-input', progress: silent, colour: false };
}

/** What `validate` finds wrong with the repository in a folder: its files, and every message rendered from them. */
export async function validateFolder(root: string): Promise<readonly DiagnosticItem[]> {
  const { document } = await validate(worldOf(root), { scope: everything });
  return (document as Validation).diagnostics;
}

/** Insists that `deploy` refuses the repository as invalid (exit 3), and leaves nothing behind but its lock's traces. */
export async function expectRefused(root: string): Promise<void> {
  const deployed = deploy(worldOf(root), { scope: everything, allowArchives: false, lockTimeout: 1 });
  await expect(deployed).rejects.toMatchObject({ exitCode: 3 });
  const written = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.tenantry\b(?!.*\block\b)/.test(entry.parentPath),
  );
  expect(written.map((entry) => entry.name)).toEqual([]);
}
