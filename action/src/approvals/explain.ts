import type { History } from './history.ts';
import type { Candidate, Heads, Judgement, Renderings, Unapproved } from './judge.ts';
import { concerns, type Question } from './question.ts';
import { AskingFailed } from './source.ts';

/** Why a message is not approved, and what to do about it: two sentences without their full stops. */
export interface Explanation {
  readonly why: string;
  readonly fix: string;
}

/**
 * How many pull requests are rendered to see whether approving them would help: the newest, as they are the likeliest.
 */
const mostTried = 10;

export interface ExplainInput {
  readonly history: History;
  readonly renderings: Renderings;
  readonly heads: Heads;
  readonly now: Date;
}

/** The remedy that always works. */
const byPullRequest = 'Open a pull request that changes the message, have it previewed and approved, and merge it';

/** Explains why each unapproved message of a judgement is not approved, and what to do about it. */
export async function explain(judgement: Judgement, input: ExplainInput): Promise<Map<Question, Explanation>> {
  const found = new Map<Question, Explanation>();
  const left = new Set(judgement.unapproved.map(({ question }) => question));
  for (const candidate of judgement.candidates.slice(0, mostTried)) {
    if (left.size === 0) break;
    for (const question of await approvableBy(candidate, left, judgement, input)) {
      found.set(question, approve(candidate));
      left.delete(question);
    }
  }
  for (const question of left) found.set(question, otherwise(question, judgement, input));
  return found;
}

/**
 * The messages that would be approved if the pull request were approved now, judged by what its head renders to on top
 * of the commit it was merged onto. Empty when GitHub cannot be asked.
 */
async function approvableBy(
  { merged }: Candidate,
  left: ReadonlySet<Question>,
  { pulls }: Judgement,
  { history, renderings, heads, now }: ExplainInput,
): Promise<Question[]> {
  const { pull, index } = merged;
  const concerned = [...left].filter(({ end }) => index < end);
  if (concerned.length === 0 || !pulls) return [];
  try {
    const base = history.commits[await pulls.ontoOf(merged)];
    if (!base || !(await heads.have(pull.number, pull.head))) return [];
    const approvable = renderings.approvedBy(base.id, pull.head, now, concerned);
    return typeof approvable === 'string' ? [] : [...approvable];
  } catch (error) {
    if (error instanceof AskingFailed) return [];
    throw error;
  }
}

function approve({ merged: { pull }, notes }: Candidate): Explanation {
  const why = notes.length > 0 ? notes.join(', ') : 'nobody has approved it';
  return {
    why: `it comes from #${pull.number}: ${why}`,
    fix: `Have somebody other than its author approve #${pull.number} at its current head ${short(pull.head)}, then run this again`,
  };
}

function otherwise(question: Question, judgement: Judgement, { history }: ExplainInput): Explanation {
  const { failure, ranOut, direct, candidates, pulls } = judgement;
  if (!pulls) return cannotAsk;
  if (failure) return { why: `GitHub could not be asked: ${failure.message}`, fix: withoutStop(failure.fix) };
  const isBeyond = history.isCutOff && question.end > history.commits.length;
  if (isBeyond && history.isShallow) return shallow;
  const concerned = (index: number): boolean => {
    const touched = history.touched(index);
    return index < question.end && touched !== undefined && concerns(touched, question);
  };
  const pushed = direct.find(concerned);
  const numbers = candidates
    .filter(({ merged }) => concerned(merged.index))
    .map(({ merged }) => `#${merged.pull.number}`);
  if (pushed !== undefined) {
    const commit = short(history.commits[pushed]!.id);
    return {
      why: `${commit} belongs to no pull request`,
      fix: `Revert ${commit}, and reapply it in a pull request`,
    };
  }
  if (ranOut || isBeyond) return tooFar;
  if (numbers.length > 0) {
    return {
      why: `none of ${numbers.slice(0, 5).join(', ')} renders to it${numbers.length > 5 ? ', nor does any older one' : ''}`,
      fix: byPullRequest,
    };
  }
  return {
    why: 'no commit since its last deployment changed its files',
    fix: byPullRequest,
  };
}

const cannotAsk: Explanation = {
  why: 'GitHub cannot be asked who approved it',
  fix: 'Deploy with the workflow, or set GITHUB_TOKEN to a token that may read pull requests, and GITHUB_REPOSITORY to owner/name',
};
const shallow: Explanation = {
  why: 'this clone lacks the history that shows who approved it',
  fix: 'Fetch it (git fetch --unshallow); in a workflow, check out with fetch-depth: 0',
};
const tooFar: Explanation = {
  why: 'its approval is further back in the history than the search goes',
  fix: byPullRequest,
};

function short(commit: string): string {
  return commit.slice(0, 7);
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** Merges the explanations of several messages into one, without repetitions. */
export function together(explanations: readonly Explanation[]): Explanation {
  const unique = [...new Map(explanations.map((one) => [`${one.why}\n${one.fix}`, one])).values()];
  const whys = [...new Set(unique.map(({ why }) => why))];
  const fixes = [...new Set(unique.map(({ fix }) => fix))];
  return { why: whys.join('; '), fix: fixes.join('. ') };
}

export function explainedBy(found: ReadonlyMap<Question, Explanation>, unapproved: readonly Unapproved[]): Explanation {
  return together(unapproved.flatMap(({ question }) => found.get(question) ?? []));
}
