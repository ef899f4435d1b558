import { type Destination, destinationKey } from '../ledger/ledger.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { ProviderError } from '../providers/errors.ts';
import type { RemoteTemplate, Workspace } from '../providers/provider.ts';
import { accountOf, type Context } from './context.ts';
import type { Job } from './jobs.ts';
import { Refusal } from './trouble.ts';

const rebuild = 'Run `npm run tenantry -- ledger rebuild`, look at the plan, and deploy again.';

/** A workspace that was found to be the right one, and in the state that the ledger says. */
export interface Visit {
  readonly open: OpenAccount;
  readonly workspace: Workspace;
  /** Everything in it. */
  readonly objects: readonly RemoteTemplate[];
}

/**
 * Opens a workspace before anything is written there: asks whose it is, lists it, and holds what is there against the
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
  const ours = objects.filter((object) => object.marker?.repository === context.plan.repository);
  assertNotEmptied(destination, ours, context);
  assertKnown(job, ours, context);
  return { open, workspace, objects };
}

/** Whose workspace is it, by the vendor's own word? */
export async function assertIdentity(
  workspace: Workspace,
  open: OpenAccount,
  destination: Destination,
  signal?: AbortSignal,
): Promise<void> {
  const identity = await workspace.identify(signal);
  const where = destinationKey(destination);
  if (identity) {
    if (identity.account === destination.account && identity.workspace === destination.workspace) return;
    throw new ProviderError(
      'identity',
      `${where} turns out to be ${destinationKey(identity)}. Correct its id or its credentials.`,
    );
  }
  const { createsWorkspaces, claimsWorkspaces } = open.provider.capabilities;
  if (createsWorkspaces || claimsWorkspaces) return;
  throw new ProviderError('not-found', `There is no workspace ${where}. Create it at the vendor, or correct its id.`);
}

function assertNotEmptied(destination: Destination, ours: readonly RemoteTemplate[], { book }: Context): void {
  const { size } = book.lines(destination);
  if (size === 0 || ours.length > 0) return;
  throw new Refusal(
    `${destinationKey(destination)} holds nothing of the ${size} messages that the ledger says are there. ` +
      `Find out who emptied it, or whether it is the right workspace. ${rebuild}`,
  );
}

/** Each object of ours must be what the ledger says, what this plan makes of it, or what a run that died meant to write. */
function assertKnown(job: Job, ours: readonly RemoteTemplate[], { book }: Context): void {
  const known = new Set<string>();
  for (const { name, digest } of [...book.lines(job.destination).values(), ...book.intentions(job.destination)]) {
    known.add(`${name} ${digest.slice(0, 12)}`);
  }
  // The digest covers the object's name where the vendor has one, so it need not be compared here.
  const planned = new Set([...job.creates, ...job.updates].map(({ message }) => message.after?.slice(0, 12)));
  const unknown = ours.filter(
    ({ name, marker }) => !known.has(`${name} ${marker?.digest12}`) && !planned.has(marker?.digest12),
  );
  if (unknown.length === 0) return;
  const names = unknown
    .slice(0, 3)
    .map((object) => object.name)
    .join(', ');
  const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
  throw new Refusal(
    `${destinationKey(job.destination)} holds messages of ours that the ledger does not know (${names}${more}): ` +
      `the ledger was lost or rewound. ${rebuild}`,
  );
}
