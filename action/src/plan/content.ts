import { compareText, digestOf } from '../digest.ts';
import type { PlannedPair } from '../generated/index.ts';
import type { Destination } from '../ledger/ledger.ts';

/**
 * The digest of a plan's content: destinations, actions, and digests before and after. Unchanged pairs do not count.
 */
export function digestOfPairs(pairs: readonly PlannedPair[]): string {
  return digestOf(pairs.filter((pair) => pair.action !== 'unchanged').map(contentOf));
}

function contentOf(pair: PlannedPair) {
  const { tenant, template, account, workspace, action } = pair;
  const messages = pair.messages.map((m) => [m.locale, m.action, m.before, m.after]);
  return { tenant, template, account, workspace, action, messages };
}

type Sortable = Destination & { readonly tenant?: string; readonly template?: string };

/** Compares by account, workspace, tenant and template: the order of a plan's workspaces and pairs. */
export function byDestination(a: Sortable, b: Sortable): number {
  return (
    compareText(a.account, b.account) ||
    compareText(a.workspace, b.workspace) ||
    compareText(a.tenant ?? '', b.tenant ?? '') ||
    compareText(a.template ?? '', b.template ?? '')
  );
}
