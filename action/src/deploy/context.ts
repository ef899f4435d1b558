import type { TemplateVersion, Tenant } from '../config/model.ts';
import type { Plan, PlannedPair, PlanRefusal } from '../generated/index.ts';
import type { Destination, LedgerLine } from '../ledger/ledger.ts';
import { type OpenAccount, type Prepared, prepare } from '../plan/prepare.ts';
import { target } from '../plan/targets.ts';
import { type Today, todayAt } from '../plan/today.ts';
import { ProviderError } from '../providers/errors.ts';
import type { Book, LineQuery } from './book.ts';
import type { DeployDependencies } from './contract.ts';
import type { Task } from './jobs.ts';
import type { Tally } from './tally.ts';
import { Refusal } from './trouble.ts';

const planAgain = 'Nothing was written for it: make a new plan and deploy that.';

/** What the steps of one deployment share. */
export interface Context {
  readonly plan: Plan;
  readonly dependencies: DeployDependencies;
  readonly book: Book;
  readonly tally: Tally;
  /** Why guards refused to write to workspaces, by `destinationKey`. */
  readonly refusals: Map<string, PlanRefusal>;
  /** The calendar date at the plan's moment. It decides versions as it did when planning. */
  readonly today: Today;
  /** Aborted by the caller, or because the run cannot go on. */
  readonly signal: AbortSignal;
}

export function todayOf(plan: Plan): Today {
  return todayAt(new Date(plan.now));
}

/** A message of the plan, rendered again, with everything that its ledger line will state. */
export interface Rendering extends Prepared {
  readonly key: string;
}

/** The account of a destination. Throws ProviderError when the configuration no longer has it. */
export function accountOf({ account }: Destination, { dependencies }: Context): OpenAccount {
  const open = dependencies.accounts.get(account);
  if (open) return open;
  const message = `The account “${account}” is no longer in .github/tenantry.yml. Put it back until nothing is deployed there.`;
  throw new ProviderError('not-found', message);
}

/** Renders a message of the plan again. Throws Refusal unless the result is what was planned. */
export function renderAgain(task: Task, context: Context): Rendering {
  const rendering = renderNow(task.pair, task.message.locale, context);
  if (rendering && rendering.digest === task.message.after) return rendering;
  throw new Refusal(`The message does not render as it was planned. ${planAgain}`);
}

/** Renders a message as the repository defines it; undefined when it is no longer wanted or cannot be rendered. */
export function renderNow(
  pair: Pick<PlannedPair, 'tenant' | 'template' | 'account'>,
  locale: string,
  { dependencies, today }: Context,
): Rendering | undefined {
  const { repository, renderer, accounts, keys } = dependencies;
  const tenant = repository.tenants.get(pair.tenant);
  const open = accounts.get(pair.account);
  const version = tenant && versionOf(tenant, pair.template, dependencies, today);
  if (!tenant || !version || !open) return undefined;
  const prepared = prepare(renderer, open, version, tenant, locale);
  return prepared.payload && { ...prepared, key: keys(version, tenant, open) };
}

function versionOf(
  tenant: Tenant,
  id: string,
  { repository }: DeployDependencies,
  today: Today,
): TemplateVersion | undefined {
  const template = repository.templates.get(id);
  const verdict = template && target(tenant, template, today);
  return verdict?.kind === 'wanted' ? verdict.version : undefined;
}

/** The ledger's line for a task, under the tenant's present id or an earlier one. */
export function lineOf(task: Task, context: Context): LedgerLine | undefined {
  return context.book.line(task.pair, queryOf(task, context));
}

export function queryOf({ pair, message }: Task, { dependencies }: Context): LineQuery {
  const earlier = dependencies.repository.tenants.get(pair.tenant)?.formerly ?? [];
  const tenants = [pair.tenant, ...(pair.formerly === undefined ? [] : [pair.formerly]), ...earlier];
  return { tenants, template: pair.template, locale: message.locale };
}

/** Throws Refusal unless the ledger still says what the plan was based on. */
export function assertBefore({ message }: Task, line: LedgerLine | undefined): void {
  if ((line?.digest ?? null) === message.before) return;
  throw new Refusal(`Something else was deployed after the plan was made. ${planAgain}`);
}
