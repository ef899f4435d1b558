import { ProviderError } from '../errors.ts';
import { Pace } from './pace.ts';
import type { Rate } from './rate.ts';
import type { Runtime } from './runtime.ts';
import { SharedLimit } from './shared-limit.ts';
import { RateWindow } from './window.ts';

/**
 * A workspace as the scheduler sees it. Workspaces opened earlier go first, so that each is finished before the next.
 */
export class Turn {
  readonly workspace: string;
  readonly order: number;
  readonly window = new RateWindow();
  readonly pace: Pace;

  /** @param pace of this workspace alone, for a vendor whose limit per workspace is known and not told in headers */
  constructor(workspace: string, order: number, pace = new Pace(Number.POSITIVE_INFINITY)) {
    this.workspace = workspace;
    this.order = order;
    this.pace = pace;
  }
}

/** First attempts and repeated ones: a workspace in trouble must not take the slots of healthy ones. */
export type Lane = 'first' | 'again';

export interface SchedulerSettings {
  /** Calls that may be in flight together. */
  readonly slots: number;
  /** Calls per second until headers say otherwise; infinity where no rate is known. */
  readonly perSecond: number;
  /** The longest wait for a limit, in milliseconds; beyond it a call fails instead. */
  readonly longestWait: number;
  readonly runtime: Runtime;
  /** Told when a call waits for a limit: that of `workspace`, or where undefined, one that all workspaces share. */
  onWait(milliseconds: number, workspace: string | undefined): void;
}

interface Ticket {
  readonly turn: Turn;
  readonly lane: Lane;
  start(hold: Hold): void;
  fail(error: unknown): void;
}

/** The slot of a call in flight: freed when the call ends, or when it takes far longer than usual. */
interface Hold {
  readonly lane: Lane;
  readonly began: number;
  readonly until: number;
}

/** Concurrent calls until the first answer has told about limits. */
const cautious = 4;
/**
 * A call that takes longer than this many typical ones gives up its slot: it only waits, and is no load for the vendor.
 */
const leaseFactor = 4;
const shortestLease = 1000;

/**
 * Decides when each call of an account may begin, within a number of concurrent calls and every limit the vendor tells
 * of.
 */
export class Scheduler {
  readonly #settings: SchedulerSettings;
  readonly #shared = new SharedLimit();
  readonly #pace: Pace;
  readonly #waiting: Ticket[] = [];
  readonly #running: Record<Lane, number> = { first: 0, again: 0 };
  /** Calls in flight that hold a slot. */
  readonly #holds = new Set<Hold>();
  #wake: { readonly at: number; readonly cancel: AbortController } | undefined;
  #headersSeen = false;
  #answered = false;
  /** How long a call usually takes, in milliseconds. */
  #typical = 0;

  constructor(settings: SchedulerSettings) {
    this.#settings = settings;
    this.#pace = new Pace(settings.perSecond);
  }

  /**
   * Resolves when a call may begin, to a function that has to be called when it is over. Rejects with the signal's
   * reason, or with a ProviderError when a limit would make it wait too long.
   */
  async admit(turn: Turn, lane: Lane, signal?: AbortSignal): Promise<(answered: boolean) => void> {
    signal?.throwIfAborted();
    const hold = await new Promise<Hold>((resolve, reject) => {
      const giveUp = () => {
        this.#remove(ticket);
        reject(signal?.reason);
      };
      const ticket: Ticket = {
        turn,
        lane,
        start: (given) => {
          signal?.removeEventListener('abort', giveUp);
          resolve(given);
        },
        fail: (error) => {
          signal?.removeEventListener('abort', giveUp);
          reject(error);
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      const at = this.#waiting.findLastIndex((one) => one.turn.order <= turn.order) + 1;
      this.#waiting.splice(at, 0, ticket);
      this.#pump();
    });
    return (answered) => {
      this.#release(hold);
      turn.window.end(answered);
      this.#shared.window.end(answered);
      if (answered) this.#learn(this.#settings.runtime.now() - hold.began);
      this.#pump();
    };
  }

  /** Records what a response said about its limit; `refused` where it refused the call as one too many. */
  observe(turn: Turn, endpoint: string, rate: Rate, refused = false): void {
    this.#headersSeen = true;
    turn.window.observe(endpoint, rate);
    this.#shared.observe(endpoint, rate, refused);
  }

  #release(hold: Hold): void {
    if (this.#holds.delete(hold)) this.#running[hold.lane] -= 1;
  }

  #learn(took: number): void {
    this.#typical = this.#answered ? this.#typical + (took - this.#typical) * 0.1 : took;
    this.#answered = true;
  }

  /** Begins every call that may begin, those of earlier workspaces first, and arranges to be woken for the rest. */
  #pump(): void {
    if (this.#waiting.length === 0) return;
    const now = this.#settings.runtime.now();
    let next = this.#endLeases(now);
    for (let at = 0; at < this.#waiting.length; ) {
      const ticket = this.#waiting[at]!;
      at += 1;
      if (this.#running[ticket.lane] >= this.#slots(ticket.lane)) continue;
      const all = Math.max(this.#shared.readyAt(now), this.#headersSeen ? now : this.#pace.readyAt(now));
      const ready = Math.max(all, ticket.turn.window.readyAt(now), ticket.turn.pace.readyAt(now));
      if (ready === Number.POSITIVE_INFINITY) continue;
      if (ready <= now) this.#start(ticket, now);
      else if (ready - now > this.#settings.longestWait) this.#refuse(ticket, ready - now);
      else {
        next = Math.min(next, ready);
        this.#settings.onWait(ready - now, all >= ready ? undefined : ticket.turn.workspace);
        // A limit that all share need not be checked again for each call.
        if (all >= ready) break;
        continue;
      }
      // The call has left the queue, so the next one has moved up into its place.
      at -= 1;
    }
    if (this.#waiting.length > 0) this.#wakeAt(next);
    else this.#rest();
  }

  /** Frees the slots of calls that take too long; returns when the next slot will be freed that way. */
  #endLeases(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const hold of this.#holds) {
      if (hold.until <= now) this.#release(hold);
      else next = Math.min(next, hold.until);
    }
    return next;
  }

  #slots(lane: Lane): number {
    const { slots } = this.#settings;
    if (lane === 'again') return Math.ceil(slots / 2);
    return this.#answered ? slots : Math.min(cautious, slots);
  }

  #start(ticket: Ticket, now: number): void {
    this.#waiting.splice(this.#waiting.indexOf(ticket), 1);
    this.#running[ticket.lane] += 1;
    ticket.turn.window.begin();
    this.#shared.window.begin();
    this.#pace.begin(now);
    ticket.turn.pace.begin(now);
    const hold: Hold = {
      lane: ticket.lane,
      began: now,
      until: now + Math.max(shortestLease, this.#typical * leaseFactor),
    };
    this.#holds.add(hold);
    ticket.start(hold);
  }

  #refuse(ticket: Ticket, wait: number): void {
    this.#waiting.splice(this.#waiting.indexOf(ticket), 1);
    const seconds = Math.ceil(wait / 1000);
    const message = `${ticket.turn.workspace}: the vendor allows no further calls for ${seconds} s. Deploy again later.`;
    ticket.fail(new ProviderError('rate-limited', message, { retryAfter: seconds }));
  }

  #remove(ticket: Ticket): void {
    const at = this.#waiting.indexOf(ticket);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#rest();
  }

  /** Arranges for another look at that moment or earlier: one look too many does no harm. */
  #wakeAt(at: number): void {
    if (at === Number.POSITIVE_INFINITY || (this.#wake && this.#wake.at <= at)) return;
    this.#wake?.cancel.abort();
    const { runtime } = this.#settings;
    const wake = { at, cancel: new AbortController() };
    this.#wake = wake;
    runtime.sleep(Math.max(1, at - runtime.now()), wake.cancel.signal).then(
      () => {
        if (this.#wake === wake) this.#wake = undefined;
        this.#pump();
      },
      () => undefined,
    );
  }

  /** Cancels the timer when no call is waiting, so that nothing keeps the process alive. */
  #rest(): void {
    if (this.#waiting.length > 0) return;
    this.#wake?.cancel.abort();
    this.#wake = undefined;
  }
}
