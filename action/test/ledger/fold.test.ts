import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, foldJournals, unresolved } from '../../src/ledger/fold.ts';
import {
  type Destination,
  destinationKey,
  type Journal,
  type LedgerChange,
  type LedgerLines,
  lineKey,
} from '../../src/ledger/ledger.ts';
import { anyDestination, anyJournals, anyLines, property } from './arbitraries.ts';
import { acme, intend, line, remove, set, zephyr } from './samples.ts';

type Ledger = ReadonlyMap<string, LedgerLines>;

const anyLedger: fc.Arbitrary<Ledger> = fc
  .array(fc.tuple(anyDestination.map(destinationKey), anyLines), { maxLength: 2 })
  .map((entries) => new Map(entries));

function fold(ledger: Ledger, journals: readonly Journal[]): Ledger {
  const result = new Map(ledger);
  const read = (destination: Destination) => ledger.get(destinationKey(destination));
  for (const { destination, lines } of foldJournals(read, journals)) result.set(destinationKey(destination), lines);
  return result;
}

/** Change after change, over plain records. */
function naiveFold(ledger: Ledger, journals: readonly Journal[]): Ledger {
  const model = Object.fromEntries([...ledger].map(([where, lines]) => [where, Object.fromEntries(lines)]));
  for (const change of journals.flatMap((journal) => journal.changes)) {
    if (change.op === 'intend') continue;
    const where = destinationKey(change.destination);
    model[where] = { ...model[where] };
    if (change.op === 'clear') model[where] = {};
    if (change.op === 'set') model[where][lineKey(change.line)] = change.line;
    if (change.op === 'delete') delete model[where][lineKey(change)];
  }
  return new Map(Object.entries(model).map(([where, lines]) => [where, new Map(Object.entries(lines))]));
}

describe('folding journals', () => {
  it('comes to what applying one change after the other comes to', () => {
    let changed = 0;
    fc.assert(
      fc.property(anyLedger, anyJournals, (ledger, journals) => {
        const folded = fold(ledger, journals);
        expect(folded).toEqual(naiveFold(ledger, journals));
        if (folded.size > ledger.size) changed += 1;
      }),
      property,
    );
    expect(changed).toBeGreaterThan(20);
  });

  it('changes nothing the second time, nor after a part of it was done', () => {
    fc.assert(
      fc.property(anyLedger, anyJournals, anyDestination, (ledger, journals, done) => {
        const folded = fold(ledger, journals);
        expect(fold(folded, journals)).toEqual(folded);
        const partly = new Map(ledger);
        const lines = folded.get(destinationKey(done));
        if (lines) partly.set(destinationKey(done), lines);
        expect(fold(partly, journals)).toEqual(folded);
      }),
      property,
    );
  });

  it('does not depend on how the changes to different destinations follow each other', () => {
    fc.assert(
      fc.property(anyLedger, anyJournals, (ledger, journals) => {
        const changes = journals.flatMap((journal) => journal.changes);
        const of = (where: Destination) => changes.filter((change) => change.destination === where);
        const shards = [of(acme), of(zephyr)].map((own) => ({ run: 'r', changes: own }));
        expect(fold(ledger, shards.reverse())).toEqual(fold(ledger, journals));
      }),
      property,
    );
  });

  it('takes intentions for nothing', () => {
    const journal = { run: 'r', changes: [intend(acme, line('acme')), intend(zephyr, line('zephyr'))] };
    expect(fold(new Map(), [journal])).toEqual(new Map());
  });

  it('does not read what is replaced, since it may be damaged', () => {
    const journal: Journal = { run: 'r', changes: [{ op: 'clear', destination: acme }, set(acme, line('acme'))] };
    const read = () => {
      throw new Error('damaged');
    };
    expect([...foldJournals(read, [journal])]).toEqual([
      { destination: acme, lines: new Map([['acme/welcome/en', line('acme')]]) },
    ]);
  });
});

describe('unresolved intentions', () => {
  const one = line('acme', 'welcome', { digest: '1'.repeat(64) });
  const two = line('acme', 'welcome', { digest: '2'.repeat(64) });
  const again = line('acme', 'welcome', { digest: '1'.repeat(64), run: 'run-2' });
  const clear: LedgerChange = { op: 'clear', destination: acme };

  it.each<[string, LedgerChange[][], (typeof one)[]]>([
    ['an intention alone', [[intend(acme, one)]], [one]],
    ['settled by a set', [[intend(acme, one), set(acme, one)]], []],
    ['settled by a set of another digest', [[intend(acme, one), set(acme, two)]], []],
    ['settled by a delete', [[intend(acme, one), remove(acme, one)]], []],
    ['settled by a rebuild', [[intend(acme, one), clear]], []],
    ['settled by a later run', [[intend(acme, one)], [set(acme, one)]], []],
    ['after the set', [[set(acme, one), intend(acme, two)]], [two]],
    ['not settled elsewhere', [[intend(acme, one), set(zephyr, one), set(acme, line('acme', 'other'))]], [one]],
    ['two, either of which may have been done', [[intend(acme, one)], [intend(acme, two)]], [one, two]],
    ['the same twice', [[intend(acme, one)], [intend(acme, two), intend(acme, again)]], [two, again]],
  ])('%s', (_what, journals, expected) => {
    const found = unresolved(journals.map((changes) => ({ run: 'r', changes })));
    expect(found).toEqual(expected.map((value) => ({ destination: acme, line: value })));
  });

  it('once settled by sets are none, and the ledger has them', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyLines, anyJournals, (lines, journals) => {
        const open = unresolved(journals);
        seen += open.length;
        const settling = open.map(({ destination, line: value }) => set(destination, value));
        expect(unresolved([...journals, { run: 'next', changes: settling }])).toEqual([]);
        const settled = applyChanges(lines, settling);
        for (const { line: value } of open) expect(settled.has(lineKey(value))).toBe(true);
      }),
      property,
    );
    expect(seen).toBeGreaterThan(100);
  });
});
