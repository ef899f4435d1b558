import { unresolved } from '../ledger/fold.ts';
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

/** Whose line is asked for: a tenant by its present id and its earlier ones. */
export interface LineQuery {
  readonly tenants: readonly string[];
  readonly template: string;
  readonly locale: string;
}

/** The ledger as this run changes it: what it holds in memory is what the ledger will be once the journal is folded. */
export class Book {
  readonly #ledger: LedgerWriter;
  readonly #reader: LedgerReader;
  readonly #lines = new Map<string, { readonly destination: Destination; readonly lines: Map<string, LedgerLine> }>();
  #intentions: ReturnType<typeof unresolved>;
  readonly #durable: GroupCommit;
  #changed = false;

  /** @param reader the ledger as it was when this run took the lock */
  constructor(ledger: LedgerWriter, reader: LedgerReader) {
    this.#ledger = ledger;
    this.#reader = reader;
    this.#intentions = unresolved(reader.journals());
    this.#durable = new GroupCommit(() => ledger.checkpoint());
    for (const destination of reader.destinations()) this.#open(destination);
  }

  /** Whether a fold would change anything. */
  get changed(): boolean {
    return this.#changed;
  }

  lines(destination: Destination): LedgerLines {
    return this.#open(destination);
  }

  /** Every destination with its lines. */
  *entries(): Generator<{ readonly destination: Destination; readonly lines: LedgerLines }> {
    yield* this.#lines.values();
  }

  line(destination: Destination, { tenants, template, locale }: LineQuery): LedgerLine | undefined {
    const lines = this.#open(destination);
    for (const tenant of tenants) {
      const line = lines.get(lineKey({ tenant, template, locale }));
      if (line) return line;
    }
    return undefined;
  }

  /** What dead runs were about to write to a destination, and perhaps left half done. */
  intentions(destination: Destination): readonly LedgerLine[] {
    const key = destinationKey(destination);
    return this.#intentions.filter((one) => destinationKey(one.destination) === key).map((one) => one.line);
  }

  /** Destinations that dead runs have left untidy. */
  untidy(): Destination[] {
    return [...new Map(this.#intentions.map(({ destination }) => [destinationKey(destination), destination])).values()];
  }

  /** Nothing of dead runs is left at the destination. In force with the next fold. */
  tidied(destination: Destination): void {
    const key = destinationKey(destination);
    this.#intentions = this.#intentions.filter((one) => destinationKey(one.destination) !== key);
    this.#changed = true;
  }

  /** Notes what is about to be written or archived. When it resolves, a kill can no longer make that forgotten. */
  async intend(destination: Destination, lines: readonly LedgerLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#ledger.append(lines.map((line) => ({ op: 'intend', destination, line })));
    await this.#durable.join();
  }

  /** Records lines; one that another id of the tenant had for the same message goes. */
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

  /** Merges what this run did into the ledger and publishes the routes. What dead runs left untidy stays on record. */
  async fold(routes: RouteFiles): Promise<void> {
    await this.#ledger.fold(routes);
    this.#changed = false;
    if (this.#intentions.length > 0) {
      await this.#ledger.append(this.#intentions.map((intention) => ({ op: 'intend', ...intention })));
    }
  }

  async #append(changes: readonly LedgerChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.#ledger.append(changes);
    for (const change of changes) {
      const lines = this.#open(change.destination);
      if (change.op === 'set') lines.set(lineKey(change.line), change.line);
      if (change.op === 'delete') lines.delete(lineKey(change));
    }
    this.#changed = true;
  }

  #open(destination: Destination): Map<string, LedgerLine> {
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
