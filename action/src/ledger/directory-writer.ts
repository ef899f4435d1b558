import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Folders } from './directory-folders.ts';
import type { DirectoryLock } from './directory-lock.ts';
import { DirectoryReader } from './directory-reader.ts';
import { filesBelow, forEachLimited, namesIn, readIfThere, removeFile, replaceFile, syncFolder } from './files.ts';
import { foldJournals, stillOpen } from './fold.ts';
import { formatChanges, formatSession, journalLimit, nextSequence } from './journal.ts';
import { JournalFile } from './journal-file.ts';
import type { Destination, LedgerChange, LedgerLine, LedgerReader, LedgerWriter, RouteFiles } from './ledger.ts';
import { formatLedger } from './line.ts';
import type { Surroundings } from './lock.ts';
import { checkRoutePath, ledgerPath } from './path.ts';
import { Serial } from './serial.ts';

/** How many files a fold writes at once: the disk syncs them together. */
const filesAtOnce = 16;

/** The holder of a directory store's lock. */
export class DirectoryWriter implements LedgerWriter {
  readonly run: string;
  readonly #folders: Folders;
  readonly #lock: DirectoryLock;
  readonly #surroundings: Surroundings;
  readonly #journalName: string;
  readonly #journal: JournalFile;
  /** Allows one fold at a time. */
  readonly #serial = new Serial();
  /** The number of the current session in the journal; 0 before the first. */
  #sequence = 0;
  /** The number of changes since the last fold. */
  #unfolded = 0;

  constructor(run: string, folders: Folders, lock: DirectoryLock, surroundings: Surroundings) {
    this.run = run;
    this.#folders = folders;
    this.#lock = lock;
    this.#surroundings = surroundings;
    this.#journalName = `${run}.ndjson`;
    this.#journal = new JournalFile(join(folders.journal, this.#journalName), () => this.#header());
  }

  async read(): Promise<LedgerReader> {
    this.#lock.assertHeld();
    return this.#reader();
  }

  async assertHeld(): Promise<void> {
    this.#lock.assertHeld();
  }

  async append(changes: readonly LedgerChange[]): Promise<void> {
    // Nothing may be added without the lock: its new holder may have folded past it. The markers tell what was written.
    this.#lock.assertHeld();
    await this.#journal.append(formatChanges(changes));
    this.#unfolded += changes.length;
    if (this.#unfolded >= journalLimit) await this.#serial.run(() => this.#foldMidway());
  }

  async checkpoint(): Promise<void> {
    await this.#journal.settle();
    this.#lock.assertHeld();
  }

  async replace(destination: Destination, lines: readonly LedgerLine[]): Promise<void> {
    await this.append([
      { op: 'clear', destination },
      ...lines.map((line) => ({ op: 'set' as const, destination, line })),
    ]);
  }

  fold(routes?: RouteFiles, left: readonly LedgerChange[] = []): Promise<void> {
    return this.#serial.run(() => this.#fold(routes, () => left));
  }

  async release(): Promise<void> {
    await this.#journal.close();
    this.#lock.release();
  }

  /**
   * The first line of the next session. Nobody else begins a session while the lock is ours, so the journals are read
   * only once.
   */
  #header(): string {
    this.#sequence = this.#sequence === 0 ? nextSequence(this.#reader().journals()) : this.#sequence + 1;
    return formatSession(this.run, this.#sequence);
  }

  #reader(): DirectoryReader {
    return new DirectoryReader(this.#folders, this.#surroundings);
  }

  /** Folds the journals. What is appended in the meantime goes to a new journal, and into the next fold. */
  async #fold(routes: RouteFiles | undefined, left: (reader: LedgerReader) => readonly LedgerChange[]): Promise<void> {
    this.#lock.assertHeld();
    this.#unfolded = 0;
    await this.#journal.rotate(this.#freeName());
    const reader = new DirectoryReader(this.#folders, this.#surroundings, this.#journalName);
    await this.#write(ledgerFiles(reader, this.#folders));
    await this.#journal.append(formatChanges(left(reader)));
    if (routes) await this.#publish(routes);
    this.#lock.assertHeld();
    for (const path of reader.journalFiles()) rmSync(path, { force: true });
    syncFolder(this.#folders.journal);
    rmSync(this.#folders.temporary, { recursive: true, force: true });
  }

  /** Folds what there is, except for writes that are under way. */
  async #foldMidway(): Promise<void> {
    if (this.#unfolded >= journalLimit) await this.#fold(undefined, (reader) => stillOpen(reader.journals()));
  }

  /** A file name for a completed journal, such as no run's own journal has. */
  #freeName(): string {
    const names = new Set(namesIn(this.#folders.journal));
    let number = 1;
    while (names.has(`${this.run}~${number}.ndjson`)) number += 1;
    return `${this.run}~${number}.ndjson`;
  }

  async #publish(routes: RouteFiles): Promise<void> {
    for (const path of routes.keys()) checkRoutePath(path);
    const folder = this.#folders.routes;
    await this.#write(routes.entries().map(([path, text]) => ({ path: join(folder, path), text })));
    for (const path of filesBelow(folder)) {
      this.#lock.assertHeld();
      if (!routes.has(path)) removeFile(join(folder, path), folder);
    }
  }

  /** Writes the files whose content differs from what is there. */
  async #write(files: Iterator<{ path: string; text: string }>): Promise<void> {
    const changed = new Set<string>();
    await forEachLimited(files, filesAtOnce, async ({ path, text }) => {
      if (readIfThere(path)?.equals(Buffer.from(text))) return;
      this.#lock.assertHeld();
      mkdirSync(this.#folders.temporary, { recursive: true });
      await replaceFile(path, text, this.#folders.temporary);
      for (let folder = dirname(path); folder.startsWith(this.#folders.root); folder = dirname(folder))
        changed.add(folder);
    });
    for (const folder of changed) syncFolder(folder);
  }
}

/** The ledger files that result from the reader's journals. */
function* ledgerFiles(reader: DirectoryReader, { root }: Folders): Generator<{ path: string; text: string }> {
  for (const { destination, lines } of foldJournals((of) => reader.lines(of), reader.journals())) {
    yield { path: join(root, ledgerPath(destination)), text: formatLedger(lines) };
  }
}
