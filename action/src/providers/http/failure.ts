import { ProviderError, type ProviderFailure } from '../errors.ts';

/** The vendor, the workspace and the call that an error is about. */
export interface About {
  /** The vendor's name, for people. */
  readonly vendor: string;
  /** `account/workspace`. */
  readonly where: string;
  /** The endpoint, without ids: `POST /v3/templates`. */
  readonly call: string;
}

/** A call that the vendor may or may not have carried out: there was no answer, or one that makes no sense. */
export class OutcomeUnknown extends ProviderError {
  /** What became of the call, in a few words. */
  readonly brief: string;

  constructor(message: string, brief = message) {
    super('unavailable', message);
    this.name = 'OutcomeUnknown';
    this.brief = brief;
  }
}

/** An error answer of the vendor; `status` is its HTTP status. */
export class VendorError extends ProviderError {
  readonly status: number;

  constructor(failure: ProviderFailure, status: number, message: string, retryAfter?: number) {
    super(failure, message, retryAfter === undefined ? {} : { retryAfter });
    this.name = 'VendorError';
    this.status = status;
  }
}

const deployAgain = 'Deploy again later: what is done stays done.';

/** What to do next, by kind of failure. */
const advice: Partial<Record<ProviderFailure, string>> = {
  credentials: 'Check the key and its rights.',
  'not-found': 'Check at the vendor whether it still exists.',
  rejected: 'Change the message, and deploy again.',
  'rate-limited': deployAgain,
  unavailable: deployAgain,
  quota: 'Make room at the vendor, and deploy again.',
};

/**
 * The kind of failure that a status stands for at every vendor. A driver's own reading of the body takes precedence.
 */
export function failureOf(status: number): ProviderFailure {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status >= 500 || status < 400) return 'unavailable';
  return 'rejected';
}

/** An error answer. */
interface Refusal {
  readonly status: number;
  readonly failure: ProviderFailure;
  /** The vendor's words, already made harmless. */
  readonly words: string;
  readonly retryAfter: number | undefined;
}

/** Makes an error of an error answer. */
export function answerError({ vendor, where, call }: About, { status, failure, words, retryAfter }: Refusal) {
  const said = words === '' ? '' : `: “${words}”`;
  const isBusy = failure === 'unavailable' || failure === 'rate-limited';
  const next = (isBusy ? deployAgainIn(retryAfter) : undefined) ?? advice[failure] ?? deployAgain;
  const message = `${where}: ${vendor} ${isBusy ? 'answers' : 'refuses'} ${call} with ${status}${said}. ${next}`;
  return new VendorError(failure, status, message, retryAfter);
}

/**
 * The advice where the vendor asks for a wait of more than a minute: in minutes, so that one cause reads the same
 * everywhere.
 */
function deployAgainIn(seconds: number | undefined): string | undefined {
  if (seconds === undefined || seconds <= 60) return undefined;
  const minutes = Math.ceil(seconds / 60);
  return `The vendor asks to wait for ${minutes} minutes: deploy again then. What is done stays done.`;
}

/** Makes an error of a call that has no usable answer; `what` completes “SendGrid …”. */
export function noAnswer({ vendor, where, call }: About, what: string): OutcomeUnknown {
  return new OutcomeUnknown(`${where}: ${vendor} ${what} (${call}). ${deployAgain}`, `it ${what}`);
}
