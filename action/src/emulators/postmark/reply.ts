import type { Json, JsonObject } from '../../digest.ts';
import type { Reply } from '../vendor.ts';

/**
 * Error codes by meaning: postmarkapp.com, “API error codes”. The documentation gives status 422 for all but a bad
 * token.
 *
 * From memory, unverified: the exact words; that an alias in use and a syntax error are 1122 (the words for an alias in
 * use are the vendor's: github.com/ActiveCampaign/postmark-cli, issue 33); that a missing body is 1109 for a change
 * too; the answer for an unknown address; the code beside a status that a fault asks for.
 */
export const codes = {
  badToken: 10,
  maintenance: 100,
  other: 300,
  invalidJson: 402,
  tooMany: 429,
  query: 1100,
  notFound: 1101,
  limit: 1105,
  noData: 1109,
  missing: 1120,
  tooLarge: 1121,
  invalid: 1122,
} as const;

type Code = keyof typeof codes;

export function ok(body: Json): Reply {
  return { status: 200, body };
}

/** A refusal: `{ ErrorCode, Message }` with the status that belongs to the code. */
export function refused(code: Code, message: string): Reply {
  const status = code === 'badToken' ? 401 : code === 'tooMany' ? 429 : 422;
  return { status, body: { ErrorCode: codes[code], Message: message } };
}

export const noSuchAddress: Reply = { status: 404, body: { ErrorCode: codes.other, Message: 'Not found.' } };

/** The body of an error that a fault asks for. */
export function errorBody(status: number, words: string): JsonObject {
  const code: Code =
    status === 401 ? 'badToken' : status === 429 ? 'tooMany' : status === 503 ? 'maintenance' : 'other';
  return { ErrorCode: codes[code], Message: words };
}
