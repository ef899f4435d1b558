import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/digest.ts';
import type { ReviewedMessage } from '../../src/review/review.ts';
import { edits, variants } from '../blast-radius/edits.ts';
import { filesOf } from '../blast-radius/world.ts';
import type { Files } from '../deploy/small-repository.ts';
import { type LoadedFiles, loadFiles, type RepositoryFiles } from '../support/memory.ts';
import { reviewed, withEdits } from './support/reviewing.ts';

/** Edits that take away, add, move and rename. */
const first = 'tenants/tenant-0/tenant.yaml';
const replaced =
  (what: string, by: string) =>
  (files: RepositoryFiles): Files => ({
    [first]: files.get(first)!.replace(what, by),
  });

const upheavals = fc.constantFrom<((files: RepositoryFiles) => Files)[]>(
  () => ({}),
  (files) =>
    Object.fromEntries([...files.keys()].flatMap((path) => (path.includes('tenant-0') ? [[path, undefined]] : []))),
  (files) => ({ 'tenants/newcomer/tenant.yaml': files.get(first)!.replaceAll('tenant-0', 'newcomer') }),
  replaced('account: one', 'account: two'),
  replaced('id: tenant-0', 'id: elsewhere'),
  replaced('status: active', 'status: suspended'),
  replaced('status: active', 'status: draft'),
  replaced('also: []', 'also: [fr]'),
);

const cases = variants({ min: 2, max: 4 }).chain((variant) => {
  const edit = edits(variant);
  return fc.tuple(fc.constant(variant), fc.array(edit, { maxLength: 3 }), upheavals);
});

/** Where every message goes and what it is, rendered anew for each side, without keys, lines or plans. */
function messages({
  repository,
  renderer,
  accounts,
}: LoadedFiles): Map<string, { place: string; digest: string; skeleton: string }> {
  const found = new Map<string, { place: string; digest: string; skeleton: string }>();
  for (const tenant of repository.tenants.values()) {
    for (const template of repository.templates.values()) {
      const binding = tenant.workspaces[template.channel]!;
      const open = accounts.get(binding.account)!;
      const optOut = tenant.optOut[template.id];
      const { targets } = template.metadata;
      if (optOut && (optOut.until === undefined || optOut.until >= '2026-11-23')) continue;
      if (!('all' in targets) && tenant.labels.ring !== 'main') continue;
      for (const locale of tenant.locales) {
        const target = { dialect: open.dialect, data: open.account.data };
        const { message, skeleton } = renderer.render(template, tenant, locale, target);
        const digest = digestOf(open.provider.encode(message!, tenant));
        const place = `${binding.account}/${binding.id ?? tenant.id}`;
        found.set(`${tenant.id}/${template.id}/${locale}`, { place, digest, skeleton });
      }
    }
  }
  return found;
}

function nameOf({ tenant, template, locale }: ReviewedMessage): string {
  return `${tenant}/${template}/${locale}`;
}

describe('a review of any change', () => {
  it('has every message that changes, and no other, in one class of one change, with its digests', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(cases, async ([variant, changed, upheaval]) => {
        const files = filesOf(variant);
        let head = withEdits(files, upheaval(files));
        for (const { file, change } of changed) {
          if (head.has(file)) head = withEdits(head, { [file]: change(head.get(file)!) });
        }
        const [before, after] = [loadFiles(files), loadFiles(head)];
        const { review, lines } = await reviewed(files, head);
        const [old, young] = [messages(before), messages(after)];

        const found = review.changes.flatMap((change) => {
          kinds.add(change.kind);
          return change.classes.flatMap((one) => one.messages);
        });
        const expected = [...new Set([...old.keys(), ...young.keys()])].filter((name) => {
          // What is deployed of a tenant that becomes a draft is left alone.
          const isDraft = after.repository.tenants.get(name.split('/')[0]!)?.status === 'draft';
          if (isDraft && !young.has(name)) return false;
          const [a, b] = [old.get(name), young.get(name)];
          return a?.digest !== b?.digest || a?.place !== b?.place;
        });
        expect(found.map(nameOf).sort()).toEqual(expected.sort());
        for (const message of found) {
          expect(message.before).toBe(old.get(nameOf(message))?.digest ?? null);
          expect(message.after).toBe(young.get(nameOf(message))?.digest ?? null);
        }
        const digests = lines.map((line) => JSON.parse(line).digest);
        expect(digests.sort()).toEqual(found.flatMap(({ after: digest }) => digest ?? []).sort());
        checkClasses(review.changes, old, young);
        checkCounts(review, found);
      }),
      { seed: 20_261_123, numRuns: 60 },
    );
    expect([...kinds].sort()).toEqual(['archive', 'create', 'move', 'update']);
  });
});

type Reviewed = Awaited<ReturnType<typeof reviewed>>['review'];
type Messages = ReturnType<typeof messages>;

/** Members of a class are alike on either side; ids are unlike; representatives belong, and stand for all together. */
function checkClasses(changes: Reviewed['changes'], old: Messages, young: Messages): void {
  const ids = changes.flatMap((change) => [change.id, ...change.classes.map((one) => one.id)]);
  expect(new Set(ids).size).toBe(ids.length);
  const sizes: number[] = [];
  for (const change of changes) {
    const members = change.classes.flatMap((one) => one.messages);
    sizes.push(members.length);
    checkRepresentatives(change.representatives, members);
    for (const one of change.classes) {
      checkRepresentatives(one.representatives, one.messages);
      const pairs = one.messages.map((message) => {
        const name = nameOf(message);
        // What is new or gone is grouped by what it is, not by what another once was.
        const before = change.kind === 'update' ? old.get(name)?.skeleton : '';
        return `${message.template} ${before} ${change.kind === 'archive' ? '' : young.get(name)?.skeleton}`;
      });
      expect(new Set(pairs).size).toBe(1);
    }
  }
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
}

function checkRepresentatives(
  speakers: Reviewed['changes'][number]['representatives'],
  members: readonly ReviewedMessage[],
): void {
  expect(speakers.length).toBeGreaterThan(0);
  expect(new Set(speakers.map(({ message }) => nameOf(message))).size).toBe(speakers.length);
  for (const { message, why } of speakers) {
    expect(members).toContain(message);
    expect(why.length).toBeGreaterThan(0);
  }
  const others = speakers.filter(({ why }) => !why.some((reason) => /^own |^pinned/.test(reason)));
  expect(others.length).toBeLessThanOrEqual(6);
  expect(speakers.reduce((sum, { standsFor }) => sum + standsFor, 0)).toBe(members.length);
}

function checkCounts({ counts, changes }: Reviewed, found: readonly ReviewedMessage[]): void {
  const { changing, held, excluded, unchanged, total } = counts.tenants;
  expect(changing + held + excluded + unchanged).toBe(total);
  expect(Math.min(changing, held, excluded, unchanged)).toBeGreaterThanOrEqual(0);
  expect(counts.messages).toBe(found.length);
  expect(counts.previews).toBe(changes.reduce((sum, change) => sum + change.representatives.length, 0));
}
