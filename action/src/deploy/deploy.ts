import type { Repository } from '../config/model.ts';
import type { Plan } from '../generated/index.ts';
import type { LedgerWriter } from '../ledger/ledger.ts';
import type { PairKeys } from '../plan/keys.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import type { Renderer } from '../template/render.ts';
import { archiveMessages } from './archive.ts';
import { Book } from './book.ts';
import { type Context, todayOf } from './context.ts';
import { jobsOf } from './jobs.ts';
import { noteInLedger } from './notes.ts';
import { makeRoutes } from './routes.ts';
import { Tally } from './tally.ts';
import { tidyUp } from './tidy.ts';
import { eachWorkspace } from './workspaces.ts';
import { writeMessages } from './write.ts';

/** Everything a deployment needs; nothing of it is made here. */
export interface DeployDependencies {
  readonly repository: Repository;
  readonly renderer: Renderer;
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  /** Computes the key that a ledger line records. */
  readonly keys: PairKeys;
  /** Holds the lock. */
  readonly ledger: LedgerWriter;
  readonly now: Date;
  /** Whether archives that are due may be carried out; else they are refused, and everything else is deployed. */
  readonly allowArchives: boolean;
  /** Workspaces written to at once. */
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

/** What became of a pair; the worst of its messages decides. */
export interface PairOutcome {
  readonly tenant: string;
  readonly template: string;
  readonly account: string;
  readonly workspace: string;
  /** `refused`: by a guard; `skipped`: the run was stopped before it; `unchanged`: found deployed already. */
  readonly outcome: 'deployed' | 'archived' | 'failed' | 'refused' | 'held' | 'skipped' | 'unchanged';
  readonly error?: string;
}

export interface DeployResult {
  readonly run: string;
  readonly pairs: readonly PairOutcome[];
  /** Messages by outcome. */
  readonly messages: Readonly<Record<MessageOutcome, number>>;
}

/**
 * Carries out a plan and nothing else: ledger notes, creates and updates workspace by workspace, routes, archives.
 * Trouble in one workspace becomes the outcome of its pairs and never touches another. Rejects when the run cannot go
 * on at all: GuardError when the lock is lost, anything else that is not a vendor's or the user's doing. What was done
 * until then is in the journal.
 */
export async function deploy(plan: Plan, dependencies: DeployDependencies): Promise<DeployResult> {
  const { ledger, onProgress } = dependencies;
  const reader = await ledger.read();
  const stop = new AbortController();
  const context: Context = {
    plan,
    dependencies,
    book: new Book(ledger, reader),
    tally: new Tally(plan, (event) => onProgress?.(event)),
    today: todayOf(plan),
    signal: AbortSignal.any([stop.signal, ...(dependencies.signal ? [dependencies.signal] : [])]),
  };
  const jobs = jobsOf(plan);
  await noteInLedger(context);
  await eachWorkspace(jobs, context, stop, {
    tasks: (job) => [...job.creates, ...job.updates],
    work: (job) => writeMessages(job, context),
  });
  const routes = makeRoutes(context, reader.routes());
  await context.book.fold(routes.files);
  await eachWorkspace(jobs, context, stop, {
    tasks: (job) => job.archives,
    work: (job) => archiveMessages(job, context, routes.inUse),
  });
  await tidyUp(context);
  if (context.book.changed) await context.book.fold(routes.files);
  return { run: ledger.run, pairs: context.tally.pairs(), messages: context.tally.messages() };
}
