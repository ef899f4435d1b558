import type { Approval } from './accept.ts';
import type { History } from './history.ts';
import { type ApprovalPolicy, policyFor, type Reign } from './policy.ts';
import { type Merged, Pulls } from './pulls.ts';
import { concerns, type Question } from './question.ts';
import { type ApprovalSource, AskingFailed } from './source.ts';

/** Compares messages as they are planned with what commits render to with this engine. */
export interface Renderings {
  /**
   * Of these messages, the ones that merging `head` into `base` makes what they are planned to be, and that `base`
   * alone has differently, both rendered at the moment `now`; or, as text, why the head renders to nothing that can be
   * approved.
   */
  approvedBy(base: string, head: string, now: Date, questions: readonly Question[]): ReadonlySet<Question> | string;
  /** Whether the planned files render a message differently than the commit does. */
  cameAfter(commit: string, question: Question): boolean;
  /**
   * Of these messages, the ones that the commit's own files render exactly as planned, without anything in them having
   * expired since.
   */
  alreadyIn(commit: string, questions: readonly Question[]): ReadonlySet<Question>;
}

/** Brings the commits of pull requests into the clone. */
export interface Heads {
  /** Whether the commit is in the clone, or could be fetched. */
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
  /** How many commits GitHub is asked about at most: a token has 1,000 calls an hour, for everything. */
  readonly mostAsked: number;
}

/** A message that nobody approved. */
export interface Unapproved {
  readonly question: Question;
  readonly policy: Exclude<ApprovalPolicy, 'off'>;
}

/** A pull request that brought a commit in question. */
export interface Candidate {
  readonly merged: Merged;
  /** Why its reviews approve no more than they do. */
  readonly notes: readonly string[];
}

/** The messages that nobody approved, and everything found out on the way that can explain them. */
export interface Judgement {
  readonly unapproved: readonly Unapproved[];
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Indexes of the commits that came with no pull request. */
  readonly direct: readonly number[];
  readonly failure: AskingFailed | undefined;
  /** Whether the limit on commits to ask about was reached. */
  readonly ranOut: boolean;
  readonly pulls: Pulls | undefined;
}

/**
 * Finds out which messages somebody has approved. Walks back from the planned commit and crosses off what the approvals
 * of the pull requests merged there render to, until every message is accounted for. GitHub is asked only while a
 * message is left, and only about commits that can have changed one that is. Never throws AskingFailed: the judgement
 * carries it.
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

  /**
   * Crosses off what the deployed files render to with this engine. That needs no approval: who may change the engine
   * is settled elsewhere.
   */
  #settleByEngine(): void {
    const { history, renderings } = this.#input;
    const tip = history.commits[0]?.id ?? '';
    const byCommit = Map.groupBy(this.#open.keys(), ({ deployedFrom }) => deployedFrom?.commit);
    for (const [commit, questions] of byCommit) {
      // Where the repository contains its engine, an unchanged engine explains nothing.
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
      this.#candidates.set(merged.pull.number, { merged, notes });
    }
  }

  /**
   * Crosses off the messages that an approval renders to. Returns a note where that cannot be determined, or leaves
   * some open.
   *
   * @param index the commit by which the pull request was found, not necessarily the last one of a rebase
   */
  async #count(merged: Merged, onto: number, { by, head, at }: Approval, index: number): Promise<string | undefined> {
    const { history, renderings, heads, now } = this.#input;
    const base = history.commits.slice(onto).find((commit) => commit.at <= at);
    const what = `what ${by.login} approved (${head.slice(0, 7)})`;
    if (!base) return `${what} is older than the available history`;
    if (!(await heads.have(merged.pull.number, head))) return `${what} is no longer on GitHub`;
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
