import type { Again, Wait } from '../providers/provider.ts';
import { count } from './text.ts';

/** Milliseconds between two notes about repeated calls: twenty workspaces in trouble are one thing to read. */
const quiet = 5000;
/** How many workspaces one note names. */
const named = 3;

/**
 * Tells which vendors are being waited for: each limit that is used up and, from time to time, the calls that are
 * repeated.
 */
export class WaitNotes {
  readonly #note: (text: string) => void;
  readonly #now: () => number;
  #said = Number.NEGATIVE_INFINITY;
  /** What has not been told yet, by workspace. */
  readonly #again = new Map<string, Again>();

  /** @param now the current time in milliseconds since 1970 */
  constructor(note: (text: string) => void, now: () => number = Date.now) {
    this.#note = note;
    this.#now = now;
  }

  add({ account, workspace, seconds, again }: Wait): void {
    const where = workspace === undefined ? account : `${account}/${workspace}`;
    const now = this.#now();
    if (!again) {
      const until = clockTime(now + seconds * 1000);
      this.#note(`Waiting for ${where} until ${until} (${seconds} s): the vendor’s rate limit is used up`);
      return;
    }
    this.#again.set(where, again);
    if (now - this.#said < quiet) return;
    this.#said = now;
    this.#note(this.#text());
    this.#again.clear();
  }

  #text(): string {
    const all = [...this.#again].map(([where, { attempt, of, because }]) => {
      return `${where}: ${because} (attempt ${attempt} of ${of})`;
    });
    const more = all.length - named;
    return `Retrying: ${all.slice(0, named).join('; ')}${more > 0 ? `; and ${count(more, 'more workspace')}` : ''}`;
  }
}

/** A time by this machine's clock, such as `08:12:40`. */
function clockTime(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 8);
}
