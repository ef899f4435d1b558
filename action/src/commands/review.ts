import type { Snapshot } from '../config/snapshot.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { UserError } from '../diagnostics/errors.ts';
import type { LedgerReader } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import { deployedAs, draftsOf, neverProvisioned, type Side } from '../plan/as-deployed.ts';
import type { ChangedMessage } from '../plan/pair.ts';
import { makePlan, type PlanOutput } from '../plan/plan.ts';
import { everything, type Scope } from '../plan/scope.ts';
import { ProviderError } from '../providers/errors.ts';
import { earlierInCommit } from '../review/before.ts';
import { Collector, type Seen } from '../review/collect.ts';
import { reviewOf } from '../review/make.ts';
import type { Review, Shown } from '../review/review.ts';
import { changedPins } from './changed-pins.ts';
import { checkScope } from './check-scope.ts';
import { readUntil, withDeadline } from './deadline.ts';
import { diagnosticsDocument } from './diagnostics.ts';
import { DeployedHistory } from './history-before.ts';
import { observe } from './observe.ts';
import { computePlan } from './plan.ts';
import { loadSession, refuseErrors, type Session } from './session.ts';
import { nameOf, representativesOf, shownOf } from './shown.ts';
import { count } from './text.ts';
import type { World } from './world.ts';

export interface ReviewOptions {
  /** The state before the change; undefined for what is deployed according to the ledger. */
  readonly base: Snapshot | undefined;
  readonly head: Snapshot;
  /** The name to show for head; needed where its snapshot's commit is a tree. */
  readonly headName?: string;
  readonly scope?: Scope;
  /** Whether to ask the ledger which parts of the base are not deployed yet. The ledger may be on the network. */
  readonly pending?: boolean;
  /** Called with each changed message's line of messages.ndjson, while its text is at hand. */
  readonly onLine?: (line: string) => void;
  /** A time as of `performance.now()` after which no further message is begun. */
  readonly deadline?: number;
}

export interface Reviewed {
  readonly session: Session;
  readonly review: Review;
  /** The texts of the messages that represent the changes. */
  readonly shown: readonly Shown[];
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Determines what a change comes to. Each changed message is rendered once per side; its text is passed to `onLine` and
 * not kept.
 * @throws InvalidInput with every diagnostic when head has errors, or when `scope` names something that does not exist;
 *   UserError when the deadline has passed
 */
export async function reviewSnapshots(world: World, options: ReviewOptions): Promise<Reviewed> {
  world.progress.step('Reading the repository');
  const limited = (session: Session): Session => {
    return { ...session, renderer: withDeadline(session.renderer, options.deadline) };
  };
  const head = limited(loadSession(world, readUntil(options.head, options.deadline)));
  refuseErrors(head.diagnostics);
  if (options.scope) checkScope(options.scope, head);
  if (!options.base) return againstLedger(world, head, options);
  return againstCommit(world, head, limited(loadSession(world, readUntil(options.base, options.deadline))), options);
}

/** Reviews what a pull request changes: treats the base as if it were deployed, and looks at nothing but files. */
async function againstCommit(world: World, head: Session, base: Session, options: ReviewOptions): Promise<Reviewed> {
  world.progress.step('Rendering what changes');
  const ledger = deployedAs(base, world.now, {
    drafts: draftsOf(head.repository),
    without: neverProvisioned(base, head, world.now),
  });
  const collector = new Collector(head, earlierInCommit);
  const output = makePlan({
    ...planSide(head),
    ...wholly,
    ledger,
    now: world.now,
    scope: options.scope ?? everything,
    purpose: 'review',
    onChanged: noting(collector, options),
  });
  refuseErrors([...head.diagnostics, ...changedPins(base.snapshot, head.snapshot), ...output.problems]);
  const seen = collector.messages(output.plan, ledger);
  const { errors } = diagnosticsDocument(base.diagnostics).summary;
  const review = reviewOf({
    baseCommit: base.repository.commit,
    base: base.repository,
    head,
    plan: output.plan,
    ledger,
    seen,
    pending: options.pending && errors === 0 ? await pendingAt(world, base) : undefined,
    incomplete: errors > 0 ? brokenBase(errors) : undefined,
  });
  return finish(world, head, review, seen, output, options, () => Promise.resolve(undefined));
}

function planSide({ repository, renderer, keys, accounts }: Side): Side {
  return { repository, renderer, keys, accounts };
}

function brokenBase(errors: number): string {
  return `The base has ${count(errors, 'error')}, and what is wrong there is left out: what this change fixes looks new here.`;
}

/**
 * The pairs of the base that are not deployed yet. Undefined where there is no ledger, or it cannot be read from here.
 */
async function pendingAt(world: World, base: Session): Promise<Review['pending']> {
  try {
    const ledger = await openLedger(base.repository.config.ledger, world).read();
    const [first] = ledger.destinations();
    if (!first) return undefined;
    const side = planSide(base);
    const { plan } = makePlan({ ...side, ...wholly, ledger, now: world.now });
    const pairs = plan.summary.create + plan.summary.update + plan.summary.archive;
    const line = ledger.lines(first)?.values().next().value;
    return { pairs, commit: line?.commit ?? base.repository.commit };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Plan options for a plan of everything, made from files alone. */
const wholly = { scope: everything, all: false, observed: new Map(), newerOf: () => undefined } as const;

/** Reviews what a deployment would change now. */
async function againstLedger(world: World, head: Session, options: ReviewOptions): Promise<Reviewed> {
  const ledger = await openLedger(head.repository.config.ledger, world).read();
  const history = new DeployedHistory(world);
  const collector = new Collector(head, (line) => history.earlierOf(line));
  const { scope = everything } = options;
  const output = computePlan(world, head, ledger, {
    scope,
    all: false,
    ...(await observe(world, head, ledger, { scope, refresh: false })),
    onChanged: noting(collector, options),
  });
  world.progress.step('Comparing messages');
  const seen = collector.messages(output.plan, ledger);
  const review = reviewOf({
    baseCommit: undefined,
    base: history.usual(),
    head,
    plan: output.plan,
    ledger,
    seen,
  });
  return finish(world, head, review, seen, output, options, (one) => readBack(world, head, ledger, one));
}

function noting(collector: Collector, { onLine }: ReviewOptions): (changed: ChangedMessage) => void {
  return (changed) => {
    collector.note(changed);
    onLine?.(lineOf(changed));
  };
}

/** A line of messages.ndjson. */
function lineOf({ tenant, version, open, destination, prepared, planned }: ChangedMessage): string {
  const isBound = tenant.status !== 'draft';
  return messageLine({
    tenant: tenant.id,
    template: version.id,
    locale: planned.locale,
    channel: version.channel,
    destination: isBound ? { account: open.account.name, workspace: destination.workspace } : null,
    fields: prepared.message.fields,
    digest: prepared.digest,
  });
}

export interface MessageLine {
  readonly tenant: string;
  readonly template: string;
  readonly locale: string;
  readonly channel: string;
  /** Null for drafts, which are not deployed. */
  readonly destination: { readonly account: string; readonly workspace: string } | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly digest: string;
}

export function messageLine(line: MessageLine): string {
  return `${JSON.stringify(line)}\n`;
}

async function finish(
  world: World,
  session: Session,
  review: Review,
  seen: readonly Seen[],
  output: PlanOutput,
  { headName }: ReviewOptions,
  read: (seen: Seen) => Promise<Readonly<Record<string, string>> | undefined>,
): Promise<Reviewed> {
  world.progress.step('Rendering previews');
  const byName = new Map(seen.map((one) => [nameOf(one.message), one]));
  const shown: Shown[] = [];
  for (const { message } of representativesOf(review)) {
    const one = byName.get(nameOf(message));
    if (one) shown.push(shownOf(one, one.existed && !one.before ? await read(one) : undefined));
  }
  const named = headName === undefined ? review : { ...review, head: headName };
  return { session, review: named, shown, diagnostics: [...session.diagnostics, ...output.problems] };
}

/** The texts that the vendor holds for a message; undefined where the vendor cannot be asked. */
async function readBack(
  world: World,
  { accounts }: Session,
  ledger: LedgerReader,
  { message, movedFrom }: Seen,
): Promise<Readonly<Record<string, string>> | undefined> {
  const { tenant = message.tenant, account = '', workspace = '' } = movedFrom ?? message;
  const line = ledger.lines({ account, workspace })?.get(nameOf({ ...message, tenant }));
  if (!line) return undefined;
  try {
    const payload = await accounts.get(account)?.account.workspace(workspace).read(line, world.signal);
    return payload?.fields as Readonly<Record<string, string>> | undefined;
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
