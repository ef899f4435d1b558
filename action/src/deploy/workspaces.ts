import pLimit, { type LimitFunction } from 'p-limit';
import type { Context } from './context.ts';
import type { Job, Task } from './jobs.ts';

/** Workspaces open at once where the driver itself sees to how much is asked of its vendor. */
const openAtOnce = 512;

/**
 * Works on workspaces side by side, `concurrency` at once, or far more where their driver queues calls itself: there one
 * that does not answer takes no other's place. When one rejects, no other begins a further write; rejects
 * with that reason once all have come to rest.
 */
export async function eachWorkspace(
  jobs: readonly Job[],
  context: Context,
  stop: AbortController,
  pass: { readonly tasks: (job: Job) => readonly Task[]; readonly work: (job: Job) => Promise<void> },
): Promise<void> {
  const { concurrency, onProgress, accounts } = context.dependencies;
  const usual = pLimit(concurrency);
  const wide = pLimit(openAtOnce);
  const limitOf = ({ destination }: Job): LimitFunction =>
    accounts.get(destination.account)?.provider.limits.callsAtOnce === undefined ? usual : wide;
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
  await Promise.all(jobs.map((job) => limitOf(job)(() => visit(job))));
  if (failures.length > 0) throw failures[0];
}
