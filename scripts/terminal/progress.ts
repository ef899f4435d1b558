import type { WriteStream } from 'node:tty';
import { PlainProgress } from '../../action/src/commands/plain-progress.ts';
import type { Progress } from '../../action/src/commands/world.ts';

/** Milliseconds between two redraws; doing it more often would only cost time. */
const redrawEvery = 80;

/**
 * Progress on stderr: one line that is redrawn on a terminal, plain lines elsewhere. With `quiet`, only notes are
 * printed.
 */
export function terminalProgress(stream: WriteStream, { quiet }: { quiet: boolean }): Progress {
  const say = (line: string): void => void stream.write(`${line}\n`);
  if (quiet) return { step() {}, update() {}, note: say, end() {} };
  return stream.isTTY ? new LiveProgress(stream) : new PlainProgress(say);
}

class LiveProgress implements Progress {
  readonly #stream: WriteStream;
  #step = '';
  #drawn = 0;
  #isDrawn = false;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  step(text: string): void {
    this.#step = text;
    this.#draw(`${text} …`);
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
    this.end();
    this.#stream.write(`${text}\n`);
  }

  end(): void {
    if (this.#isDrawn) this.#draw('');
  }

  /** Redraws the line, cut to the terminal's width: a longer one would leave parts behind. */
  #draw(text: string): void {
    this.#stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, this.#stream.columns || 80) - 1)}`);
    this.#isDrawn = text !== '';
  }
}
