import type { Repository } from '../config/model.ts';
import type { PlanRefusal } from '../generated/index.ts';
import type { LedgerWriter } from '../ledger/ledger.ts';
import type { PairKeys } from '../plan/keys.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import type { ProviderFailure } from '../providers/errors.ts';
import type { Renderer } from '../template/render.ts';

/** Everything that a deployment needs from its caller. */
export interface DeployDependencies {
  readonly repository: Repository;
  readonly renderer: Renderer;
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  /** Computes the key that a ledger line records. */
  readonly keys: PairKeys;
  /** Must hold the ledger's lock. */
  readonly ledger: LedgerWriter;
  readonly now: Date;
  /** Whether archives that are due may be carried out. If not, they are refused, and everything else is deployed. */
  readonly allowArchives: boolean;
  /** How many workspaces are written to at once. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: DeployEvent) => void;
}

export type DeployEvent =
  | { readonly kind: 'workspace-started'; readonly account: string; readonly workspace: string }
  | { readonly kind: 'message'; readonly account: string; readonly workspace: string; readonly outcome: MessageOutcome }
  | {
      readonly kind: 'workspace-finished';
      readonly account: string;
      readonly workspace: string;
      readonly failed: number;
    };

export type MessageOutcome = 'written' | 'adopted' | 'archived' | 'failed' | 'refused' | 'held' | 'skipped';

/** What became of a pair, decided by the worst outcome among its messages. */
export interface PairOutcome {
  readonly tenant: string;
  readonly template: string;
  readonly account: string;
  readonly workspace: string;
  /** `refused`: by a guard; `skipped`: the run was stopped before it; `unchanged`: it was found already deployed. */
  readonly outcome: 'deployed' | 'archived' | 'failed' | 'refused' | 'held' | 'skipped' | 'unchanged';
  readonly error?: string;
  /** The kind of the vendor's failure, where that is what went wrong. */
  readonly failure?: ProviderFailure;
  /** Why it is held, for people to read. */
  readonly why?: string;
}

export interface DeployResult {
  readonly run: string;
  readonly pairs: readonly PairOutcome[];
  /** The number of messages by outcome. */
  readonly messages: Readonly<Record<MessageOutcome, number>>;
  /** Why guards refused to write to individual workspaces. */
  readonly refusals: readonly PlanRefusal[];
}
