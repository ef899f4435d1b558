import type { Json } from '../digest.ts';

/** A request as an emulated vendor sees it. */
export interface VendorRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body's JSON; undefined where there is none, `'nonsense'` where it is not JSON. */
  readonly body: Json | undefined | 'nonsense';
  /** The vendor's origin, for addresses in answers. */
  readonly origin: string;
}

/** The token of an `Authorization: Bearer` header; empty where there is none. */
export function bearerOf({ headers }: VendorRequest): string {
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
}

export interface Reply {
  readonly status: number;
  /** Absent for an answer without a body. */
  readonly body?: Json;
}

/** Who makes a request, as far as its headers tell. */
export interface Caller {
  /** The credential, for limits per key. */
  readonly key: string;
  /** The workspace that the request acts in; undefined where the request is refused. */
  readonly workspace: string | undefined;
}

/** What is particular to an emulated vendor; the kernel does the rest. */
export interface EmulatedVendor {
  readonly name: string;
  /** Whether its answers carry `X-RateLimit-*`. */
  readonly tellsLimits: boolean;
  caller(request: VendorRequest): Caller;
  handle(request: VendorRequest): Reply;
  /** The answer to a call above the limit. */
  tooMany(): Reply;
  /** The vendor's kind of error body, with these words in it. */
  errorBody(this: void, status: number, words: string): Json;
  /**
   * Creates a workspace, as somebody would in the vendor's console. Where the vendor has a notion of topics, the
   * workspace gets what messages of these topics need.
   */
  addWorkspace(name: string, topics?: readonly string[]): void;
  /** What a workspace holds, for people and tests; undefined where none has that name. */
  contents(workspace: string): Json | undefined;
  workspaces(): readonly string[];
}

/** What an emulated vendor may know about the world. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds until a listing shows what was created, or no longer shows what was deleted. */
  readonly listingDelay: number;
}
