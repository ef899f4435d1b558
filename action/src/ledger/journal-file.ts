import { mkdirSync, renameSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ifThere, readIfThere, syncFolder } from './files.ts';

/** A journal on the disk, to which one process appends. Appends that come together are synced together. */
export class JournalFile {
  readonly #path: string;
  readonly #header: () => string;
  #handle: FileHandle | undefined;
  /** Whether the line to begin with is written. */
  #begun = false;
  /** Bytes that are known to be whole lines. */
  #size = 0;
  #waiting = '';
  #next: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param header makes the line to begin with, at the first append */
  constructor(path: string, header: () => string) {
    this.#path = path;
    this.#header = header;
  }

  /** Appends whole lines. Resolves when they are on the disk; when it rejects, they are not in the journal. */
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

  /** Waits for what was appended. Its failures are the appender's to handle. */
  async settle(): Promise<void> {
    await this.#running;
  }

  /** Closes the file after what was appended so far; the next append begins anew. */
  close(): Promise<void> {
    return this.#after(() => this.#close());
  }

  /** Gives the file another name after what was appended so far; the next append begins a new one. */
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

  /** Opens the journal, cutting off what a killed process of the same run had begun to write. */
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
