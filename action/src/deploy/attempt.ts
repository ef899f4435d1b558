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
