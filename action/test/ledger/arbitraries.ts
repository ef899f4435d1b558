import fc from 'fast-check';
import type { Destination, Journal, LedgerChange, LedgerLine, LedgerLines } from '../../src/ledger/ledger.ts';
import { acme, intend, linesOf, remove, set, zephyr } from './samples.ts';

/** Settings of every property test: reproducible, and as long as one likes with TENANTRY_RUNS. */
export const property = { seed: 20261123, numRuns: Number(process.env.TENANTRY_RUNS ?? 200) };

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const segment = fc.constantFrom('a', 'b', 'c-d', 'fr-CA', 'ñ"\\', '\u2028', ' ');

export const anyLine: fc.Arbitrary<LedgerLine> = fc
  .record(
    {
      tenant: segment,
      template: segment,
      locale: segment,
      key: text,
      digest: fc.constantFrom('one', 'two'),
      skeleton: text,
      name: text,
      id: text,
      remote: text,
      commit: fc.constantFrom('a'.repeat(40), 'b'.repeat(64)),
      run: text,
      unwantedSince: text,
    },
    {
      requiredKeys: [
        'tenant',
        'template',
        'locale',
        'key',
        'digest',
        'skeleton',
        'name',
        'id',
        'remote',
        'commit',
        'run',
      ],
    },
  )
  .map((value) => value as LedgerLine);

export const anyLines: fc.Arbitrary<LedgerLines> = fc
  .array(anyLine, { maxLength: 12 })
  .map((lines) => linesOf(...lines));

export const anyDestination: fc.Arbitrary<Destination> = fc.constantFrom(acme, zephyr);

export const anyChange: fc.Arbitrary<LedgerChange> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(anyDestination, anyLine).map(([where, value]) => set(where, value)) },
  { weight: 3, arbitrary: fc.tuple(anyDestination, anyLine).map(([where, value]) => intend(where, value)) },
  { weight: 3, arbitrary: fc.tuple(anyDestination, anyLine).map(([where, value]) => remove(where, value)) },
  { weight: 1, arbitrary: anyDestination.map((destination) => ({ op: 'clear' as const, destination })) },
);

export const anyJournals: fc.Arbitrary<Journal[]> = fc.array(
  fc.record({ run: fc.constantFrom('r1', 'r2'), changes: fc.array(anyChange, { maxLength: 12 }) }),
  { maxLength: 3 },
);
