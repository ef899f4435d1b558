/** A GitHub user, reduced to what approvals depend on. */
export interface Person {
  /** Stays the same when the login changes. */
  readonly id: number;
  readonly login: string;
  /** False for bots, organisations and the placeholders of imports. */
  readonly isUser: boolean;
}

/** A pull request. `author` is undefined where the account has been deleted. */
export interface PullRequest {
  readonly number: number;
  readonly author: Person | undefined;
  /** The tip of its branch. */
  readonly head: string;
  /** Whether its target is, or was, the default branch. */
  readonly intoDefault: boolean;
  /** The commit that the merge left at the tip of the default branch; undefined unless it is merged. */
  readonly mergeCommit: string | undefined;
  /** Milliseconds since 1970; undefined unless it is merged. */
  readonly mergedAt: number | undefined;
}

/**
 * A review of a pull request in its present state: one that was dismissed says so. `reviewer` is undefined where the
 * account has been deleted.
 */
export interface Review {
  readonly id: number;
  readonly reviewer: Person | undefined;
  readonly state: 'approved' | 'changes-requested' | 'dismissed' | 'other';
  /** The head that was reviewed; undefined where GitHub no longer knows. */
  readonly commit: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Everything about approvals that GitHub is asked and trusted for. Every method throws AskingFailed. */
export interface ApprovalSource {
  /** The pull requests that GitHub associates with a commit of the default branch, merged or not. */
  pullsOf(commit: string): Promise<readonly PullRequest[]>;
  pull(number: number): Promise<PullRequest>;
  /** All of them, in any order. */
  reviews(number: number): Promise<readonly Review[]>;
  /** The times at which the pull request was pointed at another branch, in milliseconds since 1970. */
  retargeted(number: number): Promise<readonly number[]>;
  mayWrite(person: Person): Promise<boolean>;
}

/** GitHub could not be asked: nothing is known to be approved, and nothing is known not to be. */
export class AskingFailed extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'AskingFailed';
    this.fix = fix;
  }
}
