import type { Json, JsonObject } from '../../digest.ts';
import type { Reply } from '../vendor.ts';

/** The codes of the vendor's API description, `IterableApiResponse`, that are used here. */
export type Code =
  | 'BadApiKey'
  | 'BadJsonBody'
  | 'BadParams'
  | 'Forbidden'
  | 'GenericError'
  | 'InvalidEmailAddressError'
  | 'NotFound'
  | 'RateLimitExceeded';

/** The code that usually comes with a status: the vendor's article “API Response Codes”. */
const usual: Readonly<Record<number, Code>> = {
  401: 'BadApiKey',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'RateLimitExceeded',
};

export function ok(body: Json): Reply {
  return { status: 200, body };
}

export function done(msg: string): Reply {
  return ok({ msg, code: 'Success', params: null });
}

export function failure(status: number, code: Code, msg: string): Reply {
  return { status, body: errorBody(code, msg) };
}

export function wrong(msg: string): Reply {
  return failure(400, 'BadParams', msg);
}

export function notFound(msg = 'Not found'): Reply {
  return failure(404, 'NotFound', msg);
}

export function errorBody(code: Code, msg: string): JsonObject {
  return { msg, code, params: null };
}

export function codeOf(status: number): Code {
  return usual[status] ?? (status >= 500 ? 'GenericError' : 'BadParams');
}
