import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/digest.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { everything } from '../../src/plan/scope.ts';
import { deployedLedger, type LoadedFiles, loadFiles, type RepositoryFiles } from '../support/memory.ts';
import { type Edit, editKinds, edits, variants } from './edits.ts';
import { filesOf } from './world.ts';

const now = new Date('2026-11-23T00:00:00Z');
const runs = Number(process.env.TENANTRY_RUNS ?? 600);

/** What every pair sends, by brute force: rendered and encoded anew, no key, closure or ledger involved. */
function payloads({ repository, renderer, accounts }: LoadedFiles): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const tenant of repository.tenants.values()) {
    for (const template of repository.templates.values()) {
      const binding = tenant.workspaces[template.channel];
      const open = binding && accounts.get(binding.account);
      if (!open || !isFor(tenant, template)) continue;
      const target = { dialect: open.dialect, data: open.account.data };
      const messages = tenant.locales.map((locale) => {
        const { message, problems } = renderer.render(template, tenant, locale, target);
        if (!message) throw new Error(JSON.stringify(problems));
        return [locale, open.provider.encode(message, tenant)] as const;
      });
      pairs.set(`${tenant.id}/${template.id}`, canonicalJson(Object.fromEntries(messages)));
    }
  }
  return pairs;
}

type Loaded = LoadedFiles['repository'];
type TenantOf = Loaded['tenants'] extends ReadonlyMap<string, infer T> ? T : never;
type TemplateOf = Loaded['templates'] extends ReadonlyMap<string, infer T> ? T : never;

/** Targeting as this test's repositories use it, written down a second time. */
function isFor(tenant: TenantOf, template: TemplateOf): boolean {
  const optOut = tenant.optOut[template.id];
  if (optOut && (optOut.until === undefined || optOut.until >= '2026-11-23')) return false;
  const { targets } = template.metadata;
  return 'all' in targets || ('matchLabels' in targets && tenant.labels.ring === 'main');
}

function changedByBruteForce(before: LoadedFiles, after: LoadedFiles): string[] {
  const [old, fresh] = [payloads(before), payloads(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((pair) => old.get(pair) !== fresh.get(pair)).sort();
}

function changedByPlan(before: LoadedFiles, after: LoadedFiles): { changed: string[]; total: number } {
  const ledger = deployedLedger(before, now);
  const input = { ...after, ledger, now, scope: everything, all: true, observed: new Map(), newerOf: () => undefined };
  const { plan } = makePlan(input);
  const changed = plan.pairs
    .filter((pair) => pair.action !== 'unchanged')
    .map((pair) => `${pair.tenant}/${pair.template}`);
  return { changed: changed.sort(), total: plan.pairs.length };
}

function edited(files: RepositoryFiles, { file, change }: Edit): RepositoryFiles {
  return new Map(files).set(file, change(files.get(file) ?? ''));
}

type Reach = 'none' | 'some' | 'all';

describe('the set of changed pairs', () => {
  it('equals the one found by rendering everything before and after, for any edit', () => {
    const reached = new Map(editKinds.map((kind) => [kind, { none: 0, some: 0, all: 0 }]));
    const cases = variants({ min: 1, max: 4 }).chain((variant) => edits(variant).map((edit) => ({ variant, edit })));
    fc.assert(
      fc.property(cases, ({ variant, edit }) => {
        const files = filesOf(variant);
        const before = loadFiles(files);
        const after = loadFiles(edited(files, edit));
        const { changed, total } = changedByPlan(before, after);
        expect(changed).toEqual(changedByBruteForce(before, after));
        const reach: Reach = changed.length === 0 ? 'none' : changed.length === total ? 'all' : 'some';
        reached.get(edit.kind)![reach] += 1;
      }),
      { numRuns: runs, seed: 20_261_123 },
    );
    console.table(Object.fromEntries(reached));
    for (const [kind, counts] of reached) {
      if (kind === 'nothing that counts') expect(counts).toMatchObject({ some: 0, all: 0 });
      else
        expect({ kind, seen: Object.values(counts).every((count) => count > 0), counts }).toMatchObject({ seen: true });
    }
  });

  it('is not found by keys that leave an input out', () => {
    const uniform = {
      partialEverywhere: true,
      layoutEverywhere: true,
      byLabel: false,
      groupEverywhere: true,
      oneAccount: true,
    } as const;
    const files = filesOf({ ...uniform, tenants: 2, overrides: 'none' });
    const change = (text: string): string => text.replace('<b>', '<strong>');
    const edit: Edit = { kind: 'partial', file: 'templates/_partials/badge.hbs', about: 'badge', change };
    const blind = (loaded: LoadedFiles): LoadedFiles => ({ ...loaded, keys: () => '0'.repeat(64) });
    const before = loadFiles(files);
    const after = loadFiles(edited(files, edit));
    expect(changedByPlan(before, after).changed).toHaveLength(6);
    expect(changedByPlan(blind(before), blind(after)).changed).toHaveLength(0);
  });
});
