import type { Destination, LedgerLine } from '../ledger/ledger.ts';
import { ProviderError } from '../providers/errors.ts';
import type { Context } from './context.ts';
import type { Task } from './jobs.ts';
import { classify } from './trouble.ts';

/**
 * Does work for some messages. What goes wrong becomes their outcome and stays theirs: `skipped` when the run was
 * stopped, `refused` by a guard, else `failed`. Rejects only with what must stop the whole run.
 */
export async function attempt(
  tasks: readonly Task[],
  { signal, tally }: Context,
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      for (const task of tasks) tally.record(task, 'skipped');
      return;
    }
    const trouble = classify(error);
    if (!trouble) throw error;
    for (const task of tasks) tally.record(task, trouble.outcome, trouble.error, trouble.failure);
  }
}

/**
 * Does what was noted as intended. Where that is known to have changed nothing, the note is taken back; it stays where the
 * vendor did not answer, or was not waited for because the run is stopped: the next run then finds out.
 */
export async function asIntended<Result>(
  { destination, line }: { readonly destination: Destination; readonly line: LedgerLine },
  { book, signal }: Context,
  work: () => Promise<Result>,
): Promise<Result> {
  if (signal.aborted) {
    book.settle(destination, line);
    throw signal.reason;
  }
  try {
    return await work();
  } catch (error) {
    const isAnswer = error instanceof ProviderError && error.failure !== 'unavailable';
    if (isAnswer && !signal.aborted) book.settle(destination, line);
    throw error;
  }
}
