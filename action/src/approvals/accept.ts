import type { Person, PullRequest, Review } from './source.ts';

/** An approval of a head commit that counts. */
export interface Approval {
  readonly by: Person;
  readonly head: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A review that is not an approval, and why: `mona approved it, and cannot approve a pull request of her own`. */
export interface VoidReview {
  readonly why: string;
}

/**
 * Sorts a pull request's reviews into those that can be approvals and those that cannot. Of each person, only the
 * latest review that takes a stand is considered (comments take none). It is an approval if it approves, has not been
 * dismissed, and is neither the author's nor a bot's. Whether its author may write to the repository is asked
 * afterwards, and only of the approvals found here.
 *
 * @param retargeted when the pull request was pointed at another branch, in milliseconds since 1970: reviews from
 *   before that approved something else
 */
export function approvalsAmong(
  pull: Pick<PullRequest, 'author'>,
  reviews: readonly Review[],
  retargeted: readonly number[],
): { approvals: Approval[]; voids: VoidReview[] } {
  const approvals: Approval[] = [];
  const voids: VoidReview[] = [];
  for (const review of stands(reviews)) {
    const why = whyVoid(pull, review, retargeted);
    if (why !== undefined) voids.push({ why });
    else approvals.push({ by: review.reviewer!, head: review.commit!, at: review.at });
  }
  return { approvals, voids };
}

/** Each person's latest review that takes a stand, newest first. */
function stands(reviews: readonly Review[]): Review[] {
  const latest = new Map<number, Review>();
  const inOrder = reviews
    .filter((review) => review.state !== 'other')
    .toSorted((a, b) => a.at - b.at || a.id - b.id)
    .reverse();
  for (const review of inOrder) {
    const person = review.reviewer?.id ?? -review.id;
    if (!latest.has(person)) latest.set(person, review);
  }
  return [...latest.values()];
}

function whyVoid(
  { author }: Pick<PullRequest, 'author'>,
  { reviewer, state, commit, at }: Review,
  retargeted: readonly number[],
): string | undefined {
  if (!reviewer) return 'a deleted GitHub account reviewed it';
  const { login } = reviewer;
  if (state === 'changes-requested') return `${login} asked for changes`;
  if (state !== 'approved') return `the review of ${login} was dismissed`;
  if (!reviewer.isUser) return `${login} is a bot, and approvals by bots do not count`;
  if (reviewer.id === author?.id) return `${login} cannot approve a pull request of their own`;
  if (commit === undefined) return `GitHub no longer knows which commit ${login} approved`;
  if (retargeted.some((moment) => moment >= at)) {
    return `it was pointed at another branch after ${login} approved it`;
  }
  return undefined;
}
