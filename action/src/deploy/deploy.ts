import { compareText } from '../digest.ts';
import type { Plan } from '../generated/index.ts';
import { archiveMessages } from './archive.ts';
import { Book } from './book.ts';
import { type Context, todayOf } from './context.ts';
import type { DeployDependencies, DeployResult } from './contract.ts';
import { jobsOf } from './jobs.ts';
import { noteInLedger } from './notes.ts';
import { makeRoutes, publishable } from './routes.ts';
import { Tally } from './tally.ts';
import { tidyUp } from './tidy.ts';
import { eachWorkspace } from './workspaces.ts';
import { writeMessages } from './write.ts';

/**
 * Carries out a plan and nothing else: updates the ledger's notes, creates and updates messages workspace by workspace,
 * publishes routes, archives. Trouble in one workspace becomes the outcome of its pairs and never touches another.
 * Rejects when the run as a whole cannot go on: with GuardError when the lock is lost, or with any error that is
 * neither the vendor's nor the user's doing. What was done until then is in the journal.
 */
export async function deploy(plan: Plan, dependencies: DeployDependencies): Promise<DeployResult> {
  const { ledger, onProgress } = dependencies;
  const reader = await ledger.read();
  const stop = new AbortController();
  const context: Context = {
    plan,
    dependencies,
    book: new Book(ledger, reader),
    tally: new Tally(plan, (event) => onProgress?.(event)),
    refusals: new Map(),
    today: todayOf(plan),
    signal: AbortSignal.any([stop.signal, ...(dependencies.signal ? [dependencies.signal] : [])]),
  };
  const jobs = jobsOf(plan);
  await noteInLedger(context);
  await eachWorkspace(jobs, context, stop, {
    tasks: (job) => [...job.creates, ...job.updates],
    work: (job) => writeMessages(job, context),
  });
  const published = reader.routes();
  const routes = makeRoutes(context, published);
  const files = publishable(routes, published, context.refusals);
  await context.book.fold(files);
  await eachWorkspace(jobs, context, stop, {
    tasks: (job) => job.archives,
    work: (job) => archiveMessages(job, context, routes.inUse),
  });
  await tidyUp(context);
  if (context.book.changed) await context.book.fold(files);
  const { tally, refusals } = context;
  const inOrder = [...refusals].sort(([a], [b]) => compareText(a, b)).map(([, refusal]) => refusal);
  return { run: ledger.run, pairs: tally.pairs(), messages: tally.messages(), refusals: inOrder };
}
