import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalsAmong } from '../../src/approvals/accept.ts';
import { touchedBy } from '../../src/approvals/history.ts';
import { policyFor, policyIn, reigns, strictestUpTo } from '../../src/approvals/policy.ts';
import { pullInQueue } from '../../src/approvals/queue.ts';
import type { Person, Review } from '../../src/approvals/source.ts';

const runs = { seed: 3, numRuns: 300 };
const people: readonly Person[] = [1, 2, 3, 4].map((id) => ({ id, login: `user${id}`, isUser: id !== 4 }));
const moment = fc.integer({ min: 0, max: 20 });
const reviewsOf = fc
  .array(
    fc.record({
      reviewer: fc.constantFrom(...people, undefined),
      state: fc.constantFrom('approved', 'changes-requested', 'dismissed', 'other'),
      commit: fc.constantFrom('a', 'b', undefined),
      at: moment,
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((one, id): Review => ({ ...one, id: id + 1 })));
const author = fc.constantFrom(...people, undefined);

describe('approvals among reviews', () => {
  it('are of others, of people, at a head, and the last word of theirs', () => {
    fc.assert(
      fc.property(author, reviewsOf, fc.array(moment, { maxLength: 2 }), (by, reviews, retargeted) => {
        const { approvals } = approvalsAmong({ author: by }, reviews, retargeted);
        for (const approval of approvals) {
          expect(approval.by.isUser).toBe(true);
          expect(approval.by.id).not.toBe(by?.id);
          const theirs = reviews.filter((one) => one.reviewer?.id === approval.by.id && one.state !== 'other');
          const last = theirs.reduce((a, b) => (b.at >= a.at ? b : a));
          expect(last).toMatchObject({ state: 'approved', commit: approval.head, at: approval.at });
          expect(retargeted.every((when) => when < approval.at)).toBe(true);
        }
      }),
      runs,
    );
  });

  it('are found whenever the last word of somebody who can approve is an approval', () => {
    fc.assert(
      fc.property(author, reviewsOf, (by, reviews) => {
        const { approvals, voids } = approvalsAmong({ author: by }, reviews, []);
        const stands = reviews.filter(({ state }) => state !== 'other');
        const persons = new Set(stands.map(({ reviewer, id }) => reviewer?.id ?? -id));
        expect(approvals.length + voids.length).toBe(persons.size);
        expect(new Set(approvals.map((one) => one.by.id)).size).toBe(approvals.length);
      }),
      runs,
    );
  });

  it('do not depend on the order in which GitHub lists reviews', () => {
    fc.assert(
      fc.property(author, reviewsOf, fc.integer(), (by, reviews, seed) => {
        const shuffled = reviews.toSorted((a, b) => ((a.id * 7919 + seed) % 13) - ((b.id * 7919 + seed) % 13));
        expect(approvalsAmong({ author: by }, shuffled, [])).toEqual(approvalsAmong({ author: by }, reviews, []));
      }),
      runs,
    );
  });

  it('are never more when somebody takes an approval back, or when there is a bot or an author more', () => {
    fc.assert(
      fc.property(author, reviewsOf, fc.nat(11), (by, reviews, at) => {
        const before = approvalsAmong({ author: by }, reviews, []).approvals.length;
        const dismissed = reviews.map((one, index) => {
          return index === at && one.state === 'approved' ? { ...one, state: 'dismissed' as const } : one;
        });
        expect(approvalsAmong({ author: by }, dismissed, []).approvals.length).toBeLessThanOrEqual(before);
        const own: Review = { id: 99, reviewer: by, state: 'approved', commit: 'a', at: 99 };
        const bot: Review = { id: 98, reviewer: people[3]!, state: 'approved', commit: 'a', at: 99 };
        expect(approvalsAmong({ author: by }, [...reviews, own, bot], []).approvals.length).toBeLessThanOrEqual(before);
      }),
      runs,
    );
  });
});

const strictness = ['off', 'warn', 'require'] as const;
const policyOf = fc.constantFrom(...strictness);
const versionsOf = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 4 }), policy: fc.option(policyOf, { nil: undefined }) }))
  .map((list) => {
    let oldest = -1;
    return list.map(({ gap, policy }) => {
      oldest += gap;
      return { oldest, policy };
    });
  });

describe('the policy in force', () => {
  it('is never looser than that of the base, nor than any from there on', () => {
    fc.assert(
      fc.property(policyOf, versionsOf, fc.nat(20), fc.nat(20), (own, versions, came, more) => {
        const found = reigns(own, versions);
        // A message that came with the commit `came`, and was deployed from an older one.
        const end = came + 1 + more;
        const policy = policyFor(found, end, (oldest) => came < oldest);
        const upTo = versions.findIndex(({ oldest }) => oldest >= came + 1);
        const from = upTo === -1 ? versions : versions.slice(0, upTo + 1);
        for (const one of from) {
          if (one.policy === undefined) continue;
          expect(strictness.indexOf(policy)).toBeGreaterThanOrEqual(strictness.indexOf(one.policy));
        }
        expect(strictness.indexOf(policy)).toBeGreaterThanOrEqual(strictness.indexOf(own));
        expect(strictness.indexOf(strictestUpTo(found, end))).toBeGreaterThanOrEqual(strictness.indexOf(policy));
      }),
      runs,
    );
  });

  it('becomes only stricter further back, and reaches all the way', () => {
    fc.assert(
      fc.property(policyOf, versionsOf, (own, versions) => {
        const found = reigns(own, versions);
        const ranks = found.map(({ policy }) => strictness.indexOf(policy));
        expect(ranks).toEqual([...new Set(ranks)].sort());
        expect(found.at(-1)?.oldest).toBe(Number.POSITIVE_INFINITY);
      }),
      runs,
    );
  });

  it.each([
    ['policies: { approval: require }', 'require'],
    ['policies: { approval: warn }\n# more\n', 'warn'],
    ['repository: x', 'off'],
    ['policies: { approval: sometimes }', undefined],
    ['policies: [', undefined],
    ['- a list', undefined],
    [undefined, undefined],
  ])('is read from %j', (text, policy) => {
    expect(policyIn(text)).toBe(policy);
  });
});

describe('what a commit can have changed', () => {
  it.each([
    [['tenants/acme/tenant.yaml'], { shared: false, tenants: ['acme'], templates: [] }],
    [['templates/receipt/strings/en.yaml'], { shared: false, tenants: [], templates: ['receipt'] }],
    [['templates/_partials/footer.hbs'], { shared: true, tenants: [], templates: [] }],
    [['tenants/_defaults.yaml', 'tenants/acme/strings/en.yaml'], { shared: true, tenants: ['acme'], templates: [] }],
    [['tenants/README'], { shared: true, tenants: [], templates: [] }],
    [['.github/tenantry.yml'], { shared: true, tenants: [], templates: [] }],
  ])('by %j', (paths, { shared, tenants, templates }) => {
    expect(touchedBy(paths)).toEqual({ shared, tenants: new Set(tenants), templates: new Set(templates) });
  });
});

describe('the branch of a merge queue', () => {
  const id = '0123456789abcdef0123456789abcdef01234567';
  it.each([
    [`refs/heads/gh-readonly-queue/main/pr-12-${id}`, 12],
    [`gh-readonly-queue/release/2026/pr-7-${id}`, 7],
    [`refs/heads/main/pr-12-${id}`, undefined],
    [`refs/heads/x/gh-readonly-queue/main/pr-12-${id}`, undefined],
    ['refs/heads/gh-readonly-queue/main/pr-12-abc', undefined],
    [`refs/heads/gh-readonly-queue/main/pr--1-${id}`, undefined],
    [`refs/heads/gh-readonly-queue/main/pr-12-${id}\n`, undefined],
  ])('%j is of pull request %j', (ref, number) => {
    expect(pullInQueue(ref)).toBe(number);
  });
});
