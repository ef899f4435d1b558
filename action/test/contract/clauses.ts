import { encoding, names } from './clauses-messages.ts';
import { archiving, lostRecords, markers, objects, tidying } from './clauses-objects.ts';
import { others } from './clauses-others.ts';
import { boundaries, failures } from './clauses-workspaces.ts';
import type { Harness } from './harness.ts';

/** One promise that every provider keeps. `check` rejects when it is broken. */
export interface Clause {
  readonly name: string;
  check(harness: Harness): Promise<void>;
}

export const clauses: readonly Clause[] = [
  ...objects,
  ...markers,
  ...lostRecords,
  ...archiving,
  ...tidying,
  ...others,
  ...encoding,
  ...names,
  ...boundaries,
  ...failures,
];
