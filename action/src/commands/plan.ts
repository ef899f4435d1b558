import { exitCodes } from '../diagnostics/errors.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import { makePlan, type PlanInput, type PlanOutput } from '../plan/plan.ts';
import { checkScope } from './check-scope.ts';
import { newerThan } from './history.ts';
import { observe } from './observe.ts';
import { writePlan } from './plan-files.ts';
import { planText } from './plan-text.ts';
import { openSession, refuseErrors, type Session } from './session.ts';
import type { CommandResult, CommonOptions, World } from './world.ts';

export interface PlanOptions extends CommonOptions {
  /** List unchanged pairs too. */
  readonly all: boolean;
  /** List the contents of every workspace, not only of those that the ledger does not know. */
  readonly refresh: boolean;
  /** Exit with code 2 when there are changes. */
  readonly detailedExitcode: boolean;
  /** A folder to write `plan.json` to. */
  readonly out?: string;
}

/** Says what a deployment would do. Writes nothing except, on request, the plan. */
export async function plan(world: World, options: PlanOptions): Promise<CommandResult> {
  const started = performance.now();
  const session = openSession(world);
  checkScope(options.scope, session);
  const ledger = await openLedger(session.repository.config.ledger, world).read();
  const seen = await observe(world, session, ledger, options);
  const failures = new Set(seen.unreadable.map(({ failure }) => failure));
  const output = computePlan(world, session, ledger, { ...options, ...seen });
  const { plan } = output;
  const file = options.out === undefined ? undefined : writePlan(options.out, plan);
  world.progress.end();
  const changes = plan.summary.create + plan.summary.update + plan.summary.archive;
  const isRefused = plan.refusals.length > 0 || failures.has('identity');
  const changed = options.detailedExitcode && changes > 0 ? exitCodes.changes : exitCodes.done;
  const exitCode = isRefused ? exitCodes.refused : failures.has('credentials') ? exitCodes.credentials : changed;
  return {
    exitCode,
    document: plan,
    text: planText(plan, { session, output, started, file, all: options.all, colour: world.colour }),
  };
}

/**
 * Makes a plan against a ledger that was read already, without calling any vendor. Throws InvalidInput when a changed
 * message cannot be rendered.
 *
 * @param options besides the scope, what is known of the workspaces: `observed` is what they were seen to hold,
 *   `unreadable` those that could not be read, `missing` the messages on record that were not found there
 */
export function computePlan(
  world: World,
  session: Session,
  ledger: LedgerReader,
  options: Pick<PlanOptions, 'scope' | 'all'> &
    Partial<Pick<PlanInput, 'onChanged' | 'observed' | 'unreadable' | 'missing'>>,
): PlanOutput {
  world.progress.step('Comparing with what is deployed');
  const { repository, renderer, keys, accounts } = session;
  const newerOf = newerThan(world.root, repository.commit);
  const { scope, all, onChanged, observed = new Map(), unreadable = [], missing = [] } = options;
  const output = makePlan({
    repository,
    renderer,
    keys,
    accounts,
    ledger,
    now: world.now,
    scope,
    all,
    observed,
    unreadable,
    missing,
    newerOf,
    onChanged,
  });
  for (const { message } of ledger.warnings()) world.progress.note(`Warning: ${message}`);
  refuseErrors([...session.diagnostics, ...output.problems]);
  return output;
}
