import type { Progress } from './world.ts';

/** The total below which work only announces its start: it is over before anybody wonders. */
const shortWork = 200;

/** Progress as plain lines, for logs: each step, and each tenth of a long one. */
export class PlainProgress implements Progress {
  readonly #say: (line: string) => void;
  #step = '';
  #tenths = 0;

  /** @param say takes one line, without its line end */
  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  step(text: string): void {
    this.#step = text;
    this.#tenths = 0;
    this.#say(`${text} …`);
  }

  update(done: number, total: number): void {
    const tenths = Math.floor((done / Math.max(1, total)) * 10);
    if (total < shortWork || tenths <= this.#tenths || tenths === 10) return;
    this.#tenths = tenths;
    this.#say(`${this.#step}: ${done} of ${total}`);
  }

  note(text: string): void {
    this.#say(text);
  }

  end(): void {}
}
