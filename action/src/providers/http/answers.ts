import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import { OutcomeUnknown, VendorError } from './failure.ts';

const plainId = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Whether a vendor's id can stand in a path or a query as it is: it has nothing that could lead to another endpoint.
 */
export function isPlainId(id: string): boolean {
  return plainId.test(id);
}

/** Helpers to read a vendor's successful answers, which need not look as its documentation says. */
export function answersOf(vendor: string) {
  /** The error for an answer that does not tell what was done; `what` completes “Braze answers with …”. */
  function nonsense(what: string): OutcomeUnknown {
    return new OutcomeUnknown(`${vendor} answers with ${what}. Deploy again later.`);
  }

  /** Asserts that an answer, or a part of one, is an object. */
  function object(answer: Json | undefined): JsonObject {
    if (isObject(answer)) return answer;
    throw nonsense('something other than what was asked for');
  }

  return { nonsense, object };
}

/**
 * A handler for `catch` where the vendor may say that the object does not exist; it throws any other error again. An
 * empty successful answer does not count as missing: the object would be created a second time.
 */
export function orMissing(error: unknown): 'missing' {
  if (error instanceof VendorError && error.failure === 'not-found') return 'missing';
  throw error;
}
