import type { Destination, LedgerLine } from '../ledger/ledger.ts';
import { ProviderError } from '../providers/errors.ts';
import type { Context } from './context.ts';
import type { Task } from './jobs.ts';
import { classify } from './trouble.ts';

/**
 * Does work for some messages and turns an error into their outcome: `skipped` when the run was stopped, `refused` when
 * a guard objected, otherwise `failed`. Rejects only with what must stop the whole run.
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
 * Does work that the journal has noted as an intention. Takes the note back where the work is known to have changed
 * nothing. The note stays where the vendor did not answer, or was not waited for because the run is being stopped: the
 * next run then finds out what happened.
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
