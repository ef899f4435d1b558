import type { Again, Wait } from '../providers/provider.ts';
import { count } from './text.ts';

/** Milliseconds between two words on calls that are made again: twenty workspaces in trouble are one thing to read. */
const quiet = 5000;
/** Workspaces that are named at once. */
const named = 3;

/** Says what vendors are waited for: each limit, and now and then the calls that are made again. */
export class WaitNotes {
  readonly #note: (text: string) => void;
  readonly #now: () => number;
  #said = Number.NEGATIVE_INFINITY;
  /** What was not said yet, by workspace. */
  readonly #again = new Map<string, Again>();

  /** @param now milliseconds since 1970 */
  constructor(note: (text: string) => void, now: () => number = Date.now) {
    this.#note = note;
    this.#now = now;
  }

  add({ account, workspace, seconds, again }: Wait): void {
    const where = workspace === undefined ? account : `${account}/${workspace}`;
    const now = this.#now();
    if (!again) {
      const until = clockTime(now + seconds * 1000);
      this.#note(`Waiting for ${where} until ${until} (${seconds} s): the vendor’s limit of calls is used up`);
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
      return `${where}: ${because}, attempt ${attempt} of ${of} follows`;
    });
    const more = all.length - named;
    return `Calling again: ${all.slice(0, named).join('; ')}${more > 0 ? `; and ${count(more, 'more workspace')}` : ''}`;
  }
}

/** `08:12:40`, by the clock of this machine. */
function clockTime(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 8);
}
