import pLimit from 'p-limit';
import { digestOf } from '../digest.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import type { RemoteRef, RemoteTemplate } from '../providers/provider.ts';
import { asIntended, attempt } from './attempt.ts';
import { assertBefore, type Context, lineOf, type Rendering, renderAgain } from './context.ts';
import type { Job, Task } from './jobs.ts';
import { type Visit, visit } from './visit.ts';

/** A message that is about to be written. */
interface Write {
  readonly task: Task;
  readonly rendering: Rendering;
  /** What the ledger has of it, perhaps under an earlier id of the tenant. */
  readonly line: LedgerLine | undefined;
  /** The object that holds it, where there is one. */
  readonly object: RemoteTemplate | undefined;
}

/**
 * Creates, then updates, the messages of one workspace. What the workspace holds already is only recorded in the
 * ledger. Every outcome is in the tally; rejects only when the whole run must stop.
 */
export async function writeMessages(job: Job, context: Context): Promise<void> {
  await attempt([...job.creates, ...job.updates], context, async () => {
    const visited = await visit(job, context);
    const creates = await decide(job.creates, visited, context);
    const updates = await decide(job.updates, visited, context);
    const lines = [...creates, ...updates].map((write) => intended(write, context));
    await context.book.intend(job.destination, lines);
    for (const writes of [creates, updates]) await putAll(writes, visited, context);
  });
}

/**
 * Checks each message against ledger and workspace, and adopts those that are there already. Returns the ones to be
 * written.
 */
async function decide(tasks: readonly Task[], visited: Visit, context: Context): Promise<Write[]> {
  const writes: Write[] = [];
  for (const task of tasks) {
    await attempt([task], context, async () => {
      const line = lineOf(task, context);
      if (line && line.digest === task.message.after) return context.tally.record(task, 'adopted');
      assertBefore(task, line);
      const rendering = renderAgain(task, context);
      const object = objectOf(rendering.name, line, visited);
      const write = { task, rendering, line, object };
      if (object?.marker?.digest12 === rendering.digest.slice(0, 12)) await adopt(write, object, visited, context);
      else writes.push(write);
    });
  }
  return writes;
}

/** The object that the ledger names, or else the one with the message's name. */
function objectOf(name: string, line: LedgerLine | undefined, { objects }: Visit): RemoteTemplate | undefined {
  return objects.find((object) => object.id === line?.id) ?? objects.find((object) => object.name === name);
}

async function adopt(write: Write, object: RemoteRef, { workspace }: Visit, context: Context): Promise<void> {
  const payload = await workspace.read(object, context.signal);
  const remote = payload ? digestOf(payload) : write.rendering.digest;
  await record(write, context, { id: object.id, remote });
  context.tally.record(write.task, 'adopted');
}

async function putAll(writes: readonly Write[], { workspace, open }: Visit, context: Context): Promise<void> {
  const limit = pLimit(open.provider.limits.concurrency);
  const put = async (write: Write): Promise<void> => {
    const { name, payload } = write.rendering;
    const known = knownOf(write);
    const about = { destination: write.task.pair, line: intended(write, context) };
    const written = await asIntended(about, context, () => workspace.put(name, payload, known, context.signal));
    await record(write, context, written);
    context.tally.record(write.task, 'written');
  };
  await Promise.all(writes.map((write) => limit(() => attempt([write.task], context, () => put(write)))));
}

/**
 * The object to tell the driver about, if it is ours: by its marker, or by the record where somebody removed the
 * marker.
 */
function knownOf({ object, line }: Write): RemoteRef | undefined {
  const isOurs = object && (object.marker !== undefined || object.id === line?.id);
  return isOurs ? { id: object.id, name: object.name } : undefined;
}

async function record(write: Write, context: Context, remote: { id: string; remote: string }): Promise<void> {
  const line = ledgerLine(write, context, remote);
  await context.book.set(write.task.pair, [{ line, ...(write.line && { instead: write.line }) }]);
}

/** The line of a write that is still to be made. */
function intended(write: Write, context: Context): LedgerLine {
  return ledgerLine(write, context, { id: write.object?.id ?? '', remote: '' });
}

function ledgerLine(
  { task, rendering }: Write,
  { plan, dependencies }: Context,
  remote: { id: string; remote: string },
): LedgerLine {
  const { tenant, template } = task.pair;
  const { key, digest, skeleton, name } = rendering;
  const { id, remote: held } = remote;
  const { commit } = plan;
  return {
    tenant,
    template,
    locale: task.message.locale,
    key,
    digest,
    skeleton,
    name,
    id,
    remote: held,
    commit,
    run: dependencies.ledger.run,
  };
}
