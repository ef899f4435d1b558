import type { Json, JsonObject } from '../../digest.ts';
import type { Reply } from '../vendor.ts';

export function ok(body: Json): Reply {
  return { status: 200, body };
}

export const noContent: Reply = { status: 204 };

export function failure(status: number, field: string | null, message: string): Reply {
  return { status, body: errorBody(field, message) };
}

/** An error body: the vendor's API description, `ErrorResponse`. */
export function errorBody(field: string | null, message: string): JsonObject {
  return { errors: [{ field, message }] };
}

export function notFound(): Reply {
  return failure(404, null, 'resource not found');
}
