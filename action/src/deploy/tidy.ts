import { ProviderError } from '../providers/errors.ts';
import { accountOf, type Context } from './context.ts';
import { assertIdentity } from './visit.ts';

/**
 * Clears away what runs that died have left half done. Comes last: what is half done is often just what was to be
 * written, and then need not be written again. A workspace that does not answer is left to the next deployment.
 */
export async function tidyUp(context: Context): Promise<void> {
  const { book, dependencies, signal } = context;
  for (const destination of book.untidy()) {
    if (signal.aborted) return;
    try {
      const open = accountOf(destination, context);
      const workspace = open.account.workspace(destination.workspace);
      await dependencies.ledger.assertHeld();
      await assertIdentity(workspace, open, destination);
      await workspace.tidy?.();
      book.tidied(destination);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
    }
  }
}
