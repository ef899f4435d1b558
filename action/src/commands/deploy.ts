import { availableParallelism } from 'node:os';
import type { DeployResult } from '../deploy/contract.ts';
import { deploy as carryOut } from '../deploy/deploy.ts';
import { recover } from '../deploy/recover.ts';
import { type ExitCode, exitCodes, GuardError, InvalidInput } from '../diagnostics/errors.ts';
import type { Deployment, Plan, PlanReason } from '../generated/index.ts';
import { checkCommitted } from '../ledger/committed.ts';
import type { LedgerWriter, LockHolder } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import { isEverything, type Scope } from '../plan/scope.ts';
import { type Approved, holdUnapproved, type OpenApprovalSource } from './approvals.ts';
import { checkScope } from './check-scope.ts';
import { deployText, refusedText } from './deploy-text.ts';
import { isPlan } from './documents.ts';
import { computePlan } from './plan.ts';
import { readPlan } from './plan-files.ts';
import { openSession, type Session } from './session.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

export interface DeployOptions extends CommonOptions {
  /** The folder of a plan to carry out; without it, a plan is made. */
  readonly plan?: string;
  readonly allowArchives: boolean;
  /** Seconds to wait for another run to finish. */
  readonly lockTimeout: number;
  /** Connects to whoever can say what was approved; without it, there is nobody to ask. */
  readonly approvals?: OpenApprovalSource;
}

/** How many workspaces are written to at once. The time goes into waiting for vendors, not into computing. */
const concurrency = 16 * availableParallelism();

/** Makes the vendors hold what the repository asks for, and records it in the ledger. */
export async function deploy(world: World, options: DeployOptions): Promise<CommandResult> {
  const started = performance.now();
  const session = openSession(world);
  checkScope(options.scope, session);
  const { allowArchives, scope, plan: folder } = options;
  const given = folder === undefined ? undefined : givenPlan(folder, scope, session);
  // Checked before taking the lock, settling dead runs or calling vendors: nothing that cannot be recorded is begun.
  if (session.repository.config.ledger?.store === 'branch') checkCommitted(session.repository.commit);
  const ledger = await openLedger(session.repository.config.ledger, world).acquire(world.run, {
    timeout: options.lockTimeout,
    ...(world.signal && { signal: world.signal }),
    onWait: (holder) => world.progress.note(waitingFor(holder, options.lockTimeout)),
  });
  try {
    await settleDeadRuns(world, session, ledger);
    // No workspace is looked into at this point. Each is looked into before its own first write, so that none waits for
    // another to answer.
    const whole = given ?? computePlan(world, session, await ledger.read(), { scope, all: false }).plan;
    const refusals = whole.refusals.filter(({ code }) => allowArchives || code !== 'too-many-archives');
    if (refusals.length > 0) return refused(world, whole, refusals);
    const open = options.approvals ?? nobody;
    const approved = await holdUnapproved(world, session, { plan: whole, ledger: await ledger.read(), open });
    const { plan } = approved;
    const result = await write(world, session, ledger, plan, allowArchives);
    world.progress.end();
    const document = documentOf(world, approved, result);
    const text = deployText({ world, session, plan, result, document, started });
    return { exitCode: exitCodeOf(plan, result), document, text };
  } finally {
    await ledger.release();
  }
}

/**
 * A note that says who has the lock, and how long it is waited for.
 *
 * @param seconds the longest wait
 */
export function waitingFor({ run, host, pid, since }: LockHolder, seconds: number): string {
  return `Waiting for run ${run} (process ${pid} on ${host}, writing since ${since}) to finish, ${seconds} s at most`;
}

async function nobody(): Promise<undefined> {}

/** Reads a plan, and refuses one that was made for files other than the working tree's. */
function givenPlan(folder: string, scope: Scope, { repository }: Session): Plan {
  if (!isEverything(scope)) {
    throw new InvalidInput('a plan already says which tenants and templates it covers', {
      fix: 'Narrow the plan: `npm run tenantry -- plan --tenant <id> --out <dir>`, and deploy that.',
    });
  }
  const plan = readPlan(folder, isPlan);
  const again = 'Make a new plan with `npm run tenantry -- plan --out <dir>` and deploy that.';
  if (plan.repository !== repository.config.repository) {
    throw new GuardError(`the plan is for ${plan.repository}, not for ${repository.config.repository}`, again);
  }
  if (plan.commit !== repository.commit) {
    throw new GuardError(`the plan was made at ${plan.commit}, but the files are at ${repository.commit}`, again);
  }
  return plan;
}

/** Records what dead runs have written in the ledger, before anything is compared with it. */
async function settleDeadRuns(world: World, session: Session, ledger: LedgerWriter): Promise<void> {
  const journals = (await ledger.read()).journals();
  if (journals.length === 0) return;
  const runs = [...new Set(journals.map((journal) => journal.run))].join(', ');
  world.progress.note(`Finding out what unfinished runs wrote: ${runs}`);
  await recover(journals, { accounts: session.accounts, ledger, signal: world.signal });
}

async function write(
  world: World,
  session: Session,
  ledger: LedgerWriter,
  plan: Plan,
  allowArchives: boolean,
): Promise<DeployResult> {
  const { repository, renderer, accounts, keys } = session;
  const total = plan.workspaces.reduce((sum, workspace) => sum + workspace.writes + workspace.archives, 0);
  let done = 0;
  if (total > 0) world.progress.step('Writing messages');
  return carryOut(plan, {
    repository,
    renderer,
    accounts,
    keys,
    ledger,
    now: world.now,
    allowArchives,
    concurrency,
    ...(world.signal && { signal: world.signal }),
    onProgress: (event) => {
      if (event.kind === 'message' && event.outcome !== 'skipped') world.progress.update(++done, total);
    },
  });
}

function refused(world: World, plan: Plan, refusals: Plan['refusals']): CommandResult {
  world.progress.end();
  const nothing = { deployed: 0, archived: 0, failed: 0, held: 0, skipped: 0, refused: 0, unchanged: 0 };
  const summary = { ...nothing, unchanged: plan.summary.unchanged, refused: plan.pairs.length };
  const pairs = plan.pairs.map(({ tenant, template, account, workspace }) => {
    return { tenant, template, account, workspace, outcome: 'refused' as const };
  });
  const document: Deployment = { run: world.run, commit: plan.commit, summary, pairs, refusals };
  return { exitCode: exitCodes.refused, document, text: refusedText(refusals, world.colour) };
}

function documentOf(world: World, { plan, unapproved }: Approved, result: DeployResult): Deployment {
  const summary = { deployed: 0, archived: 0, failed: 0, held: 0, skipped: 0, refused: 0, unchanged: 0 };
  for (const { outcome } of result.pairs) summary[outcome] += 1;
  summary.unchanged += plan.summary.unchanged;
  return {
    run: world.run,
    commit: plan.commit,
    summary,
    pairs: [...result.pairs],
    ...(unapproved.length > 0 && { unapproved: [...unapproved] }),
    ...(result.refusals.length > 0 && { refusals: [...result.refusals] }),
  };
}

/**
 * Reasons for holding a change that need somebody's attention (exit code 5); all others are part of normal operation.
 */
const troubling = new Set<PlanReason['code']>(['unprovisioned', 'unapproved']);

/** The exit code of a deployment that carried out `plan`. */
export function exitCodeOf(plan: Plan, { pairs }: Pick<DeployResult, 'pairs'>): ExitCode {
  const outcomes = new Set(pairs.map((pair) => pair.outcome));
  if (outcomes.has('refused')) return exitCodes.refused;
  if (pairs.some(({ failure }) => failure === 'credentials')) return exitCodes.credentials;
  if (outcomes.has('failed') || outcomes.has('skipped')) return exitCodes.incomplete;
  const held = plan.pairs.some((pair) => pair.reasons.some((reason) => troubling.has(reason.code)));
  return held ? exitCodes.incomplete : exitCodes.done;
}
