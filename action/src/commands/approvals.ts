import { type Explanation, explain, explainedBy } from '../approvals/explain.ts';
import { FetchedHeads } from '../approvals/heads.ts';
import { History, isCommitId } from '../approvals/history.ts';
import { judge, type Unapproved } from '../approvals/judge.ts';
import { type ApprovalPolicy, policyIn, type Reign, reigns, strictestUpTo } from '../approvals/policy.ts';
import type { Question } from '../approvals/question.ts';
import type { ApprovalSource } from '../approvals/source.ts';
import { configPath } from '../config/load/arrange.ts';
import type { Plan, PlannedMessage, PlannedPair, PlanReason, UnapprovedPair } from '../generated/index.ts';
import { type LedgerLine, type LedgerReader, lineKey } from '../ledger/ledger.ts';
import { hold } from '../plan/hold.ts';
import { CommitRenderings, hasRunOutSince } from './approval-renderings.ts';
import type { Session } from './session.ts';
import type { World } from './world.ts';

/** Connects to GitHub when it is needed; undefined where that is not possible. */
export type OpenApprovalSource = () => Promise<ApprovalSource | undefined>;

/** How many commits of the default branch are looked at, and how many of them GitHub is asked about. */
export const mostCommits = 5000;
const mostAsked = 200;

/** A plan after everything that needs approval and has none was held. */
export interface Approved {
  readonly plan: Plan;
  /** Pairs with messages that nobody approved: held or, with the policy `warn`, written all the same. */
  readonly unapproved: readonly UnapprovedPair[];
}

/** Holds what nobody approved, where policies.approval demands approval. With the policy `off`, GitHub is not asked. */
export async function holdUnapproved(
  world: World,
  session: Session,
  { plan, ledger, open }: { plan: Plan; ledger: LedgerReader; open: OpenApprovalSource },
): Promise<Approved> {
  const own = policyOf(session);
  const pending = pendingMessages(plan, ledger, session);
  if (pending.length === 0) return { plan, unapproved: [] };
  const commit = plan.commit.split('+')[0]!;
  if (!isCommitId(commit))
    return own === 'off' ? { plan, unapproved: [] } : held(session, plan, outsideGit(pending, own));
  const history = new History(world.root, commit, mostCommits);
  const inForce = reignsIn(history, own);
  if (strictestUpTo(inForce, Number.POSITIVE_INFINITY) === 'off') return { plan, unapproved: [] };
  const questions = further(questionsAbout(pending, history), { world, session });
  const end = questions.reduce((most, question) => Math.max(most, question.end), 0);
  if (strictestUpTo(inForce, end) === 'off') return { plan, unapproved: [] };
  return held(session, plan, await troublesOf(questions, { world, session, history, inForce, source: await open() }));
}

/** Finds the pairs with a message that nobody approved, with the reasons and what to do about them. */
export async function troublesOf(
  questions: readonly Question[],
  about: {
    world: World;
    session: Session;
    history: History;
    inForce: readonly Reign[];
    source: ApprovalSource | undefined;
  },
): Promise<Trouble[]> {
  const { world, session, history, inForce, source } = about;
  world.progress.step('Asking who has approved it');
  const renderings = new CommitRenderings(world, session);
  const heads = new FetchedHeads(world.root, world.env);
  const input = { history, reigns: inForce, renderings, heads, source, now: world.now, mostAsked };
  const judgement = await judge(questions, input);
  const explanations = await explain(judgement, input);
  const byPair = Map.groupBy(judgement.unapproved, ({ question }) => question.pair);
  return Array.from(byPair, ([pair, found]) => ({ pair, found, ...explainedBy(explanations, found) }));
}

interface Trouble extends Explanation {
  readonly pair: PlannedPair;
  readonly found: readonly Unapproved[];
}

export function documentOf({ pair, found, why, fix }: Trouble): UnapprovedPair {
  const { tenant, template, account, workspace } = pair;
  const policy = found.some((one) => one.policy === 'require') ? 'require' : 'warn';
  const locales = found.map(({ question }) => question.message.locale);
  return { tenant, template, account, workspace, locales, policy, why, fix };
}

function held(session: Session, plan: Plan, troubles: readonly Trouble[]): Approved {
  const reasons = new Map<PlannedPair, PlanReason>();
  const unapproved = troubles.map((trouble) => {
    const document = documentOf(trouble);
    const message = `not approved: ${trouble.why}. ${trouble.fix}`;
    if (document.policy === 'require') reasons.set(trouble.pair, { code: 'unapproved', message });
    return document;
  });
  return { plan: hold(plan, reasons, session.accounts), unapproved };
}

export function policyOf({ repository }: Session): ApprovalPolicy {
  return repository.config.policies?.approval ?? 'off';
}

export function reignsIn(history: History, own: ApprovalPolicy): Reign[] {
  const versions = history.versionsOf(configPath);
  return reigns(
    own,
    Array.from(versions, ({ oldest, text }) => ({ oldest, policy: policyIn(text) })),
  );
}

interface Pending {
  readonly pair: PlannedPair;
  readonly message: PlannedMessage;
  readonly line: LedgerLine | undefined;
}

/**
 * Reasons for which nothing of a pair is written or noted today. What becomes of it is asked when they no longer apply.
 */
const holds: ReadonlySet<PlanReason['code']> = new Set(['suspended', 'freeze', 'unprovisioned']);

/** The messages that a deployment of the plan would write, archive, or note as unwanted for the first time. */
function pendingMessages(plan: Plan, ledger: LedgerReader, { repository }: Session): Pending[] {
  const found: Pending[] = [];
  for (const pair of plan.pairs) {
    const isHeld = pair.reasons.some(({ code }) => holds.has(code));
    const ids = [pair.tenant, pair.formerly, ...(repository.tenants.get(pair.tenant)?.formerly ?? [])];
    for (const message of pair.messages) {
      if (message.action === 'unchanged' || (message.action === 'held' && (isHeld || message.after !== null))) continue;
      const { locale } = message;
      const lines = ledger.lines(pair);
      const key = (tenant: string): string => lineKey({ tenant, template: pair.template, locale });
      const line = ids.flatMap((id) => (id === undefined ? [] : (lines?.get(key(id)) ?? []))).at(0);
      // That the message may be archived was approved when its grace time began.
      if (message.after === null && line?.unwantedSince !== undefined) continue;
      found.push({ pair, message, line });
    }
  }
  return found;
}

function questionsAbout(pending: readonly Pending[], history: History): Question[] {
  const places = new Map<string, { commit: string; at: number; end: number }>();
  const placeOf = (line: LedgerLine) => {
    const commit = commitOf(line);
    const found = places.get(commit) ?? { commit, at: history.timeOf(commit), end: history.firstIn(commit) };
    places.set(commit, found);
    return found;
  };
  return pending.map(({ pair, message, line }) => {
    const place = line && placeOf(line);
    return { pair, message, line, end: place?.end ?? Number.POSITIVE_INFINITY, deployedFrom: place };
  });
}

/**
 * Lets the search go all the way back for messages that a date has let through, since their approval may be older than
 * what is deployed. That is so only where the deployed files have that date, and would lead to the message by the date
 * alone. A date or a text added since then, perhaps by a push that nobody reviewed, has held back nothing older.
 */
function further(questions: readonly Question[], { world, session }: { world: World; session: Session }): Question[] {
  const { now } = world;
  // Most tenants have no such date even in the planned files, which is known without loading what is deployed.
  const dated = questions.filter(({ pair, deployedFrom }) => {
    const tenant = session.repository.tenants.get(pair.tenant);
    return deployedFrom && tenant && hasRunOutSince(tenant, pair.template, deployedFrom.at, now);
  });
  if (dated.length === 0) return [...questions];
  const renderings = new CommitRenderings(world, session);
  const byCommit = Map.groupBy(dated, ({ deployedFrom }) => deployedFrom!.commit);
  const found = new Set(Array.from(byCommit, ([commit, group]) => [...renderings.letThroughIn(commit, group)]).flat());
  return questions.map((question) => {
    return found.has(question) ? { ...question, end: Number.POSITIVE_INFINITY, deployedFrom: undefined } : question;
  });
}

/** The commit that a message was deployed from, without the mark for uncommitted changes on top of it. */
function commitOf(line: LedgerLine): string {
  return line.commit.split('+')[0]!;
}

function outsideGit(pending: readonly Pending[], policy: 'warn' | 'require'): Trouble[] {
  const why = 'these files are not in a git repository, so nobody can have approved them';
  const fix = 'Deploy from a clone of the repository';
  return Array.from(
    Map.groupBy(pending, ({ pair }) => pair),
    ([pair, messages]) => ({
      pair,
      why,
      fix,
      found: messages.map(({ message, line }) => {
        const question = { pair, message, line, end: 0, deployedFrom: undefined };
        return { question, policy };
      }),
    }),
  );
}
