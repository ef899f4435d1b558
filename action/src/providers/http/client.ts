import type { Json, JsonObject } from '../../digest.ts';
import { ProviderError, type ProviderFailure } from '../errors.ts';
import type { Again } from '../provider.ts';
import { excerpt, TooLarge, textOf } from './body.ts';
import type { Circuit, Trouble } from './circuit.ts';
import { type About, answerError, failureOf, noAnswer, OutcomeUnknown, type VendorError } from './failure.ts';
import { LastWait } from './last-wait.ts';
import { rateOf, retryAfterOf, type VendorClock } from './rate.ts';
import type { Runtime } from './runtime.ts';
import type { Scheduler, Turn } from './scheduler.ts';

/** A call to a vendor's API. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** The path, with names in place of its parameters: `/v3/templates/{template}`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: JsonObject;
  /** Whether making the call twice has the same effect as making it once. Otherwise it is never repeated blindly. */
  readonly idempotent: boolean;
  /** Leaves out the headers that scope a call to the workspace, to ask the account about the workspace. */
  readonly unscoped?: boolean;
}

/** What all calls of an account share. */
export interface Connection {
  /** The vendor's name, for people. */
  readonly vendor: string;
  readonly account: string;
  readonly origin: string;
  readonly scheduler: Scheduler;
  readonly clock: VendorClock;
  readonly runtime: Runtime;
  readonly patience: Patience;
  /** Told when a call will be repeated, after how many milliseconds, and why. */
  readonly onAgain: (workspace: string, milliseconds: number, again: Again) => void;
  /** Finds the vendor's own words in an error body. */
  readonly wordsOf: (body: Json) => string | undefined;
  /** The kind of failure that an error body tells, where it tells more than the status. */
  readonly failureIn?: ((body: Json) => ProviderFailure | undefined) | undefined;
}

/** How long to wait for what, in milliseconds; and how many attempts a call has. */
export interface Patience {
  /** For one answer, including its body. */
  readonly answer: number;
  /** Attempts per call, including the first. */
  readonly attempts: number;
  /** For all attempts of a call and the waits between them, but not the wait for a slot before the first one. */
  readonly call: number;
  /** The longest wait before the second attempt; it doubles with each further attempt. */
  readonly backoff: number;
}

export const usualPatience: Patience = { answer: 10_000, attempts: 4, call: 120_000, backoff: 500 };

/** Larger than any page of templates; anything larger is not taken for an answer. */
const maxBytes = 32 * 1024 * 1024;

interface Answered {
  readonly body: Json | undefined;
  /** Whether the status is one of success. */
  readonly ok: boolean;
  readonly error?: VendorError;
  /** Milliseconds that the vendor asks us to wait. */
  readonly wait?: number | undefined;
}

/** What binds calls to a workspace. */
export interface Access {
  /** Headers with the credential. */
  readonly auth: Readonly<Record<string, string>>;
  /** Headers that say which workspace is meant. */
  readonly scope: Readonly<Record<string, string>>;
  /** Texts that no error may repeat. */
  readonly secrets: readonly string[];
}

/** Makes calls to one workspace. Everything that scopes a call to it is bound here, so that no call can forget it. */
export class WorkspaceClient {
  readonly #connection: Connection;
  readonly #turn: Turn;
  readonly #circuit: Circuit;
  readonly #access: () => Promise<Access>;
  readonly #lastWait = new LastWait();

  constructor(
    connection: Connection,
    { turn, circuit }: { turn: Turn; circuit: Circuit },
    access: () => Promise<Access>,
  ) {
    this.#connection = connection;
    this.#turn = turn;
    this.#circuit = circuit;
    this.#access = access;
  }

  /**
   * Makes a call, repeats it where that is safe and may help, and resolves to the answer's JSON; undefined for an empty
   * answer. When the signal is aborted, waits and reads end at once; a write in flight is given time for its answer.
   * Rejects with the signal's reason, or with a ProviderError: OutcomeUnknown where a call that must not be repeated
   * may have been carried out.
   */
  async call(call: Call, signal?: AbortSignal): Promise<Json | undefined> {
    const { runtime, patience } = this.#connection;
    signal?.throwIfAborted();
    const access = await this.#access();
    const refusal = this.#circuit.refusal(runtime.now());
    if (refusal) throw this.#leftAlone(call, refusal);
    let began: number | undefined;
    for (let attempt = 1; ; attempt++) {
      const end = await this.#connection.scheduler.admit(this.#turn, attempt === 1 ? 'first' : 'again', signal);
      began ??= runtime.now();
      const outcome = await this.#attempt({ call, access, end }, signal);
      if (!(outcome instanceof OutcomeUnknown)) {
        if (outcome.ok) {
          this.#circuit.succeeded();
          return outcome.body;
        }
        if (!mayHelp(outcome)) {
          this.#circuit.succeeded();
          throw outcome.error;
        }
      }
      const error = outcome instanceof OutcomeUnknown ? outcome : outcome.error!;
      const asked = outcome instanceof OutcomeUnknown ? 0 : (outcome.wait ?? 0);
      // Always back off before asking again, even where the vendor asks for no wait.
      const wait = Math.max(asked, this.#backoff(attempt));
      const isLate = attempt >= patience.attempts || runtime.now() + wait - began > patience.call;
      const because = error instanceof OutcomeUnknown ? error.brief : `HTTP ${error.status}`;
      if (isLate) this.#circuit.failed(runtime.now(), { failure: error.failure, because });
      if (error.failure === 'unavailable' && !call.idempotent) throw new OutcomeUnknown(error.message);
      if (isLate) throw error;
      this.#connection.onAgain(this.#turn.workspace, wait, { attempt: attempt + 1, of: patience.attempts, because });
      if (error.failure === 'rate-limited') this.#turn.window.block(runtime.now() + wait);
      else await runtime.sleep(wait, signal);
    }
  }

  /** Gives the vendor time for its effects to show: a random wait that grows with each attempt, and is never zero. */
  async pause(attempt: number, signal?: AbortSignal): Promise<void> {
    const { runtime, patience } = this.#connection;
    const longest = patience.backoff * 2 ** (attempt - 1);
    await runtime.sleep(Math.ceil(((1 + runtime.random()) * longest) / 2), signal);
  }

  #backoff(attempt: number): number {
    const { runtime, patience } = this.#connection;
    return Math.ceil(runtime.random() * patience.backoff * 2 ** (attempt - 1));
  }

  async #attempt(
    { call, access, end }: { call: Call; access: Access; end: (answered: boolean) => void },
    signal: AbortSignal | undefined,
  ): Promise<Answered | OutcomeUnknown> {
    const { patience, origin, clock, runtime } = this.#connection;
    const tooLong = AbortSignal.timeout(patience.answer);
    const givenUp = signal && (call.method === 'GET' ? signal : this.#lastWait.after(signal));
    let answered = false;
    try {
      const response = await fetch(origin + pathOf(call), {
        method: call.method,
        headers: {
          accept: 'application/json',
          ...(call.body && { 'content-type': 'application/json' }),
          ...access.auth,
          ...(call.unscoped ? {} : access.scope),
        },
        ...(call.body && { body: JSON.stringify(call.body) }),
        // Following a redirect could send the credential somewhere that nobody has allowed.
        redirect: 'manual',
        signal: givenUp ? AbortSignal.any([givenUp, tooLong]) : tooLong,
      });
      clock.hear(response.headers, runtime.now());
      const text = await textOf(response, maxBytes);
      answered = true;
      return this.#read(call, access, response, text);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!isOfTheNetwork(error)) throw error;
      const seconds = patience.answer / 1000;
      const what = tooLong.aborted ? `has not answered within ${seconds} s` : `cannot be reached ${reason(error)}`;
      return noAnswer(this.#about(call), error instanceof TooLarge ? 'sends an answer that is too long' : what);
    } finally {
      end(answered);
    }
  }

  /** Interprets an answer. */
  #read(call: Call, { secrets }: Access, response: Response, text: string): Answered | OutcomeUnknown {
    const { runtime, scheduler, clock, wordsOf, failureIn } = this.#connection;
    const { status, headers } = response;
    const now = runtime.now();
    const rate = rateOf(headers, clock);
    if (rate) scheduler.observe(this.#turn, `${call.method} ${call.route}`, rate, status === 429);
    const body = parse(text);
    if (response.ok) {
      if (body !== 'nonsense') return { ok: true, body };
      const beginning = excerpt(text, secrets, 80);
      return noAnswer(this.#about(call), `answers with something that is not JSON: “${beginning}”`);
    }
    const said =
      body === 'nonsense' || body === undefined ? undefined : { words: wordsOf(body), of: failureIn?.(body) };
    const words = excerpt(said?.words ?? text, secrets);
    const asked = retryAfterOf(headers, clock, now);
    // When nothing is left of a rate limit's window, the vendor asks us to wait for the window's end.
    const wait = asked ?? (status === 429 && rate?.remaining === 0 ? Math.max(0, rate.resetAt - now) : undefined);
    const retryAfter = wait === undefined ? undefined : Math.ceil(wait / 1000);
    const failure = said?.of ?? failureOf(status);
    const error = answerError(this.#about(call), { status, failure, words, retryAfter });
    return { ok: false, body: undefined, error, wait };
  }

  #about(call: Call): About {
    const { vendor, account } = this.#connection;
    return { vendor, where: `${account}/${this.#turn.workspace}`, call: `${call.method} ${call.route}` };
  }

  #leftAlone(call: Call, { failure, because }: Trouble): ProviderError {
    const { vendor, where } = this.#about(call);
    const message = `${where}: ${vendor} was not called again after an earlier failure (${because}). Deploy again later.`;
    return new ProviderError(failure, message);
  }
}

/** Whether the same call may succeed later: the vendor was busy or in trouble, and did not refuse the call as such. */
function mayHelp({ error }: Answered): boolean {
  return error?.failure === 'unavailable' || error?.failure === 'rate-limited';
}

function pathOf({ route, params = {}, query }: Call): string {
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  if (!query) return path;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return `${path}?${search}`;
}

function parse(text: string): Json | undefined | 'nonsense' {
  if (text.trim() === '') return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? value : 'nonsense';
  } catch {
    return 'nonsense';
  }
}

/**
 * Whether an error comes from the network: `fetch` rejects with a TypeError whose cause tells more, or with a
 * DOMException when it is aborted.
 */
function isOfTheNetwork(error: unknown): error is Error {
  if (error instanceof TooLarge || error instanceof DOMException) return true;
  return error instanceof TypeError && (error.cause !== undefined || error.message === 'terminated');
}

/** The code of a network error and nothing else, because its message can repeat what was sent. */
function reason(error: Error): string {
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : 'the connection was lost';
}
