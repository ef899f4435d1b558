import type { PlanReason } from '../generated/index.ts';
import { destinationKey, type LedgerLine } from '../ledger/ledger.ts';
import { type Context, lineOf, renderNow } from './context.ts';

interface Note {
  readonly line: LedgerLine;
  readonly instead: LedgerLine;
}

/**
 * Brings the ledger up to date where no vendor needs to be called: lines whose message is the same under a new key,
 * lines that are wanted again, and lines that this run is the first to find unwanted.
 */
export async function noteInLedger(context: Context): Promise<void> {
  const notes = Map.groupBy([...refreshed(context), ...unwanted(context)], ({ destination }) =>
    destinationKey(destination),
  );
  for (const [first, ...rest] of notes.values()) {
    if (first)
      await context.book.set(
        first.destination,
        [first, ...rest].map(({ note }) => note),
      );
  }
}

/** Reasons for which messages stay as they are, routes included. */
const holds: ReadonlySet<PlanReason['code']> = new Set(['suspended', 'freeze', 'unapproved']);

type Placed = { readonly destination: { account: string; workspace: string }; readonly note: Note };

function* refreshed(context: Context): Generator<Placed> {
  for (const entry of context.plan.refresh) {
    const { tenant, template, account, workspace, locale, formerly, digest } = entry;
    const tenants = formerly === undefined ? [tenant] : [tenant, formerly];
    const line = context.book.line(entry, { tenants, template, locale });
    const rendering = renderNow(entry, locale, context);
    // An entry that no longer fits is left to the next plan: nothing is deployed here.
    if (!line || line.digest !== digest || rendering?.digest !== digest) continue;
    const { unwantedSince: _, ...rest } = line;
    const { key, skeleton } = rendering;
    yield { destination: { account, workspace }, note: { line: { ...rest, tenant, key, skeleton }, instead: line } };
  }
}

function* unwanted(context: Context): Generator<Placed> {
  const { plan, dependencies } = context;
  for (const pair of plan.pairs) {
    // Its grace time begins when the hold is over: until then the routes still lead there.
    if (pair.reasons.some((reason) => holds.has(reason.code))) continue;
    for (const message of pair.messages) {
      if (message.after !== null || (message.action === 'archive' && dependencies.allowArchives)) continue;
      const line = lineOf({ pair, message }, context);
      if (!line || line.unwantedSince !== undefined || line.digest !== message.before) continue;
      const { account, workspace } = pair;
      const noted = { ...line, unwantedSince: dependencies.now.toISOString() };
      yield { destination: { account, workspace }, note: { line: noted, instead: line } };
    }
  }
}
