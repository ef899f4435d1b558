import type { Repository } from '../../config/model.ts';
import { compareText } from '../../digest.ts';
import type { Plan } from '../../generated/index.ts';
import type { LedgerReader } from '../../ledger/ledger.ts';
import type { Class, Grouped } from '../changes.ts';
import type { Risk } from '../review.ts';

/** What the functions that find risks look at. */
export interface RiskInput {
  /** Undefined where it is unknown what was there before. */
  readonly base: Repository | undefined;
  readonly head: Repository;
  readonly plan: Plan;
  /** The ledger that the plan was made against. */
  readonly ledger: LedgerReader;
  readonly groups: readonly Grouped[];
}

/** Finds one kind of risk. */
export type FindRisks = (input: RiskInput) => Iterable<Risk>;

/** The most details that a risk lists; there may be hundreds. */
export const mostDetails = 12;

/** The first details in order, and how many more there are. */
export function fewDetails(details: Iterable<string>): string[] {
  const all = [...new Set(details)].sort(compareText);
  if (all.length <= mostDetails) return all;
  return [...all.slice(0, mostDetails - 1), `and ${all.length - mostDetails + 1} more`];
}

/** A number with its noun: `1 message`, `347 messages`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Collects, over all classes, the changes and messages in which something was found, and the details. */
export class Findings {
  readonly #changes = new Set<string>();
  readonly #details = new Set<string>();
  messages = 0;

  add(group: Grouped, found: Class, details: Iterable<string>): void {
    this.#changes.add(group.change.id);
    for (const detail of details) this.#details.add(detail);
    this.messages += found.members.length;
  }

  get changes(): readonly string[] {
    return [...this.#changes];
  }

  get details(): readonly string[] {
    return fewDetails(this.#details);
  }
}

/** Iterates over the classes of all changes whose messages were there before and still are. */
export function* updatedClasses(groups: readonly Grouped[]): Generator<{ group: Grouped; found: Class }> {
  for (const group of groups) {
    if (group.change.kind !== 'update' && group.change.kind !== 'move') continue;
    for (const found of group.classes) yield { group, found };
  }
}
