import type { Approval } from './accept.ts';
import type { History } from './history.ts';
import { type ApprovalPolicy, policyFor, type Reign } from './policy.ts';
import { type Merged, Pulls } from './pulls.ts';
import { concerns, type Question } from './question.ts';
import { type ApprovalSource, AskingFailed } from './source.ts';

/** What commits render to with this engine. */
export interface Renderings {
  /**
   * Those of the messages that merging a head into a base makes what they are planned to be, and that the base has
   * otherwise, at a moment; or why the head renders to nothing that can be approved.
   */
  approvedBy(base: string, head: string, now: Date, questions: readonly Question[]): ReadonlySet<Question> | string;
  /** Whether the planned files have a message otherwise than a commit. */
  cameAfter(commit: string, question: Question): boolean;
  /** Those of the messages that a commit's own files render to as they are planned, with nothing in them having run out since. */
  alreadyIn(commit: string, questions: readonly Question[]): ReadonlySet<Question>;
}

/** Brings commits of pull requests into the clone. */
export interface Heads {
  /** Whether the commit is there, or could be had. */
  have(pull: number, commit: string): Promise<boolean>;
}

export interface JudgeInput {
  readonly history: History;
  readonly reigns: readonly Reign[];
  readonly renderings: Renderings;
  readonly heads: Heads;
  /** Undefined where GitHub cannot be asked at all. */
  readonly source: ApprovalSource | undefined;
  readonly now: Date;
  /** Commits that GitHub is asked about at most: a token has 1,000 calls an hour, for everything. */
  readonly mostAsked: number;
}

/** A message that nobody approved. */
export interface Unapproved {
  readonly question: Question;
  readonly policy: Exclude<ApprovalPolicy, 'off'>;
}

/** A pull request that came with a commit in question, and what its approvals came to. */
export interface Candidate {
  readonly merged: Merged;
  readonly onto: number;
  /** Why its reviews do not count for more. */
  readonly notes: readonly string[];
}

/** Everything that was found out on the way. */
export interface Judgement {
  readonly unapproved: readonly Unapproved[];
  /** The newest first. */
  readonly candidates: readonly Candidate[];
  /** Indexes of commits that came with no pull request. */
  readonly direct: readonly number[];
  readonly failure: AskingFailed | undefined;
  /** Whether there were more commits than are asked about. */
  readonly ranOut: boolean;
  readonly pulls: Pulls | undefined;
}

/**
 * Finds out which messages somebody has approved: walks back from the planned commit, and unites what the approvals of
 * the pull requests merged there render to, until every message is accounted for. GitHub is asked only while there is
 * one that is not, and only about commits that can have changed it. Never throws AskingFailed: it is in the judgement.
 */
export async function judge(questions: readonly Question[], input: JudgeInput): Promise<Judgement> {
  return await new Judge(questions, input).run();
}

class Judge {
  readonly #input: JudgeInput;
  readonly #open = new Map<Question, Exclude<ApprovalPolicy, 'off'>>();
  readonly #candidates = new Map<number, Candidate>();
  readonly #direct: number[] = [];
  readonly #pulls: Pulls | undefined;
  #asked = 0;
  #failure: AskingFailed | undefined;
  #ranOut = false;

  constructor(questions: readonly Question[], input: JudgeInput) {
    this.#input = input;
    this.#pulls = input.source && new Pulls(input.source, input.history);
    const { history, reigns, renderings } = input;
    for (const question of questions) {
      const cameWithin = (oldest: number) => renderings.cameAfter(history.commits[oldest]!.id, question);
      const policy = policyFor(reigns, question.end, cameWithin);
      if (policy !== 'off') this.#open.set(question, policy);
    }
  }

  async run(): Promise<Judgement> {
    const newestDeployed = Math.min(...[...this.#open.keys()].map(({ end }) => end));
    await this.#walk(0, newestDeployed);
    this.#settleByEngine();
    await this.#walk(newestDeployed, Number.POSITIVE_INFINITY);
    return {
      unapproved: Array.from(this.#open, ([question, policy]) => ({ question, policy })),
      candidates: [...this.#candidates.values()].toSorted((a, b) => a.merged.index - b.merged.index),
      direct: this.#direct,
      failure: this.#failure,
      ranOut: this.#ranOut,
      pulls: this.#pulls,
    };
  }

  /** What the deployed files render to with this engine needs no approval: who may change the engine is settled elsewhere. */
  #settleByEngine(): void {
    const { history, renderings } = this.#input;
    const tip = history.commits[0]?.id ?? '';
    const byCommit = Map.groupBy(this.#open.keys(), ({ deployedFrom }) => deployedFrom?.commit);
    for (const [commit, questions] of byCommit) {
      // Where the repository holds its engine, an engine that has not changed explains nothing.
      if (commit === undefined || history.isSame(commit, tip, 'action')) continue;
      for (const question of renderings.alreadyIn(commit, questions)) this.#open.delete(question);
    }
  }

  async #walk(from: number, to: number): Promise<void> {
    const { history } = this.#input;
    if (!this.#pulls) return;
    for (let index = from; index < Math.min(to, history.commits.length); index++) {
      if (this.#open.size === 0 || this.#failure || this.#ranOut) return;
      if (this.#concerned(index).length === 0) continue;
      if (this.#asked >= this.#input.mostAsked) {
        this.#ranOut = true;
        return;
      }
      this.#asked += 1;
      try {
        await this.#look(this.#pulls, index);
      } catch (error) {
        if (!(error instanceof AskingFailed)) throw error;
        this.#failure = error;
      }
    }
  }

  #concerned(index: number): Question[] {
    const touched = this.#input.history.touched(index);
    if (!touched) return [];
    return [...this.#open.keys()].filter((question) => index < question.end && concerns(touched, question));
  }

  async #look(pulls: Pulls, index: number): Promise<void> {
    const found = await pulls.mergedAt(index);
    if (found.length === 0) this.#direct.push(index);
    for (const merged of found) {
      if (this.#candidates.has(merged.pull.number)) continue;
      const { approvals, voids } = await pulls.reviewed(merged.pull);
      const notes = voids.map(({ why }) => why);
      let onto = merged.index + 1;
      for (const approval of approvals) {
        if (this.#open.size === 0) return;
        if (approval.at >= merged.pull.mergedAt!) onto = await pulls.ontoOf(merged);
        const note = await this.#count(merged, onto, approval, index);
        if (note !== undefined) notes.push(note);
      }
      this.#candidates.set(merged.pull.number, { merged, onto, notes });
    }
  }

  /**
   * Takes what an approval renders to off the list; a note where that cannot be said, or is not everything.
   * @param index the commit that the pull request was found by, which need not be the last of a rebase
   */
  async #count(merged: Merged, onto: number, { by, head, at }: Approval, index: number): Promise<string | undefined> {
    const { history, renderings, heads, now } = this.#input;
    const base = history.commits.slice(onto).find((commit) => commit.at <= at);
    const what = `what ${by.login} approved (${head.slice(0, 7)})`;
    if (!base) return `${what} is older than the history at hand`;
    if (!(await heads.have(merged.pull.number, head))) return `${what} is gone from GitHub`;
    // What it renders to now, and what it rendered to then: dates in the files may have passed in between.
    for (const moment of [now, new Date(at)]) {
      const left = [...this.#open.keys()].filter(({ end }) => merged.index < end);
      const approved = renderings.approvedBy(base.id, head, moment, left);
      if (typeof approved === 'string') return `${what} ${approved}`;
      for (const question of approved) this.#open.delete(question);
      if (this.#concerned(index).length === 0) return undefined;
    }
    return `${what} renders to something else`;
  }
}
