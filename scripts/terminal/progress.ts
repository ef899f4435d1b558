import type { WriteStream } from 'node:tty';
import type { Progress } from '../../action/src/commands/world.ts';

/** Milliseconds between two redraws: more would only cost time. */
const redrawEvery = 80;

/** Progress on stderr: one line that is redrawn on a terminal, plain lines at tenths elsewhere. */
export function terminalProgress(stream: WriteStream, wanted: boolean): Progress {
  if (!wanted) return { step() {}, update() {}, note: (text) => stream.write(`${text}\n`), end() {} };
  return stream.isTTY ? new LiveProgress(stream) : new PlainProgress(stream);
}

class LiveProgress implements Progress {
  readonly #stream: WriteStream;
  #step = '';
  #drawn = 0;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  step(text: string): void {
    this.#step = text;
    this.#draw(text);
  }

  update(done: number, total: number): void {
    const now = performance.now();
    if (now - this.#drawn < redrawEvery) return;
    this.#drawn = now;
    const width = 24;
    const filled = Math.round((done / Math.max(1, total)) * width);
    this.#draw(`${this.#step}  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${done}/${total}`);
  }

  note(text: string): void {
    this.#draw('');
    this.#stream.write(`${text}\n`);
  }

  end(): void {
    this.#draw('');
  }

  #draw(text: string): void {
    this.#stream.write(`\r\u001b[2K${text}`);
  }
}

class PlainProgress implements Progress {
  readonly #stream: WriteStream;
  #step = '';
  #tenths = 0;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  step(text: string): void {
    this.#step = text;
    this.#tenths = 0;
    this.note(`${text} …`);
  }

  /** Short work needs no more than its step; long work says each tenth. */
  update(done: number, total: number): void {
    const tenths = Math.floor((done / Math.max(1, total)) * 10);
    if (total < 200 || tenths <= this.#tenths || tenths === 10) return;
    this.#tenths = tenths;
    this.note(`${this.#step}: ${done} of ${total}`);
  }

  note(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  end(): void {}
}
