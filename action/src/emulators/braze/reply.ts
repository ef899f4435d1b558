import type { JsonObject } from '../../digest.ts';
import type { Reply } from '../vendor.ts';

/** `{ message: "success", … }`: the vendor's API reference. */
export function success(status: number, body: JsonObject): Reply {
  return { status, body: { ...body, message: 'success' } };
}

/** `{ message }`, in words alone: the vendor's API reference, “Errors”. */
export function failure(status: number, message: string): Reply {
  return { status, body: errorBody(message) };
}

export function errorBody(message: string): JsonObject {
  return { message };
}
