import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Characters gathered before they are written. */
const chunk = 1024 * 1024;

/** A file written line by line that appears under its name only once it is complete. */
export class LineFile {
  readonly #path: string;
  readonly #file: number;
  #waiting: string[] = [];
  #length = 0;
  lines = 0;

  /** @param path in an existing folder; a file of that name is replaced */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(this.#partial, 'w');
  }

  get #partial(): string {
    return `${this.#path}.partial`;
  }

  /** @param line including its line end */
  add(line: string): void {
    this.lines += 1;
    this.#waiting.push(line);
    this.#length += line.length;
    if (this.#length >= chunk) this.#write();
  }

  /** Writes what is left, and gives the file its name. */
  finish(): void {
    this.#write();
    closeSync(this.#file);
    renameSync(this.#partial, this.#path);
  }

  /** Removes the unfinished file. */
  abandon(): void {
    closeSync(this.#file);
    rmSync(this.#partial);
  }

  #write(): void {
    writeSync(this.#file, this.#waiting.join(''));
    this.#waiting = [];
    this.#length = 0;
  }
}
