import { ProviderError } from '../errors.ts';
import { VendorError } from '../http/failure.ts';
import { createOnce } from '../http/once.ts';
import type { BrazeApi } from './api.ts';
import { claimName } from './claim-name.ts';
import { withNote, withoutNote } from './note.ts';

/** What the configuration calls a workspace. */
export interface Identity {
  readonly account: string;
  readonly workspace: string;
}

/** The repository that claims a workspace, and what its configuration calls the workspace. */
interface Claimant extends Identity {
  readonly repository: string;
}

/**
 * Reads which account and workspace a Braze workspace was claimed as; undefined for one that is not claimed.
 *
 * Braze has no endpoint that says which workspace a key belongs to, so the workspace says it itself: a content block of
 * ours names its account and workspace. It is created before anything else is written there, and read before every
 * deployment from then on.
 */
export async function claimOf(
  api: BrazeApi,
  { repository, account, workspace }: Claimant,
  signal?: AbortSignal,
): Promise<Identity | undefined> {
  const label = claimName(repository);
  const block = (await api.list('block', signal)).find((one) => one.label === label);
  const held = block && (await api.info('block', block.id, signal));
  if (!held) return undefined;
  const { note } = (typeof held.content === 'string' ? withoutNote(held.content) : undefined) ?? {};
  if (typeof note?.account === 'string' && typeof note.workspace === 'string') {
    return { account: note.account, workspace: note.workspace };
  }
  throw new ProviderError(
    'identity',
    `${account}/${workspace}: the content block “${label}” should say whose workspace this is, but cannot be read. ` +
      `Find out who changed it. Its content has to be: ${contentOf({ account, workspace })}`,
  );
}

/**
 * Makes sure that a workspace is ours to write to: either it is claimed as this workspace, or it is not claimed and
 * holds nothing of ours, and is claimed now. Names of content blocks are unique, so of two claims at the same time one
 * is refused. Throws ProviderError where the workspace is another one.
 *
 * @param isUsed whether it holds objects that this repository wrote
 * @param pause waits before looking whether the claim was created
 */
export async function claim(
  api: BrazeApi,
  claimant: Claimant,
  { isUsed, pause }: { isUsed: boolean; pause: (attempt: number) => Promise<void> },
  signal?: AbortSignal,
): Promise<void> {
  const { repository, account, workspace } = claimant;
  const before = await claimOf(api, claimant, signal);
  if (before) return assertSame(before, claimant);
  if (isUsed) throw lost(claimant);
  const body = {
    name: claimName(repository),
    description: `Tells Tenantry that this workspace is ${account}/${workspace}. Do not use, change or rename it.`,
    content: contentOf({ account, workspace }),
    state: 'active',
  };
  const made = await createOnce<Identity>(
    () => api.create('block', body, signal).then(() => ({ account, workspace })),
    () => claimOf(api, claimant, signal),
    pause,
  ).catch(async (error: unknown) => {
    const isTaken = error instanceof VendorError && error.status === 400 && /already exists/i.test(error.message);
    const now = isTaken ? await claimOf(api, claimant, signal) : undefined;
    if (now) return now;
    throw error;
  });
  assertSame(made, claimant);
}

function contentOf({ account, workspace }: Identity): string {
  return withNote('', { account, workspace });
}

function assertSame(found: Identity, { account, workspace }: Identity): void {
  if (found.account === account && found.workspace === workspace) return;
  throw new ProviderError(
    'identity',
    `The key for ${account}/${workspace} leads to ${found.account}/${found.workspace}. Correct the key or the id.`,
  );
}

function lost(claimant: Claimant): ProviderError {
  const { repository, account, workspace } = claimant;
  return new ProviderError(
    'identity',
    `${account}/${workspace} holds messages of this repository, but no content block says whose workspace it is. Make sure that ` +
      `it is the right workspace, then create a content block “${claimName(repository)}” there: ${contentOf(claimant)}`,
  );
}
