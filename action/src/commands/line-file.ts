import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Characters gathered before they are written. */
const chunk = 1024 * 1024;

/** A file written line by line, which is there only when it is whole. */
export class LineFile {
  readonly #path: string;
  readonly #file: number;
  #waiting: string[] = [];
  #length = 0;
  lines = 0;

  /** @param path in a folder that is there; a file of that name is replaced */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(this.#partial, 'w');
  }

  get #partial(): string {
    return `${this.#path}.partial`;
  }

  /** @param line with its line end */
  add(line: string): void {
    this.lines += 1;
    this.#waiting.push(line);
    this.#length += line.length;
    if (this.#length >= chunk) this.#write();
  }

  /** Gives the file its name. */
  finish(): void {
    this.#write();
    closeSync(this.#file);
    renameSync(this.#partial, this.#path);
  }

  /** Takes away what was written so far, and is not finished. */
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
