import type { Json } from '../digest.ts';

/** A request as an emulated vendor sees it. */
export interface VendorRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body's JSON; undefined for none, `'nonsense'` for what is not JSON. */
  readonly body: Json | undefined | 'nonsense';
  /** Where the vendor is reached: for addresses in answers. */
  readonly origin: string;
}

/** The token of an `Authorization: Bearer` header; empty where there is none. */
export function bearerOf({ headers }: VendorRequest): string {
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
}

export interface Reply {
  readonly status: number;
  /** Absent: an answer without a body. */
  readonly body?: Json;
}

/** Whose request it is, as far as its headers say. */
export interface Caller {
  /** The credential, for limits per key. */
  readonly key: string;
  /** The workspace that is acted in; undefined where the request is refused. */
  readonly workspace: string | undefined;
}

/** What an emulated vendor must be able to say; the kernel does the rest. */
export interface EmulatedVendor {
  readonly name: string;
  /** Whether its answers carry `X-RateLimit-*`. */
  readonly tellsLimits: boolean;
  caller(request: VendorRequest): Caller;
  handle(request: VendorRequest): Reply;
  /** The answer to a call above the limit. */
  tooMany(): Reply;
  /** Its kind of body for an error, with these words in it. */
  errorBody(this: void, status: number, words: string): Json;
  /**
   * Makes a workspace, as somebody would in the vendor's console, with what messages of these topics need there where the
   * vendor has something for topics.
   */
  addWorkspace(name: string, topics?: readonly string[]): void;
  /** What a workspace holds, for people and tests; undefined where there is none of that name. */
  contents(workspace: string): Json | undefined;
  workspaces(): readonly string[];
}

/** What an emulated vendor may know of the world. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds until a listing shows what was created, or no longer shows what was deleted. */
  readonly listingDelay: number;
}
