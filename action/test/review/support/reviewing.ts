import { type Reviewed, type ReviewOptions, reviewSnapshots } from '../../../src/commands/review.ts';
import type { World } from '../../../src/commands/world.ts';
import { InvalidInput } from '../../../src/diagnostics/errors.ts';
import type { Change, Review, Risk } from '../../../src/review/review.ts';
import type { Files } from '../../deploy/small-repository.ts';
import { memorySnapshot, type RepositoryFiles } from '../../support/memory.ts';

export const now = new Date('2026-11-23T12:00:00Z');

export const world: World = {
  root: '/nowhere',
  env: {},
  now,
  run: 'review',
  progress: { step() {}, update() {}, note() {}, end() {} },
  colour: false,
};

/** What becomes of files by edits; `undefined` takes a file away. */
export function withEdits(files: RepositoryFiles, ...edits: readonly Files[]): RepositoryFiles {
  const result = new Map(files);
  for (const [path, text] of edits.flatMap((edit) => Object.entries(edit))) {
    if (text === undefined) result.delete(path);
    else result.set(path, text);
  }
  return result;
}

/** Reviews the change from some files to others that never were on a disk. */
export async function reviewed(
  base: RepositoryFiles,
  head: RepositoryFiles,
  more: Partial<ReviewOptions> = {},
): Promise<Reviewed & { readonly lines: readonly string[] }> {
  const lines: string[] = [];
  try {
    const found = await reviewSnapshots(world, {
      base: memorySnapshot(base, 'b'.repeat(40)),
      head: memorySnapshot(head, 'a'.repeat(40)),
      onLine: (line) => lines.push(line),
      ...more,
    });
    return { ...found, lines };
  } catch (error) {
    // Else a mistake in a test's files is hard to find.
    if (error instanceof InvalidInput) error.message += `\n${JSON.stringify(error.diagnostics, undefined, 1)}`;
    throw error;
  }
}

export async function reviewFiles(base: RepositoryFiles, head: RepositoryFiles): Promise<Review> {
  return (await reviewed(base, head)).review;
}

/** `tenant/template/locale` of every message of a change. */
export function messagesOf({ classes }: Change): string[] {
  return classes.flatMap(({ messages }) =>
    messages.map(({ tenant, template, locale }) => `${tenant}/${template}/${locale}`),
  );
}

export function titles({ changes }: Review): string[] {
  return changes.map(({ title }) => title);
}

/** The risks of one code: severity, message and details. */
export function risks({ risks: all }: Review, code: Risk['code']): string[] {
  return all
    .filter((risk) => risk.code === code)
    .map(({ severity, message, details }) => `${severity}: ${message}: ${details.join(', ')}`);
}
