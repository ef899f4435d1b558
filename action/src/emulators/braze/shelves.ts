import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Reply, VendorRequest } from '../vendor.ts';
import { failure, success } from './reply.ts';
import type { Shelf, Stored } from './store.ts';

/** What distinguishes the endpoints of one kind of object from those of another. */
export interface KindRules {
  /** The vendor's word for the kind in error messages. */
  readonly word: string;
  readonly idField: string;
  readonly items: string;
  /** The fields that can be written. */
  readonly writable: readonly string[];
  /** An object as listings show it. */
  lean(stored: Stored): JsonObject;
  full(stored: Stored): JsonObject;
  /** The problem with fields that are to be written, if any; `stored` is absent for a new object. */
  problem(fields: JsonObject, shelf: Shelf, stored: Stored | undefined): string | undefined;
}

/** `limit` is 100 by default and at most 1,000; `offset` must be above 0 (the vendor's API reference). */
const page = { usual: 100, most: 1000 } as const;

/** Handles `…/create`, `…/update`, `…/list` and `…/info` for one kind of object. */
export function shelf(rules: KindRules, things: Shelf, action: string, request: VendorRequest): Reply {
  switch (`${request.method} ${action}`) {
    case 'GET list':
      return list(rules, things, request.query);
    case 'GET info': {
      const stored = things.find(request.query.get(rules.idField) ?? '');
      return stored ? success(200, rules.full(stored)) : invalidId(rules);
    }
    case 'POST create':
      return create(rules, things, request.body);
    case 'POST update':
      return update(rules, things, request.body);
    default:
      return failure(404, 'Not Found');
  }
}

function list({ items, lean, word }: KindRules, things: Shelf, query: URLSearchParams): Reply {
  const limit = query.get('limit') === null ? page.usual : Number(query.get('limit'));
  const offset = query.get('offset') === null ? undefined : Number(query.get('offset'));
  if (!Number.isInteger(limit)) return failure(400, `${word} number limit is invalid.`);
  if (limit < 1) return failure(400, `${word} number limit must be greater than 0.`);
  if (limit > page.most) return failure(400, `${word} number limit exceeds maximum of ${page.most}.`);
  if (offset !== undefined && !Number.isInteger(offset)) return failure(400, 'Offset is invalid.');
  if (offset !== undefined && offset < 1) return failure(400, 'Offset must be greater than 0.');
  const from = offset ?? 0;
  const shown = things.listed().slice(from, from + limit);
  return success(200, { count: shown.length, [items]: shown.map(lean) });
}

function create(rules: KindRules, things: Shelf, body: VendorRequest['body']): Reply {
  const fields = writable(rules, body);
  const wrong = fields ? rules.problem(fields, things, undefined) : 'Request body is invalid.';
  if (!fields || wrong) return failure(400, wrong ?? '');
  const made = things.add(fields);
  return success(201, { [rules.idField]: made.id, created_at: made.created });
}

function update(rules: KindRules, things: Shelf, body: VendorRequest['body']): Reply {
  const fields = writable(rules, body);
  if (!fields) return failure(400, 'Request body is invalid.');
  const id = isObject(body) ? body[rules.idField] : undefined;
  const stored = typeof id === 'string' ? things.find(id) : undefined;
  if (!stored) return invalidId(rules);
  const wrong = rules.problem(fields, things, stored);
  if (wrong) return failure(400, wrong);
  things.change(stored, fields);
  return success(200, { [rules.idField]: stored.id, created_at: stored.created });
}

function writable(rules: KindRules, body: VendorRequest['body']): JsonObject | undefined {
  if (!isObject(body)) return undefined;
  return Object.fromEntries(Object.entries(body).filter(([name]) => rules.writable.includes(name)));
}

/** The answer for an unknown id. It is documented for content blocks; the status is from memory, unverified. */
function invalidId({ word }: KindRules): Reply {
  return failure(400, `${word} ID is invalid for this workspace.`);
}
