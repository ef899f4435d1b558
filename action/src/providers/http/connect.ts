import type { Limits, ProviderEnvironment } from '../provider.ts';
import { Circuit } from './circuit.ts';
import { type Access, type Connection, usualPatience, WorkspaceClient } from './client.ts';
import { Pace } from './pace.ts';
import { VendorClock } from './rate.ts';
import { systemRuntime } from './runtime.ts';
import { Scheduler, Turn } from './scheduler.ts';

/** The longest wait for a limit, in milliseconds: long enough for a window of a minute; a daily quota fails at once. */
const longestWait = 120_000;
/** Waits shorter than this, in milliseconds, are not announced. */
const noticeable = 2000;
/** Concurrent calls where a vendor's limits give no number. */
const usualSlots = 16;

/**
 * The share of a limit per second that may begin at once: together with the calls of the second after, it makes up the
 * limit.
 */
const burst = 0.2;

/** An account's connection to its vendor: one scheduler for all workspaces, and a circuit for each. */
export class AccountClient {
  readonly #connection: Connection;
  readonly #workspaceRate: number | undefined;
  readonly #workspaces = new Map<string, { readonly turn: Turn; readonly circuit: Circuit }>();

  constructor(
    about: {
      readonly vendor: string;
      readonly account: string;
      readonly origin: string;
      readonly limits: Limits;
      readonly wordsOf: Connection['wordsOf'];
      readonly failureIn?: Connection['failureIn'];
    },
    { runtime = systemRuntime, patience = usualPatience, onWait }: ProviderEnvironment,
  ) {
    const { vendor, account, origin, limits, wordsOf, failureIn } = about;
    this.#workspaceRate = limits.workspaceCallsPerSecond;
    let announced = 0;
    const scheduler = new Scheduler({
      slots: limits.callsAtOnce ?? usualSlots,
      perSecond: limits.callsPerSecond ?? Number.POSITIVE_INFINITY,
      longestWait,
      runtime,
      onWait: (milliseconds, workspace) => {
        const now = runtime.now();
        // Announce a wait once: every call behind it waits for the same.
        if (milliseconds < noticeable || now < announced) return;
        announced = now + milliseconds;
        onWait?.({ account, ...(workspace !== undefined && { workspace }), seconds: Math.ceil(milliseconds / 1000) });
      },
    });
    const clock = new VendorClock();
    const onAgain: Connection['onAgain'] = (workspace, milliseconds, again) => {
      onWait?.({ account, workspace, seconds: Math.ceil(milliseconds / 1000), again });
    };
    this.#connection = { vendor, account, origin, scheduler, clock, runtime, patience, onAgain, wordsOf, failureIn };
  }

  /**
   * Returns a client for one workspace. All clients of a workspace share what is known of its limits and whether it
   * answers. `access` is called with every call, and not before the first one.
   */
  workspace(id: string, access: () => Promise<Access>): WorkspaceClient {
    let shared = this.#workspaces.get(id);
    if (!shared) {
      shared = { turn: new Turn(id, this.#workspaces.size, this.#pace()), circuit: new Circuit() };
      this.#workspaces.set(id, shared);
    }
    return new WorkspaceClient(this.#connection, shared, access);
  }

  #pace(): Pace | undefined {
    const rate = this.#workspaceRate;
    return rate === undefined ? undefined : new Pace(rate * (1 - burst), rate * burst);
  }
}
