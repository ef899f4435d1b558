import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/commands/deploy.ts';
import { Tally } from '../../src/deploy/tally.ts';
import { exitCodes } from '../../src/diagnostics/errors.ts';
import type { DeployedPair, Deployment } from '../../src/generated/index.ts';
import { failureOf } from '../../src/github/failure.ts';
import { deploymentSummary, planSummary } from '../../src/github/summary.ts';
import { atVendor, load, planOf } from '../plan/support/world.ts';

const nothing = { deployed: 0, archived: 0, failed: 0, held: 0, skipped: 0, refused: 0, unchanged: 0 };

function deployment(outcomes: Readonly<Record<string, Partial<DeployedPair>>>): Deployment {
  const pairs = Object.entries(outcomes).map(([tenant, more]) => {
    return { tenant, template: 'welcome', account: 'a', workspace: tenant, outcome: 'deployed' as const, ...more };
  });
  const summary = { ...nothing };
  for (const { outcome } of pairs) summary[outcome] += 1;
  return { run: 'run-1', commit: 'c'.repeat(40), summary, pairs };
}

const held = { outcome: 'held', why: 'bolt has no workspace in demo-braze yet' } as const;

test.each([
  [{}, exitCodes.done, '✅ Nothing to do'],
  [{ acme: {} }, exitCodes.done, '✅ Deployed'],
  [{ acme: {}, bolt: held }, exitCodes.done, '✅ Deployed, 1 pair held'],
  [{ acme: {}, bolt: held, cafe: held }, exitCodes.incomplete, '⚠️ 2 pairs held: not everything is deployed'],
  [{ bolt: held }, exitCodes.incomplete, '⚠️ 1 pair held: not everything is deployed'],
  [
    { acme: { outcome: 'failed', error: 'no' }, bolt: held },
    exitCodes.incomplete,
    '❌ 1 pair not deployed, 1 pair held',
  ],
] as const)('of %j with exit code %i, the head is right', (outcomes, exitCode, head) => {
  expect(deploymentSummary(deployment(outcomes), exitCode)).toMatch(new RegExp(`^## ${head}\n`));
});

test('what a vendor has no workspace for is held, with the reason in the summary and in what the step failed with', () => {
  const loaded = load();
  const { plan } = planOf(loaded, [], { accounts: atVendor(loaded.accounts) });
  const pairs = new Tally(plan, () => {}).pairs();
  expect(pairs.length).toBeGreaterThan(0);
  const exitCode = exitCodeOf(plan, { pairs });
  expect(exitCode).toBe(exitCodes.incomplete);
  const document: Deployment = {
    run: 'run-1',
    commit: plan.commit,
    summary: { ...nothing, held: pairs.length },
    pairs: [...pairs],
  };
  const why = 'bolt has no workspace in demo-braze yet; create it there, and put its id in tenants/bolt/tenant.yaml';
  expect(deploymentSummary(document, exitCode)).toContain(`| held | \`bolt/receipt\` | ${why} |`);
  expect(failureOf('deploy', { exitCode, document, text: '' })).toBe(
    `deploy: some pairs failed or were held (exit code 5). First cause, bolt/receipt: ${why}`,
  );
});

test('what a plan could not look into is in its summary, each cause once, and formats nothing', () => {
  const loaded = load();
  const refused = ['bolt', 'cafe'].map((workspace) => ({
    ...{ account: 'demo-braze', workspace, failure: 'credentials' as const },
    error: `demo-braze/${workspace}: the key is refused by **x**`,
  }));
  const alone = { account: 'demo-iterable', workspace: 'acme', failure: 'unavailable' as const, error: 'no answer' };
  const summary = planSummary({ ...planOf(loaded, []).plan, unreadable: [...refused, alone] });
  expect(summary).toContain('> ⚠️ 2 workspaces could not be read: demo-braze/&#60;workspace&#62;');
  expect(summary).toContain('> ⚠️ `demo-iterable/acme` could not be read: no answer');
  expect(summary).not.toContain('**x**');
});

test('what was deployed although nobody approved it is in the head', () => {
  const about = { template: 'welcome', account: 'a', locales: ['en'], why: 'it comes from #7', fix: 'Approve #7' };
  const unapproved = ['acme', 'bolt'].map((tenant) => ({
    ...about,
    tenant,
    workspace: tenant,
    policy: 'warn' as const,
  }));
  const summary = deploymentSummary({ ...deployment({ acme: {}, bolt: {} }), unapproved }, exitCodes.done);
  expect(summary).toMatch(/^## ✅ Deployed, 2 pairs that nobody approved\n/);
  expect(summary).toContain('| `acme/welcome` | it comes from &#35;\u200b7. Approve &#35;\u200b7. |');
});
