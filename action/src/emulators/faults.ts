/** The ways in which an answer can go wrong. */
export const faultKinds = [
  'status', // an error status with the vendor's kind of body
  'silence', // no answer at all
  'reset', // the connection is cut
  'html', // a page of a proxy, with the status asked for or 200
  'nonsense', // JSON that is cut off, with 200
  'empty', // 200, and nothing
  'slow-body', // the body comes in two halves with a long time between them
  'redirect', // an answer that leads elsewhere
] as const;

/** What goes wrong, for which requests, and how often. */
export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  /** Requests in this workspace alone. */
  readonly workspace?: string;
  readonly method?: string;
  /** Requests whose path begins like this. */
  readonly path?: string;
  /** How many requests; all of them when absent. */
  readonly times?: number;
  /** Requests that are let through first. */
  readonly skip?: number;
  /** Whether the request is carried out all the same, and only its answer goes wrong. */
  readonly carriedOut?: boolean;
  /** Of `status` and `html`. */
  readonly status?: number;
  /** `Retry-After` of the answer: seconds, or a date. */
  readonly retryAfter?: string;
  /** The vendor's words in the answer. */
  readonly words?: string;
  /** Milliseconds of `slow-body`; 60,000 when absent. */
  readonly delay?: number;
}

/** The faults in force. */
export class Faults {
  #entries: { readonly fault: Fault; left: number; skip: number }[] = [];

  add(fault: Fault): void {
    this.#entries.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#entries = [];
  }

  /** Those that are not used up. */
  list(): readonly Fault[] {
    return this.#entries.filter(({ left }) => left > 0).map(({ fault }) => fault);
  }

  /** The fault that befalls a request; it is used up by that. */
  strike(request: { method: string; path: string; workspace: string | undefined }): Fault | undefined {
    const entry = this.#entries.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.workspace === undefined || fault.workspace === request.workspace) &&
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || request.path.startsWith(fault.path)),
    );
    if (!entry) return undefined;
    if (entry.skip > 0) {
      entry.skip -= 1;
      return undefined;
    }
    entry.left -= 1;
    return entry.fault;
  }
}
