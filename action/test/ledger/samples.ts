import fc from 'fast-check';
import type { Destination, Journal, LedgerChange, LedgerLine, LedgerLines } from '../../src/ledger/ledger.ts';
import { lineKey } from '../../src/ledger/ledger.ts';

/** Settings of every property test: reproducible, and as long as one likes with TENANTRY_RUNS. */
export const property = { seed: 20261123, numRuns: Number(process.env.TENANTRY_RUNS ?? 200) };

export const acme: Destination = { account: 'demo', workspace: 'acme' };
export const zephyr: Destination = { account: 'demo', workspace: 'Zephyr/Ünï' };

/** A line with values of the usual form. */
export function line(tenant: string, template = 'welcome', more: Partial<LedgerLine> = {}): LedgerLine {
  return {
    tenant,
    template,
    locale: 'en',
    key: 'k'.repeat(64),
    digest: 'd'.repeat(64),
    skeleton: 's'.repeat(64),
    name: `${template}.en`,
    id: `${template}.en`,
    remote: 'r'.repeat(64),
    commit: 'c'.repeat(40),
    run: 'run-1',
    ...more,
  };
}

export function set(destination: Destination, value: LedgerLine): LedgerChange {
  return { op: 'set', destination, line: value };
}

export function intend(destination: Destination, value: LedgerLine): LedgerChange {
  return { op: 'intend', destination, line: value };
}

export function remove(destination: Destination, { tenant, template, locale }: LedgerLine): LedgerChange {
  return { op: 'delete', destination, tenant, template, locale };
}

export function linesOf(...lines: LedgerLine[]): LedgerLines {
  return new Map(lines.map((one) => [lineKey(one), one]));
}

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
      commit: text,
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
