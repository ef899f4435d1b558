import type { Plan, PlannedPair } from '../generated/index.ts';
import type { ProviderFailure } from '../providers/errors.ts';
import type { DeployEvent, MessageOutcome, PairOutcome } from './contract.ts';
import type { Task } from './jobs.ts';

/** The outcome of a pair for each outcome of a message, worst first: the worst among its messages decides. */
const ranking = [
  ['failed', 'failed'],
  ['refused', 'refused'],
  ['skipped', 'skipped'],
  ['held', 'held'],
  ['written', 'deployed'],
  ['archived', 'archived'],
  ['adopted', 'unchanged'],
] as const satisfies readonly (readonly [MessageOutcome, PairOutcome['outcome']])[];

interface Entry {
  readonly outcome: MessageOutcome;
  readonly error?: string;
  readonly failure?: ProviderFailure;
}

/** Collects what became of each message of a plan. */
export class Tally {
  readonly #pairs = new Map<PlannedPair, Map<string, Entry>>();
  readonly #onProgress: (event: DeployEvent) => void;

  constructor(plan: Plan, onProgress: (event: DeployEvent) => void) {
    this.#onProgress = onProgress;
    for (const pair of plan.pairs) {
      const held = pair.messages.filter((message) => message.action === 'held');
      this.#pairs.set(pair, new Map(held.map((message) => [message.locale, { outcome: 'held' }])));
    }
  }

  /** Records what became of a message. The first record stands. */
  record({ pair, message }: Task, outcome: MessageOutcome, error?: string, failure?: ProviderFailure): void {
    const messages = this.#pairs.get(pair);
    if (!messages || messages.has(message.locale)) return;
    messages.set(message.locale, { outcome, ...(error !== undefined && { error }), ...(failure && { failure }) });
    this.#onProgress({ kind: 'message', account: pair.account, workspace: pair.workspace, outcome });
  }

  /** How many of these messages failed or were refused. */
  failures(tasks: readonly Task[]): number {
    const outcomes = tasks.map(({ pair, message }) => this.#pairs.get(pair)?.get(message.locale)?.outcome);
    return outcomes.filter((outcome) => outcome === 'failed' || outcome === 'refused').length;
  }

  /** Whether any message of the pair is deployed as planned: written now, found there, or unchanged. */
  isCurrent(pair: PlannedPair): boolean {
    const outcomes = [...(this.#pairs.get(pair)?.values() ?? [])].map(({ outcome }) => outcome);
    return (
      pair.messages.some((message) => message.action === 'unchanged') ||
      outcomes.some((outcome) => outcome === 'written' || outcome === 'adopted')
    );
  }

  /** The outcomes of the pairs in which something was to change, in the plan's order. */
  pairs(): PairOutcome[] {
    return [...this.#pairs].flatMap(([{ tenant, template, account, workspace, reasons }, messages]) => {
      const worst = ranking.find(([outcome]) => [...messages.values()].some((one) => one.outcome === outcome));
      if (!worst) return [];
      const { error, failure } = [...messages.values()].find((one) => one.outcome === worst[0]) ?? {};
      const outcome = worst[1];
      const why = outcome === 'held' ? { why: reasons.map(({ message }) => message).join('; ') } : {};
      return [
        {
          tenant,
          template,
          account,
          workspace,
          outcome,
          ...(error !== undefined && { error }),
          ...(failure && { failure }),
          ...why,
        },
      ];
    });
  }

  messages(): Record<MessageOutcome, number> {
    const counts = { written: 0, adopted: 0, archived: 0, failed: 0, refused: 0, held: 0, skipped: 0 };
    for (const messages of this.#pairs.values()) {
      for (const { outcome } of messages.values()) counts[outcome] += 1;
    }
    return counts;
  }
}
