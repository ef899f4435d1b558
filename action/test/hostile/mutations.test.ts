import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMessages } from '../../src/commands/check.ts';
import { reviewSnapshots } from '../../src/commands/review.ts';
import { loadSession } from '../../src/commands/session.ts';
import type { World } from '../../src/commands/world.ts';
import { loadRepository } from '../../src/config/load.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { UserError } from '../../src/diagnostics/errors.ts';
import { diagnosticItems } from '../../src/diagnostics/render.ts';
import { galleryPage } from '../../src/gallery/page.ts';
import { everything } from '../../src/plan/scope.ts';
import { base } from '../bad-input/support/base.ts';
import { type Bytes, mutated, mutation, snapshotOfBytes } from './support/mutations.ts';

const project = join(import.meta.dirname, '../../..');
const tree = openWorkingTree(project);
const shipped: Bytes = new Map(tree.paths.map((path) => [path, tree.read(path)]));
const small: Bytes = new Map(Object.entries(base).map(([path, text]) => [path, Buffer.from(text)]));

const seed = 20261123;

const world: World = {
  root: project,
  env: {},
  now: new Date('2026-12-24T12:00:00Z'),
  run: 'mutations',
  progress: { step() {}, update() {}, note() {}, end() {} },
  colour: false,
};

function expectSound(diagnostics: readonly Diagnostic[]): void {
  for (const { line, column, message, file } of diagnosticItems(diagnostics)) {
    expect(line, message).toBeGreaterThanOrEqual(1);
    expect(column, message).toBeGreaterThanOrEqual(1);
    expect(file).not.toBe('');
    expect(message).not.toMatch(/undefined|\[object|NaN|\n/);
  }
}

test('the shipped files, however they are broken, are read to the end', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 12 }), (mutations) => {
      expectSound(loadRepository(snapshotOfBytes(mutated(shipped, mutations))).diagnostics);
    }),
    { seed, numRuns: 40 },
  );
});

test('what is sound of broken files is rendered, and nothing but what the user can mend is thrown', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), (mutations) => {
      try {
        const session = loadSession(world, snapshotOfBytes(mutated(small, mutations)));
        expectSound([...session.diagnostics, ...checkMessages(world, session, everything).problems]);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }),
    { seed, numRuns: 300 },
  );
});

test('a broken change is reviewed, or refused with what the user can mend', async () => {
  let reviewed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const [base, head] = [snapshotOfBytes(small), snapshotOfBytes(mutated(small, mutations))];
      try {
        const { session, review, shown, diagnostics } = await reviewSnapshots(world, { base, head });
        expectSound(diagnostics);
        const title = session.repository.config.repository;
        expect(galleryPage({ title, about: '', review, shown })).toContain('</html>');
        reviewed += 1;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }),
    { seed, numRuns: 60 },
  );
  expect(reviewed).toBeGreaterThan(10);
});
