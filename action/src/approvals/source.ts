/** A user of GitHub, as far as approvals go. */
export interface Person {
  /** Stays the same when the login changes. */
  readonly id: number;
  readonly login: string;
  /** Not a bot, an organisation or a placeholder of an import. */
  readonly isUser: boolean;
}

/** A pull request. A person is undefined where the account has been deleted. */
export interface PullRequest {
  readonly number: number;
  readonly author: Person | undefined;
  /** The tip of its branch. */
  readonly head: string;
  /** Whether it goes, or went, into the default branch. */
  readonly intoDefault: boolean;
  /** The commit that the merge left at the tip of the default branch; undefined unless it is merged. */
  readonly mergeCommit: string | undefined;
  /** Milliseconds since 1970; undefined unless it is merged. */
  readonly mergedAt: number | undefined;
}

/** A review of a pull request, as it is now: a dismissed one says so. */
export interface Review {
  readonly id: number;
  readonly reviewer: Person | undefined;
  readonly state: 'approved' | 'changes-requested' | 'dismissed' | 'other';
  /** The head that was reviewed; undefined where GitHub no longer knows. */
  readonly commit: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is asked of GitHub about approvals, and all that is believed of it. Every method throws AskingFailed. */
export interface ApprovalSource {
  /** The pull requests that a commit of the default branch came with, merged or not. */
  pullsOf(commit: string): Promise<readonly PullRequest[]>;
  pull(number: number): Promise<PullRequest>;
  /** All of them, in any order. */
  reviews(number: number): Promise<readonly Review[]>;
  /** When the pull request was pointed at another branch: milliseconds since 1970. */
  retargeted(number: number): Promise<readonly number[]>;
  mayWrite(person: Person): Promise<boolean>;
}

/** GitHub could not be asked. Nothing is approved by that, and nothing is known not to be. */
export class AskingFailed extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = 'AskingFailed';
    this.fix = fix;
  }
}
