/**
 * Prints, as one JSON document, the digests of everything that the fixture and the shipped repository deploy, computed in
 * this process with its time zone, its locale and its order of files.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSession } from '../../src/commands/session.ts';
import { openWorkingTree } from '../../src/config/working-tree.ts';
import { digestOf, sha256 } from '../../src/digest.ts';
import { engineEpoch } from '../../src/plan/keys.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { everything } from '../../src/plan/scope.ts';
import { target } from '../../src/plan/targets.ts';
import { todayAt } from '../../src/plan/today.ts';
import { ledgerOf } from '../plan/support/world.ts';

/** What one repository comes to. */
export interface RepositoryDigests {
  /** Digest of its files. */
  readonly sources: string;
  /** Digest of each message, by `account/workspace/template.locale`. */
  readonly messages: Readonly<Record<string, string>>;
  /** Digest of the keys of all pairs; of the plan; of what is reported. Not on record: they may change with any version. */
  readonly keys: string;
  readonly plan: string;
  readonly diagnostics: string;
}

export interface Digests {
  readonly epoch: number;
  readonly fixture: RepositoryDigests;
  readonly shipped: RepositoryDigests;
  /** What this process was like. */
  readonly surroundings: { readonly timeZone: string; readonly locale: string; readonly listing: readonly string[] };
}

export const fixtureRoot = fileURLToPath(new URL('./fixture', import.meta.url));
const shippedRoot = fileURLToPath(new URL('../../..', import.meta.url));

function digestsOf(root: string): RepositoryDigests {
  // A day in no freeze, pin or opt-out of the fixture.
  const now = new Date('2026-11-23T12:00:00Z');
  const progress = { step() {}, update() {}, note() {}, end() {} };
  const snapshot = openWorkingTree(root);
  const session = loadSession({ root, env: {}, now, run: 'digests', progress, colour: false }, snapshot);
  const input = {
    ledger: ledgerOf([]),
    now,
    scope: everything,
    all: true,
    observed: new Map(),
    newerOf: () => undefined,
  };
  const { plan, problems } = makePlan({ ...session, ...input });
  const messages = plan.pairs.flatMap(({ account, workspace, template, messages }) =>
    messages.map(({ locale, after }) => [`${account}/${workspace}/${template}.${locale}`, after ?? ''] as const),
  );
  return {
    sources: sha256(snapshot.paths.map((path) => `${path}\0${sha256(snapshot.read(path))}\n`).join('')),
    messages: Object.fromEntries(messages),
    keys: digestOf(keysOf(session, now)),
    plan: digestOf([plan.digest, plan.pairs.map(({ messages }) => messages.map((message) => message.class))]),
    diagnostics: sha256(JSON.stringify([...session.diagnostics, ...problems])),
  };
}

function keysOf({ repository, accounts, keys }: ReturnType<typeof loadSession>, now: Date): string[] {
  const today = todayAt(now);
  return [...repository.tenants.values()].flatMap((tenant) =>
    [...repository.templates.values()].flatMap((template) => {
      const verdict = target(tenant, template, today);
      const open = verdict.kind === 'wanted' && accounts.get(verdict.binding.account);
      return open ? [keys(verdict.version, tenant, open)] : [];
    }),
  );
}

export function computeDigests(): Digests {
  const { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions();
  return {
    epoch: engineEpoch,
    fixture: digestsOf(fixtureRoot),
    shipped: digestsOf(shippedRoot),
    surroundings: { timeZone, locale, listing: readdirSync(`${fixtureRoot}/templates`) },
  };
}

if (import.meta.main) process.stdout.write(JSON.stringify(computeDigests()));
