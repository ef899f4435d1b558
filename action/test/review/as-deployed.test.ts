import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePlan } from '../../src/commands/plan.ts';
import { loadSession } from '../../src/commands/session.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import type { PlannedPair } from '../../src/generated/index.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { DeployedLine, deployedAs, draftsOf, type Side, unrendered } from '../../src/plan/as-deployed.ts';
import { byDestination } from '../../src/plan/content.ts';
import { makePlan, type PlanInput } from '../../src/plan/plan.ts';
import { everything } from '../../src/plan/scope.ts';
import { edits, variants } from '../blast-radius/edits.ts';
import { filesOf } from '../blast-radius/world.ts';
import { runDeploy, worldOf } from '../deploy/run.ts';
import { deployedLedger, loadFiles, memorySnapshot } from '../support/memory.ts';
import { checkedOut } from './support/checkout.ts';
import { code, grocery, news, order, orderHtml, tenant } from './support/grocery.ts';
import { now, reviewed, withEdits, world } from './support/reviewing.ts';

const still = { scope: everything, all: false, observed: new Map(), newerOf: () => undefined, now } as const;

function planned(
  head: Side,
  base: Side,
  more: Partial<PlanInput> = {},
): PlanInput['ledger'] & { pairs: PlannedPair[] } {
  const drafts = more.purpose === 'review' ? draftsOf(head.repository) : undefined;
  const ledger = deployedAs(base, now, drafts && { drafts });
  const { plan } = makePlan({ ...head, ledger, ...still, ...more });
  return { ...ledger, pairs: plan.pairs };
}

function actions(pairs: readonly PlannedPair[]): string[] {
  return pairs.map((pair) => `${pair.action} ${pair.tenant}/${pair.template}`);
}

describe('a commit seen as deployed', () => {
  it('is equal to itself, without a message being rendered', () => {
    const loaded = loadFiles(grocery());
    const renderer = {
      ...loaded.renderer,
      render: () => {
        throw new Error('rendered');
      },
    };
    const base = { ...loaded, renderer };
    expect(planned(base, base).pairs).toEqual([]);
  });

  it('has the lines that a deployment leaves', () => {
    const loaded = loadFiles(grocery({ 'tenants/elm/tenant.yaml': tenant('elm', 4).replace('active', 'suspended') }));
    const real = deployedLedger(loaded, now);
    const ours = deployedAs(loaded, now);
    expect(ours.destinations()).toEqual(real.destinations().toSorted(byDestination));
    for (const destination of real.destinations()) {
      const lines = ours.lines(destination)!;
      expect([...lines.keys()]).toEqual([...real.lines(destination)!.keys()]);
      for (const [key, { run: _, commit: __, ...line }] of real.lines(destination)!)
        expect(lines.get(key)).toMatchObject(line);
    }
  });

  it('gives the plan that a ledger gives which was written by deploying it', async () => {
    const place = checkedOut(grocery());
    try {
      expect((await runDeploy(place.root)).exitCode).toBe(0);
      place.edit({
        ...order(orderHtml.replace('>shop<', '>store<')),
        'tenants/farm/tenant.yaml': undefined,
        ...code('Another code {{event.code}}', 'second'),
      });
      const local = worldOf(place.root);
      const head = loadSession(local, openWorkingTree(place.root));
      const ledger = await openLedger(head.repository.config.ledger, local).read();
      const { plan } = computePlan(local, head, ledger, { scope: everything, all: false });
      const ours = planned(head, loadFiles(grocery()));
      expect(actions(ours.pairs).length).toBeGreaterThan(12);
      expect(ours.pairs).toEqual(plan.pairs);
    } finally {
      place.remove();
    }
  });

  it('gives the plan that such a ledger gives, for any edit', () => {
    const cases = variants({ min: 1, max: 3 }).chain((variant) => fc.tuple(fc.constant(variant), edits(variant)));
    fc.assert(
      fc.property(cases, ([variant, { file, change }]) => {
        const files = filesOf(variant);
        const base = loadFiles(files);
        const head = loadFiles(new Map(files).set(file, change(files.get(file) ?? '')));
        const { plan } = makePlan({ ...head, ...still, ledger: deployedLedger(base, now) });
        expect(planned(head, base).pairs).toEqual(plan.pairs);
      }),
      { seed: 20_261_123, numRuns: 60 },
    );
  });
});

describe('for a review', () => {
  const draft = tenant('elm', 4).replace('active', 'draft');
  const nowhere = draft.replace(/workspaces: .*/, 'workspaces: {}');

  it('archives without a time of grace', () => {
    const [base, head] = [loadFiles(grocery()), loadFiles(grocery({ 'tenants/elm/tenant.yaml': undefined }))];
    const gone = ['code', 'news', 'order'];
    expect(actions(planned(head, base).pairs)).toEqual(gone.map((id) => `held elm/${id}`));
    expect(actions(planned(head, base, { purpose: 'review' }).pairs)).toEqual(gone.map((id) => `archive elm/${id}`));
  });

  it('shows what changes in drafts, held, and nothing of drafts that stay as they are', () => {
    const base = loadFiles(grocery({ 'tenants/elm/tenant.yaml': nowhere }));
    expect(planned(base, base, { purpose: 'review' }).pairs).toEqual([]);
    const head = loadFiles(grocery({ 'tenants/elm/tenant.yaml': nowhere }, news('<p>{{vendor.unsubscribe_url}}</p>')));
    const pairs = planned(head, base, { purpose: 'review' }).pairs.filter((pair) => pair.tenant === 'elm');
    expect(pairs).toMatchObject([{ action: 'held', template: 'news', reasons: [{ code: 'draft' }] }]);
    expect(pairs[0]?.messages[0]?.before).toMatch(/^[\da-f]{64}$/);
  });

  it.each([
    ['a draft that goes live is created', draft, tenant('elm', 4), 'create'],
    ['a new draft is held', undefined, nowhere, 'held'],
    ['a tenant that becomes a draft is left as it is', tenant('elm', 4), draft, undefined],
    ['a draft that goes is nothing', draft, undefined, undefined],
  ] as const)('%s', (_, before, after, action) => {
    const [base, head] = [before, after].map((text) => loadFiles(grocery({ 'tenants/elm/tenant.yaml': text })));
    const { pairs } = planned(head!, base!, { purpose: 'review' });
    expect(actions(pairs)).toEqual(action ? ['code', 'news', 'order'].map((id) => `${action} elm/${id}`) : []);
  });

  it('keeps a tenant under its former id', () => {
    const renamed = tenant('elm', 4).replace('name: ELM', 'name: ELM\nformerly: [elm]');
    const head = loadFiles(grocery({ 'tenants/elm/tenant.yaml': undefined, 'tenants/oak/tenant.yaml': renamed }));
    expect(planned(head, loadFiles(grocery()), { purpose: 'review' }).pairs).toEqual([]);
  });
});

describe('a base that is broken', () => {
  const sound = grocery();
  const broken = withEdits(sound, order(orderHtml.replace('{{motto}}', '{{missing}}')));

  it('has lines without a digest for what it does not render', () => {
    const session = loadSession(world, memorySnapshot(broken));
    const ledger = deployedAs(session, now);
    const line = ledger.lines({ account: 'send', workspace: 'aldi' })?.get('aldi/order/en');
    expect(line).toBeInstanceOf(DeployedLine);
    expect(line).toMatchObject({ digest: unrendered, skeleton: unrendered, name: 'order.en' });
  });

  it('does not keep the change that mends it from being reviewed', async () => {
    const { review, shown } = await reviewed(broken, sound);
    expect(review.changes.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'update: order changes; the old text is not available',
    ]);
    expect(review.changes[0]?.classes[0]?.messages[0]).toMatchObject({ action: 'update', before: null });
    expect(shown.find(({ tenant }) => tenant === 'aldi')).toMatchObject({
      missing: 'not available',
      after: { source: { subject: 'Your order {{{event.number}}}' } },
    });
    expect(review.incomplete).toBeUndefined();
  });

  it('is said to be incomplete when it has errors in its files', async () => {
    const noTenant = withEdits(sound, { 'tenants/elm/tenant.yaml': 'name: 1.10\n' });
    const { review } = await reviewed(noTenant, sound);
    expect(review.incomplete).toMatch(/^The base has \d errors?, and what is wrong there is left out/);
    expect(review.changes.map(({ title }) => title)).toEqual(['new tenant elm']);
    const { review: nothing } = await reviewed(new Map([['.github/tenantry.yml', 'no: [']]), sound);
    expect(nothing.counts.messages).toBe(24);
  });
});
