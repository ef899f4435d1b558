import { mkdirSync, renameSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ifThere, readIfThere, syncFolder } from './files.ts';

/** A journal file, to which one process appends. Appends made at the same time are synced together. */
export class JournalFile {
  readonly #path: string;
  readonly #header: () => string;
  #handle: FileHandle | undefined;
  /** Whether the session's first line has been written. */
  #begun = false;
  /** How many bytes are known to be complete lines. */
  #size = 0;
  #waiting = '';
  #next: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param header makes the first line of a session, at its first append */
  constructor(path: string, header: () => string) {
    this.#path = path;
    this.#header = header;
  }

  /** Appends complete lines. Resolves when they are on disk; when it rejects, they are not in the journal. */
  append(lines: string): Promise<void> {
    if (lines === '') return Promise.resolve();
    this.#waiting += lines;
    if (!this.#next) {
      this.#next = this.#after(() => {
        this.#next = undefined;
        return this.#write();
      });
    }
    return this.#next;
  }

  /** Waits for what was appended. Its failures are left to the appenders. */
  async settle(): Promise<void> {
    await this.#running;
  }

  /** Closes the file after pending appends; the next append begins a new session. */
  close(): Promise<void> {
    return this.#after(() => this.#close());
  }

  /** Renames the file after pending appends; the next append begins a new file. */
  rotate(name: string): Promise<void> {
    return this.#after(async () => {
      await this.#close();
      ifThere(() => renameSync(this.#path, join(dirname(this.#path), name)));
    });
  }

  #after(operation: () => Promise<void>): Promise<void> {
    const done = this.#running.then(operation);
    this.#running = done.catch(() => {});
    return done;
  }

  async #close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    this.#begun = false;
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = '';
    this.#handle ??= await this.#open();
    const bytes = Buffer.from(this.#begun ? lines : this.#header() + lines);
    try {
      await this.#handle.appendFile(bytes);
      await this.#handle.datasync();
    } catch (error) {
      await this.#handle.truncate(this.#size);
      throw error;
    }
    this.#begun = true;
    this.#size += bytes.length;
  }

  /** Opens the journal, and cuts off an incomplete line left by a killed process of the same run. */
  async #open(): Promise<FileHandle> {
    mkdirSync(dirname(this.#path), { recursive: true });
    const present = readIfThere(this.#path);
    const handle = await open(this.#path, 'a');
    this.#size = present === undefined ? 0 : present.lastIndexOf('\n') + 1;
    if (present && this.#size < present.length) await handle.truncate(this.#size);
    syncFolder(dirname(this.#path));
    return handle;
  }
}
