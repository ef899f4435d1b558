import pLimit from 'p-limit';
import type { LedgerLine } from '../ledger/ledger.ts';
import { asIntended, attempt } from './attempt.ts';
import { assertBefore, type Context, lineOf } from './context.ts';
import type { Job, Task } from './jobs.ts';
import { objectKey } from './routes.ts';
import { type Visit, visit } from './visit.ts';

interface Archive {
  readonly task: Task;
  readonly line: LedgerLine;
}

/**
 * Archives what one workspace should no longer hold, except objects that a route still leads to because their successor
 * could not be written. Every outcome is recorded in the tally; rejects only when the whole run must stop.
 *
 * @param inUse objects that routes lead to, by `objectKey`
 */
export async function archiveMessages(job: Job, context: Context, inUse: ReadonlySet<string>): Promise<void> {
  await attempt(job.archives, context, async () => {
    const archives: Archive[] = [];
    for (const task of job.archives) {
      await attempt([task], context, () => {
        const line = archivable(task, context, inUse);
        if (line) archives.push({ task, line });
      });
    }
    if (archives.length === 0) return;
    const visited = await visit(job, context);
    await context.book.intend(
      job.destination,
      archives.map(({ line }) => line),
    );
    const limit = pLimit(visited.open.provider.limits.concurrency);
    await Promise.all(
      archives.map((one) => limit(() => attempt([one.task], context, () => archive(one, visited, context)))),
    );
  });
}

function archivable(task: Task, context: Context, inUse: ReadonlySet<string>): LedgerLine | undefined {
  const { tally, dependencies } = context;
  const line = lineOf(task, context);
  if (!line) {
    tally.record(task, 'adopted');
    return undefined;
  }
  assertBefore(task, line);
  if (inUse.has(objectKey(task.pair, line.id))) {
    tally.record(task, 'held', 'It is still in use: its replacement could not be written.');
    return undefined;
  }
  if (!dependencies.allowArchives) {
    tally.record(task, 'refused', 'It is due to be archived: check it, then deploy with --allow-archives.');
    return undefined;
  }
  return line;
}

async function archive({ task, line }: Archive, { workspace, objects }: Visit, context: Context): Promise<void> {
  const object = objects.find(({ id }) => id === line.id) ?? objects.find(({ name }) => name === line.name);
  const about = { destination: task.pair, line };
  await asIntended(about, context, async () => {
    if (object) await workspace.archive(object, context.signal);
  });
  await context.book.delete(task.pair, line);
  context.tally.record(task, 'archived');
}
