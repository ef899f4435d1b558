import { type Destination, destinationKey } from '../ledger/ledger.ts';
import { refusalAt } from '../plan/guards.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { ProviderError } from '../providers/errors.ts';
import type { RemoteTemplate, Workspace } from '../providers/provider.ts';
import { accountOf, type Context } from './context.ts';
import type { Job } from './jobs.ts';
import { Refusal } from './trouble.ts';

/** A workspace that was found to be the right one, in the state that the ledger records. */
export interface Visit {
  readonly open: OpenAccount;
  readonly workspace: Workspace;
  /** Every object that the workspace lists. */
  readonly objects: readonly RemoteTemplate[];
}

/**
 * Opens a workspace before anything is written there: checks its identity, lists it, and compares the listing with the
 * ledger and the plan. Throws ProviderError or Refusal when nothing may be written.
 */
export async function visit(job: Job, context: Context): Promise<Visit> {
  const { destination } = job;
  const { signal, dependencies } = context;
  const open = accountOf(destination, context);
  const workspace = open.account.workspace(destination.workspace);
  await dependencies.ledger.assertHeld();
  signal.throwIfAborted();
  await assertIdentity(workspace, open, destination, signal);
  const objects = await Array.fromAsync(workspace.list(signal));
  assertExplained(job, objects, context);
  return { open, workspace, objects };
}

/** Throws ProviderError unless the workspace is the right one, and exists or will be created by its first write. */
export async function assertIdentity(
  workspace: Workspace,
  open: OpenAccount,
  destination: Destination,
  signal?: AbortSignal,
): Promise<void> {
  if (await isThere(workspace, open, destination, signal)) return;
  const where = destinationKey(destination);
  throw new ProviderError('not-found', `There is no workspace ${where}. Create it at the vendor, or correct its id.`);
}

/**
 * Whether the vendor has the workspace, or will create it with the first write. Throws ProviderError when the vendor
 * says that it is a different one.
 */
export async function isThere(
  workspace: Workspace,
  { provider }: OpenAccount,
  destination: Destination,
  signal?: AbortSignal,
): Promise<boolean> {
  const identity = await workspace.identify(signal);
  const { createsWorkspaces, claimsWorkspaces = false } = provider.capabilities;
  if (!identity) return createsWorkspaces || claimsWorkspaces;
  if (identity.account === destination.account && identity.workspace === destination.workspace) return true;
  throw new ProviderError(
    'identity',
    `${destinationKey(destination)} turns out to be ${destinationKey(identity)}. Correct its id or its credentials.`,
  );
}

/**
 * Compares the listing with the ledger, the plan, and what dead runs intended to write. Throws Refusal when they
 * disagree.
 */
function assertExplained(job: Job, listing: readonly RemoteTemplate[], context: Context): void {
  const { destination } = job;
  const { book, plan, refusals } = context;
  const refusal = refusalAt({
    destination,
    repository: plan.repository,
    listing,
    lines: book.lines(destination),
    intended: book.intentions(destination),
    planned: [...job.creates, ...job.updates].map(({ message }) => message.after),
  });
  if (!refusal) return;
  refusals.set(destinationKey(destination), refusal);
  throw new Refusal(`${refusal.message}. ${refusal.fix}`);
}
