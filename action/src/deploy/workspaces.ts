import type { Context } from './context.ts';
import type { Job, Task } from './jobs.ts';
import { sideBySide } from './side-by-side.ts';

/**
 * Works on workspaces side by side. After one of them rejects, no other begins a further write; once all have come to
 * rest, it rejects with the first error.
 */
export async function eachWorkspace(
  jobs: readonly Job[],
  context: Context,
  stop: AbortController,
  pass: { readonly tasks: (job: Job) => readonly Task[]; readonly work: (job: Job) => Promise<void> },
): Promise<void> {
  const { concurrency, onProgress, accounts } = context.dependencies;
  const limitFor = sideBySide(concurrency);
  const failures: unknown[] = [];
  const visit = async (job: Job): Promise<void> => {
    const tasks = pass.tasks(job);
    if (tasks.length === 0) return;
    onProgress?.({ kind: 'workspace-started', ...job.destination });
    try {
      await pass.work(job);
    } catch (error) {
      failures.push(error);
      stop.abort(error);
    }
    onProgress?.({ kind: 'workspace-finished', ...job.destination, failed: context.tally.failures(tasks) });
  };
  await Promise.all(jobs.map((job) => limitFor(accounts.get(job.destination.account))(() => visit(job))));
  if (failures.length > 0) throw failures[0];
}
