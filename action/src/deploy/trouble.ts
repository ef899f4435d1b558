import { GuardError, UserError } from '../diagnostics/errors.ts';
import { ProviderError, type ProviderFailure } from '../providers/errors.ts';
import type { MessageOutcome } from './contract.ts';

/** A guard's objection to one workspace or message: nothing is written there, and everything else goes on. */
export class Refusal extends Error {
  override name = 'Refusal';
}

export interface Trouble {
  readonly outcome: MessageOutcome;
  readonly error: string;
  /** The kind of failure, where a call to a vendor failed. */
  readonly failure?: ProviderFailure;
}

/** What an error means for the messages concerned; undefined when the whole run must stop. */
export function classify(error: unknown): Trouble | undefined {
  if (error instanceof Refusal) return { outcome: 'refused', error: error.message };
  if (error instanceof ProviderError) {
    const { failure, message } = error;
    return { outcome: failure === 'identity' ? 'refused' : 'failed', error: message, failure };
  }
  // A GuardError here comes from the ledger and means that the lock is lost.
  if (error instanceof UserError && !(error instanceof GuardError)) {
    return { outcome: 'failed', error: error.fix ? `${error.message} ${error.fix}` : error.message };
  }
  return undefined;
}
