import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import { OutcomeUnknown, VendorError } from './failure.ts';

const plainId = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Whether an id of the vendor's can stand in a path or a query: nothing that could lead to another endpoint. */
export function isPlainId(id: string): boolean {
  return plainId.test(id);
}

/** Reads a vendor's answers of success, which need not be what its documentation has there. */
export function answersOf(vendor: string) {
  /** The error for such an answer, which does not tell what was done; `what` completes “Braze answers with …”. */
  function nonsense(what: string): OutcomeUnknown {
    return new OutcomeUnknown(`${vendor} answers with ${what}. Deploy again later.`);
  }

  /** An answer, or a part of one, that has to be an object. */
  function object(answer: Json | undefined): JsonObject {
    if (isObject(answer)) return answer;
    throw nonsense('something else than it was asked for');
  }

  return { nonsense, object };
}

/**
 * For `catch`, where the vendor may say that there is no such thing; any other error is thrown again. An answer of
 * success that is empty says nothing of the kind: taken for a missing object it would be made a second time.
 */
export function orMissing(error: unknown): 'missing' {
  if (error instanceof VendorError && error.failure === 'not-found') return 'missing';
  throw error;
}
