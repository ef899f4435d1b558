import type { DiagnosticItem } from '../../generated/index.ts';
import type { Review } from '../../review/review.ts';

/** What the comment, the check run and the job summary are written from. */
export interface ReviewReport {
  readonly outcome: ReviewOutcome;
  readonly about: ReviewAbout;
}

/** What the review of a change came to. Only `reviewed` may ever be read as “nothing changes”. */
export type ReviewOutcome =
  /** `diagnostics` has the warnings. */
  | { readonly kind: 'reviewed'; readonly review: Review; readonly diagnostics: readonly DiagnosticItem[] }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly DiagnosticItem[] }
  /** The change conflicts with its base in these paths. */
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  /** The change is too big to review, or takes too long. `message` and `fix` are sentences. */
  | { readonly kind: 'over-limits'; readonly message: string; readonly fix?: string }
  /** Anything else: a bug, a vendor or a disk that fails. */
  | { readonly kind: 'failed'; readonly message: string; readonly fix?: string };

export interface ReviewAbout {
  /** Full ids of the commits compared; undefined where they are not known. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** How long the review took. */
  readonly seconds: number;
  /** The folder in its git repository that the files of diagnostics are relative to; empty for the top. */
  readonly folder: string;
  /** Addresses of the job's log and of the guide for reviewers. */
  readonly links: { readonly log?: string; readonly guide?: string };
  /** Undefined where nothing is known about approvals. */
  readonly approval?: ApprovalState;
}

export interface ApprovalState {
  /** The policy of the base commit; `unknown` where that has no readable configuration. */
  readonly policy: 'off' | 'warn' | 'require' | 'unknown';
  /** The logins of those whose approving review of the head counts. */
  readonly approvedBy: readonly string[];
  /** The login of the author, whose own approval does not count. */
  readonly author?: string;
  /** The number of messages that no counting review covers; only in the merge queue, where that is known. */
  readonly unapproved?: number;
}
