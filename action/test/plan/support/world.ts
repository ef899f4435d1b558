import {
  type Destination,
  destinationKey,
  type Journal,
  type LedgerLine,
  type LedgerReader,
  lineKey,
} from '../../../src/ledger/ledger.ts';
import { makePlan, type PlanInput, type PlanOutput } from '../../../src/plan/plan.ts';
import type { OpenAccount } from '../../../src/plan/prepare.ts';
import { everything } from '../../../src/plan/scope.ts';
import type { RemoteTemplate } from '../../../src/providers/provider.ts';
import { type Files, smallRepository } from '../../deploy/small-repository.ts';
import { deployedLedger, type LoadedFiles, loadFiles } from '../../support/memory.ts';

export const now = new Date('2026-11-23T12:00:00Z');

/** Three tenants, an email and a push message, with files changed, added or (undefined) removed. */
export function load(...changes: readonly Files[]): LoadedFiles {
  const merged: Files = Object.assign({}, smallRepository('directory'), ...changes);
  return loadFiles(
    new Map(
      Object.entries(merged).flatMap(([path, text]) =>
        text === undefined || path === '.gitignore' ? [] : [[path, text]],
      ),
    ),
  );
}

/** A ledger line with the destination it is at. */
export type Placed = Destination & { readonly line: LedgerLine };

/** The lines of a ledger that says that all this is deployed. */
export function deployed(loaded: LoadedFiles, change: (line: LedgerLine) => LedgerLine = (line) => line): Placed[] {
  const ledger = deployedLedger(loaded, now);
  return ledger
    .destinations()
    .flatMap((one) => [...(ledger.lines(one)?.values() ?? [])].map((line) => ({ ...one, line: change(line) })));
}

/** A ledger of these lines. Destinations in `empty` have a file without lines. */
export function ledgerOf(
  lines: readonly Placed[],
  { empty = [], journals = [] }: { empty?: readonly Destination[]; journals?: readonly Journal[] } = {},
): LedgerReader {
  const destinations = new Map(
    [...empty, ...lines].map(({ account, workspace }) => [`${account}/${workspace}`, { account, workspace }]),
  );
  const here = (destination: Destination) => lines.filter((one) => destinationKey(one) === destinationKey(destination));
  return {
    destinations: () => [...destinations.values()],
    lines: (destination) =>
      destinations.has(destinationKey(destination))
        ? new Map(here(destination).map(({ line }) => [lineKey(line), line]))
        : undefined,
    journals: () => journals,
    holder: () => undefined,
    warnings: () => [],
    routes: () => new Map(),
  };
}

/** What the workspaces hold, by destination, when they hold these lines. */
export function observe(lines: readonly Placed[], repository = 'small-messaging'): Map<string, RemoteTemplate[]> {
  const seen = new Map<string, RemoteTemplate[]>();
  for (const one of lines) {
    const { id, name, digest } = one.line;
    const objects = seen.get(destinationKey(one)) ?? [];
    objects.push({ id, name, marker: { repository, digest12: digest.slice(0, 12) } });
    seen.set(destinationKey(one), objects);
  }
  return seen;
}

export function planOf(
  loaded: LoadedFiles,
  lines: readonly Placed[] | LedgerReader,
  more: Partial<PlanInput> = {},
): PlanOutput {
  const ledger = 'length' in lines ? ledgerOf(lines) : lines;
  const usual = { scope: everything, all: false, observed: new Map(), newerOf: () => undefined };
  return makePlan({ ...loaded, ledger, now, ...usual, ...more });
}

/** `tenant/template@workspace` to the pair's action. */
export function actions({ plan }: PlanOutput): Record<string, string> {
  return Object.fromEntries(
    plan.pairs.map((pair) => [`${pair.tenant}/${pair.template}@${pair.workspace}`, pair.action]),
  );
}

export function refusals({ plan }: PlanOutput): string[] {
  return plan.refusals.map((refusal) => refusal.code);
}

/** Accounts at a vendor that makes no workspaces by itself. */
export function atVendor(accounts: ReadonlyMap<string, OpenAccount>): Map<string, OpenAccount> {
  return new Map(
    [...accounts].map(([name, open]) => {
      const capabilities = { ...open.provider.capabilities, createsWorkspaces: false };
      return [name, { ...open, provider: { ...open.provider, capabilities } }];
    }),
  );
}
