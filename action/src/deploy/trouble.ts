import { GuardError, UserError } from '../diagnostics/errors.ts';
import { ProviderError } from '../providers/errors.ts';
import type { MessageOutcome } from './contract.ts';

/** A guard's word on one workspace or message: nothing is written there, everything else goes on. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** What an error means for the messages that it concerns; undefined when the whole run must stop. */
export function classify(error: unknown): { outcome: MessageOutcome; error: string } | undefined {
  if (error instanceof Refusal) return { outcome: 'refused', error: error.message };
  if (error instanceof ProviderError) {
    return { outcome: error.failure === 'identity' ? 'refused' : 'failed', error: error.message };
  }
  // A guard's error of the ledger means that the lock is lost.
  if (error instanceof UserError && !(error instanceof GuardError)) {
    return { outcome: 'failed', error: error.fix ? `${error.message} ${error.fix}` : error.message };
  }
  return undefined;
}
