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
  /** Only requests in this workspace. */
  readonly workspace?: string;
  readonly method?: string;
  /** Only requests whose path begins with this. */
  readonly path?: string;
  /** How many requests it affects; all of them by default. */
  readonly times?: number;
  /** How many requests are let through first. */
  readonly skip?: number;
  /** Whether the request is carried out nevertheless, so that only its answer goes wrong. */
  readonly carriedOut?: boolean;
  /** The status of the kinds `status` and `html`. */
  readonly status?: number;
  /** The `Retry-After` of the answer: seconds, or a date. */
  readonly retryAfter?: string;
  /** The vendor's words in the answer. */
  readonly words?: string;
  /** The delay of `slow-body` in milliseconds; 60,000 by default. */
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

  /** The faults that are not used up. */
  list(): readonly Fault[] {
    return this.#entries.filter(({ left }) => left > 0).map(({ fault }) => fault);
  }

  /** The fault that a request meets, if any. This uses up one of the fault's times, or of the requests it skips. */
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
