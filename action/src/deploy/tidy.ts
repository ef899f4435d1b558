import type { Destination } from '../ledger/ledger.ts';
import { ProviderError } from '../providers/errors.ts';
import { accountOf, type Context } from './context.ts';
import { settled } from './settle.ts';
import { sideBySide } from './side-by-side.ts';

/** How many workspaces are tidied at once. */
const concurrency = 16;

/**
 * Records what dead runs have written, where nobody has found out before, and clears away what they left half done.
 * Comes last because what is half done is often exactly what was to be written, and then need not be written twice. A
 * workspace that does not answer is left to the next deployment.
 */
export async function tidyUp(context: Context): Promise<void> {
  const limitFor = sideBySide(concurrency);
  const { accounts } = context.dependencies;
  await Promise.all(
    context.book.untidy().map((one) => limitFor(accounts.get(one.account))(() => tidyOne(one, context))),
  );
}

async function tidyOne(destination: Destination, context: Context): Promise<void> {
  const { book, dependencies, signal } = context;
  if (signal.aborted) return;
  try {
    const open = accountOf(destination, context);
    await dependencies.ledger.assertHeld();
    const scene = { destination, open, lines: book.lines(destination), signal };
    const { found, left } = await settled(scene, book.intentions(destination));
    await book.found(found);
    if (left.length > 0) await open.account.workspace(destination.workspace).tidy?.(signal);
    book.tidied(destination);
  } catch (error) {
    if (!(error instanceof ProviderError) && !(signal.aborted && error === signal.reason)) throw error;
  }
}
