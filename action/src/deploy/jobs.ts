import type { Plan, PlannedMessage, PlannedPair } from '../generated/index.ts';
import { type Destination, destinationKey } from '../ledger/ledger.ts';

/** One planned message with the pair it belongs to. */
export interface Task {
  readonly pair: PlannedPair;
  readonly message: PlannedMessage;
}

/** What is to be done in one workspace, in this order: creates, updates and, in a second pass, archives. */
export interface Job {
  readonly destination: Destination;
  readonly creates: readonly Task[];
  readonly updates: readonly Task[];
  readonly archives: readonly Task[];
}

const lists = { create: 'creates', update: 'updates', archive: 'archives' } as const;

/** Sorts a plan's messages by workspace, in the plan's order. A workspace without anything to do gets no job. */
export function jobsOf(plan: Plan): Job[] {
  const jobs = new Map<string, { destination: Destination; creates: Task[]; updates: Task[]; archives: Task[] }>();
  for (const pair of plan.pairs) {
    for (const message of pair.messages) {
      if (message.action === 'unchanged' || message.action === 'held') continue;
      const destination = { account: pair.account, workspace: pair.workspace };
      const key = destinationKey(destination);
      const job = jobs.get(key) ?? { destination, creates: [], updates: [], archives: [] };
      jobs.set(key, job);
      job[lists[message.action]].push({ pair, message });
    }
  }
  return [...jobs.values()];
}
