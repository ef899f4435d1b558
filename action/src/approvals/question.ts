import type { PlannedMessage, PlannedPair } from '../generated/index.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import type { Touched } from './history.ts';

/** A message that a plan would write or archive. The question is whether somebody approved that. */
export interface Question {
  readonly pair: PlannedPair;
  readonly message: PlannedMessage;
  /** The line of what is deployed, under the tenant's present or an earlier id. */
  readonly line: LedgerLine | undefined;
  /** The index of the deployed commit: everything newer is in question. Infinite where nothing is deployed. */
  readonly end: number;
  /**
   * The commit it is deployed from, given where a new engine alone may explain the change; `at` is in milliseconds
   * since 1970.
   */
  readonly deployedFrom: { readonly commit: string; readonly at: number } | undefined;
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
