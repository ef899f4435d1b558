import {
  type Destination,
  destinationKey,
  type Journal,
  type LedgerChange,
  type LedgerLine,
  type LedgerLines,
  lineKey,
} from './ledger.ts';

/** A destination with its lines after a fold. */
export interface Folded {
  readonly destination: Destination;
  readonly lines: LedgerLines;
}

/**
 * Merges journals into the ledger: yields the new lines of each destination that they change, one at a time. Folding
 * the same journals again changes nothing, so an interrupted fold is simply repeated.
 * @param read a destination's present lines; not called for a destination that is cleared, whose file may be damaged
 * @param journals oldest first
 */
export function* foldJournals(
  read: (destination: Destination) => LedgerLines | undefined,
  journals: Iterable<Journal>,
): Generator<Folded> {
  for (const { destination, changes } of changesByDestination(journals)) {
    const cleared = changes.some((change) => change.op === 'clear');
    yield { destination, lines: applyChanges(cleared ? undefined : read(destination), changes) };
  }
}

/** A destination's lines after the changes. An `intend` changes nothing. */
export function applyChanges(lines: LedgerLines | undefined, changes: Iterable<LedgerChange>): LedgerLines {
  const result = new Map(lines);
  for (const change of changes) {
    if (change.op === 'set') result.set(lineKey(change.line), change.line);
    if (change.op === 'delete') result.delete(lineKey(change));
    if (change.op === 'clear') result.clear();
  }
  return result;
}

/** The changes to each destination, in order. Destinations with nothing but intentions are left out. */
function changesByDestination(journals: Iterable<Journal>): { destination: Destination; changes: LedgerChange[] }[] {
  const found = new Map<string, { destination: Destination; changes: LedgerChange[] }>();
  for (const { changes } of journals) {
    for (const change of changes) {
      if (change.op === 'intend') continue;
      const key = destinationKey(change.destination);
      const entry = found.get(key);
      if (entry) entry.changes.push(change);
      else found.set(key, { destination: change.destination, changes: [change] });
    }
  }
  return [...found.values()];
}

/** A write that may have been made. */
export interface Unresolved {
  readonly destination: Destination;
  readonly line: LedgerLine;
}

/** The change that records again that a write may have been made. */
export function intention({ destination, line }: Unresolved): LedgerChange {
  return { op: 'intend', destination, line };
}

/** The intended writes that journals leave unresolved, as changes for the next journal. */
export function stillOpen(journals: Iterable<Journal>): LedgerChange[] {
  return unresolved(journals).map(intention);
}

/**
 * The writes whose outcome is unknown: each `intend` without a later `set`, `delete` or `clear` of its line. The marker
 * in the workspace tells which of them were made; a `set` then settles them. Of several intentions with the same
 * digest, only the last is returned.
 * @param journals oldest first
 */
export function unresolved(journals: Iterable<Journal>): Unresolved[] {
  const open: Unresolved[] = [];
  const settled = new Set<string>();
  for (const change of [...journals].flatMap((journal) => journal.changes).reverse()) {
    const where = destinationKey(change.destination);
    if (change.op === 'clear') {
      settled.add(where);
      continue;
    }
    const line = `${where} ${lineKey(change.op === 'delete' ? change : change.line)}`;
    if (change.op !== 'intend') {
      settled.add(line);
      continue;
    }
    const intention = `${line} ${change.line.digest}`;
    if (settled.has(where) || settled.has(line) || settled.has(intention)) continue;
    settled.add(intention);
    open.push({ destination: change.destination, line: change.line });
  }
  return open.reverse();
}
