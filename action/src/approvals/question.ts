import type { PlannedMessage, PlannedPair } from '../generated/index.ts';
import type { Touched } from './history.ts';

/** A message that a plan would write or take away: has somebody approved that? */
export interface Question {
  readonly pair: PlannedPair;
  readonly message: PlannedMessage;
  /** What would have to be approved. */
  readonly key: string;
  /** The index of the commit that is deployed: what came later is in question. Infinite where nothing is deployed. */
  readonly end: number;
  /** The commit it is deployed from, where a new engine alone may explain the change; its time is in milliseconds since 1970. */
  readonly deployedFrom: { readonly commit: string; readonly at: number } | undefined;
}

type Place = Pick<PlannedPair, 'account' | 'workspace' | 'tenant' | 'template'>;

/** What an approval approves: this content, or none any more, under this name at this destination. */
export function keyOf(place: Place, { locale, after }: Pick<PlannedMessage, 'locale' | 'after'>): string {
  const { account, workspace, tenant, template } = place;
  return `${account}/${workspace} ${tenant}/${template}/${locale} ${after ?? 'archived'}`;
}

/** Everything that a plan changes, whether or not it is held for a reason of the day. */
export function keysOf(pairs: readonly PlannedPair[]): Set<string> {
  return new Set(
    pairs.flatMap((pair) =>
      pair.messages.filter(({ action }) => action !== 'unchanged').map((message) => keyOf(pair, message)),
    ),
  );
}

/** Whether a commit can have changed a message. */
export function concerns({ shared, tenants, templates }: Touched, { pair }: Question): boolean {
  return (
    shared ||
    templates.has(pair.template) ||
    tenants.has(pair.tenant) ||
    (pair.formerly !== undefined && tenants.has(pair.formerly))
  );
}
