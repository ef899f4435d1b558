import type { JsonObject } from '../../digest.ts';
import type { Reply } from '../vendor.ts';

/** A successful answer: `{ message: "success", … }` (the vendor's API reference). */
export function success(status: number, body: JsonObject): Reply {
  return { status, body: { ...body, message: 'success' } };
}

/** An error answer `{ message }`, which has nothing but words: the vendor's API reference, “Errors”. */
export function failure(status: number, message: string): Reply {
  return { status, body: errorBody(message) };
}

export function errorBody(message: string): JsonObject {
  return { message };
}
