import type { DiagnosticItem } from '../../generated/index.ts';
import type { Review } from '../../review/review.ts';

/** Everything that is said about a change on GitHub: in the comment, in the check run and in the job summary. */
export interface ReviewReport {
  readonly outcome: ReviewOutcome;
  readonly about: ReviewAbout;
}

/** What reviewing a change came to. Only `reviewed` may ever be read as “nothing changes”. */
export type ReviewOutcome =
  /** `diagnostics` are the warnings. */
  | { readonly kind: 'reviewed'; readonly review: Review; readonly diagnostics: readonly DiagnosticItem[] }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly DiagnosticItem[] }
  /** The change cannot be merged into its base without deciding between the two; the paths where. */
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  /** The change is bigger, or takes longer, than what is reviewed. Sentences. */
  | { readonly kind: 'over-limits'; readonly message: string; readonly fix?: string }
  /** Anything else: a bug, a vendor or a disk that fails. */
  | { readonly kind: 'failed'; readonly message: string; readonly fix?: string };

export interface ReviewAbout {
  /** Full ids of the commits compared; undefined where it was not found out. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** How long it took. */
  readonly seconds: number;
  /** Where in its git repository the folder is that diagnostics' files are relative to; empty for the top. */
  readonly folder: string;
  /** Addresses of the job's log and of the reviewer's guide. */
  readonly links: { readonly log?: string; readonly guide?: string };
  /** Undefined where nothing is known of approvals. */
  readonly approval?: ApprovalState;
}

export interface ApprovalState {
  /** Of the base commit; unknown where that has no configuration that can be read. */
  readonly policy: 'off' | 'warn' | 'require' | 'unknown';
  /** Logins whose approving review of the head counts. */
  readonly approvedBy: readonly string[];
  /** Login of the author, whose own approval does not count. */
  readonly author?: string;
  /** Messages of this commit that no counting review covers; in the merge queue, where it is known. */
  readonly unapproved?: number;
}
