import { join } from 'node:path';
import { compareText } from '../digest.ts';
import type { Folders } from './directory-folders.ts';
import { DirectoryLock } from './directory-lock.ts';
import { filesBelow, namesIn, readIfThere } from './files.ts';
import { inOrder, parseJournal, type Session } from './journal.ts';
import {
  type Destination,
  destinationKey,
  type LedgerLines,
  type LedgerReader,
  type LedgerWarning,
  type LockHolder,
  type RouteFiles,
} from './ledger.ts';
import { parseLedger } from './line.ts';
import type { Surroundings } from './lock.ts';
import { destinationOf, ledgerPath } from './path.ts';

/** A ledger directory at one moment, except that each ledger file is read only when its lines are asked for. */
export class DirectoryReader implements LedgerReader {
  readonly #folders: Folders;
  readonly #journals: readonly { readonly name: string; readonly text: string }[];
  readonly #destinations: readonly Destination[];
  readonly #holder: LockHolder | undefined;
  #sessions: readonly Session[] | undefined;
  readonly #warnings = new Map<string, LedgerWarning>();

  /** @param except the name of a journal to leave out */
  constructor(folders: Folders, surroundings: Surroundings, except?: string) {
    this.#folders = folders;
    // Journals are read before ledger files: a fold in between can then make a change appear twice, which does no harm,
    // but never make it disappear.
    this.#journals = readJournals(folders, except);
    this.#destinations = listDestinations(folders.root);
    this.#holder = DirectoryLock.holder(folders.lock, surroundings);
  }

  destinations(): readonly Destination[] {
    return this.#destinations;
  }

  lines(destination: Destination): LedgerLines | undefined {
    const path = ledgerPath(destination);
    const bytes = readIfThere(join(this.#folders.root, path));
    if (bytes === undefined) return undefined;
    const { lines, warning } = parseLedger(bytes, `${this.#folders.label}/${path}`);
    if (warning) this.#warnings.set(destinationKey(destination), warning);
    return lines;
  }

  journals(): readonly Session[] {
    const label = `${this.#folders.label}/journal`;
    this.#sessions ??= inOrder(this.#journals.flatMap(({ name, text }) => parseJournal(text, `${label}/${name}`)));
    return this.#sessions;
  }

  routes(): RouteFiles {
    const files = filesBelow(this.#folders.routes).map(
      (path) => [path, readIfThere(join(this.#folders.routes, path))] as const,
    );
    return new Map(files.flatMap(([path, bytes]) => (bytes ? [[path, bytes.toString('utf8')]] : [])));
  }

  /** Paths of the files that `journals` were read from. */
  journalFiles(): string[] {
    return this.#journals.map(({ name }) => join(this.#folders.journal, name));
  }

  holder(): LockHolder | undefined {
    return this.#holder;
  }

  warnings(): readonly LedgerWarning[] {
    return [...this.#warnings.values()];
  }
}

function readJournals({ journal }: Folders, except: string | undefined): { name: string; text: string }[] {
  return namesIn(journal)
    .filter((name) => name.endsWith('.ndjson') && name !== except)
    .flatMap((name) => {
      const text = readIfThere(join(journal, name))?.toString('utf8');
      return text === undefined ? [] : [{ name, text }];
    });
}

function listDestinations(root: string): Destination[] {
  const found: Destination[] = [];
  for (const account of namesIn(root)) {
    if (destinationOf(`${account}/x.ndjson`) === undefined) continue;
    for (const name of namesIn(join(root, account))) {
      const destination = destinationOf(`${account}/${name}`);
      if (destination) found.push(destination);
    }
  }
  return found.sort((a, b) => compareText(a.account, b.account) || compareText(a.workspace, b.workspace));
}
