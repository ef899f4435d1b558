import { intention, type Unresolved, unresolved } from '../ledger/fold.ts';
import {
  type Destination,
  destinationKey,
  type LedgerChange,
  type LedgerLine,
  type LedgerLines,
  type LedgerReader,
  type LedgerWriter,
  lineKey,
  type RouteFiles,
} from '../ledger/ledger.ts';
import { GroupCommit } from './group-commit.ts';

/**
 * Identifies a line; `tenants` are the tenant's present id and its earlier ones, in the order in which they are tried.
 */
export interface LineQuery {
  readonly tenants: readonly string[];
  readonly template: string;
  readonly locale: string;
}

/** The ledger as this run changes it: in memory, the state that the ledger will have once the journal is folded. */
export class Book {
  readonly #ledger: LedgerWriter;
  readonly #reader: LedgerReader;
  readonly #lines = new Map<string, { readonly destination: Destination; readonly lines: Map<string, LedgerLine> }>();
  #intentions: ReturnType<typeof unresolved>;
  /** What this run is about to write, or may have written without knowing it. */
  readonly #unsettled = new Map<string, Unresolved>();
  readonly #durable: GroupCommit;
  #changed = false;

  /** @param reader the ledger as it was when this run took the lock */
  constructor(ledger: LedgerWriter, reader: LedgerReader) {
    this.#ledger = ledger;
    this.#reader = reader;
    this.#intentions = unresolved(reader.journals());
    this.#durable = new GroupCommit(() => ledger.checkpoint());
    for (const destination of reader.destinations()) this.#entry(destination);
  }

  /** Whether there is anything to fold. */
  get changed(): boolean {
    return this.#changed;
  }

  lines(destination: Destination): LedgerLines {
    return this.#entry(destination);
  }

  /** Every destination that has lines or was asked for, with its lines. */
  *entries(): Generator<{ readonly destination: Destination; readonly lines: LedgerLines }> {
    yield* this.#lines.values();
  }

  line(destination: Destination, { tenants, template, locale }: LineQuery): LedgerLine | undefined {
    const lines = this.#entry(destination);
    for (const tenant of tenants) {
      const line = lines.get(lineKey({ tenant, template, locale }));
      if (line) return line;
    }
    return undefined;
  }

  /** What dead runs were about to write to a destination, and may have left half done. */
  intentions(destination: Destination): readonly LedgerLine[] {
    const key = destinationKey(destination);
    return this.#intentions.filter((one) => destinationKey(one.destination) === key).map((one) => one.line);
  }

  /** The destinations that dead runs have left untidy. */
  untidy(): Destination[] {
    return [...new Map(this.#intentions.map(({ destination }) => [destinationKey(destination), destination])).values()];
  }

  /**
   * Records what a workspace shows dead runs to have done, except for what is on record already: this run may have come
   * upon it earlier, and recorded it under the tenant's present id.
   */
  async found(changes: readonly LedgerChange[]): Promise<void> {
    const news = changes.flatMap((change): LedgerChange[] => {
      if (change.op !== 'set') return [change];
      const { destination, line } = change;
      const present = [...this.#entry(destination).values()].find(({ name }) => name === line.name);
      if (present?.digest === line.digest) return [];
      return [{ op: 'set', destination, line: { ...line, tenant: present?.tenant ?? line.tenant } }];
    });
    await this.#append(news);
  }

  /** Notes that dead runs have left nothing behind at the destination. Takes effect with the next fold. */
  tidied(destination: Destination): void {
    const key = destinationKey(destination);
    this.#intentions = this.#intentions.filter((one) => destinationKey(one.destination) !== key);
    this.#changed = true;
  }

  /** Notes what is about to be written or archived. Once it resolves, the note survives a kill of this process. */
  async intend(destination: Destination, lines: readonly LedgerLine[]): Promise<void> {
    if (lines.length === 0) return;
    for (const line of lines) this.#unsettled.set(unsettledKey(destination, line), { destination, line });
    await this.#ledger.append(lines.map((line) => ({ op: 'intend', destination, line })));
    await this.#durable.join();
  }

  /** Records that it is known what became of an intended write or archive, or that it was never begun. */
  settle(destination: Destination, line: Parameters<typeof lineKey>[0]): void {
    this.#unsettled.delete(unsettledKey(destination, line));
  }

  /** Records lines. Where a line was kept under another id of its tenant (`instead`), the old one is deleted. */
  async set(destination: Destination, entries: readonly { line: LedgerLine; instead?: LedgerLine }[]): Promise<void> {
    const changes: LedgerChange[] = [];
    for (const { line, instead } of entries) {
      changes.push({ op: 'set', destination, line });
      if (instead && lineKey(instead) !== lineKey(line)) changes.push(deletion(destination, instead));
    }
    await this.#append(changes);
  }

  async delete(destination: Destination, line: LedgerLine): Promise<void> {
    await this.#append([deletion(destination, line)]);
  }

  /**
   * Merges what this run did into the ledger, and publishes the routes if there are any. What dead runs left untidy
   * stays on record, and so does what this run may have written without being told; the next run finds out about both.
   */
  async fold(routes: RouteFiles | undefined): Promise<void> {
    const left = [...this.#intentions, ...this.#unsettled.values()];
    await this.#ledger.fold(routes, left.map(intention));
    this.#changed = false;
  }

  async #append(changes: readonly LedgerChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.#ledger.append(changes);
    for (const change of changes) {
      const lines = this.#entry(change.destination);
      if (change.op === 'set') lines.set(lineKey(change.line), change.line);
      if (change.op === 'delete') lines.delete(lineKey(change));
      if (change.op === 'set') this.settle(change.destination, change.line);
      if (change.op === 'delete') this.settle(change.destination, change);
    }
    this.#changed = true;
  }

  #entry(destination: Destination): Map<string, LedgerLine> {
    const key = destinationKey(destination);
    let entry = this.#lines.get(key);
    if (!entry) {
      entry = { destination, lines: new Map(this.#reader.lines(destination)) };
      this.#lines.set(key, entry);
    }
    return entry.lines;
  }
}

function deletion(destination: Destination, { tenant, template, locale }: LedgerLine): LedgerChange {
  return { op: 'delete', destination, tenant, template, locale };
}

function unsettledKey(destination: Destination, line: Parameters<typeof lineKey>[0]): string {
  return `${destinationKey(destination)} ${lineKey(line)}`;
}
