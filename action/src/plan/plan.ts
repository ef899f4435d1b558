import type { Channel, Repository, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan, PlannedPair, PlannedWorkspace, PlanReason } from '../generated/index.ts';
import {
  type Destination,
  destinationKey,
  type LedgerLine,
  type LedgerLines,
  type LedgerReader,
  lineKey,
} from '../ledger/ledger.ts';
import type { RemoteTemplate } from '../providers/provider.ts';
import type { Renderer } from '../template/render.ts';
import { type ArchivePolicy, archiveGraceOf, archiveMessage, milliseconds } from './archive.ts';
import { byDestination, digestOfPairs } from './content.ts';
import { destinationsOf, type TenantDestination } from './destinations.ts';
import { forecast } from './forecast.ts';
import { type Counted, refusalsOf } from './guards.ts';
import type { PairKeys } from './keys.ts';
import { liveOf } from './live.ts';
import { finishPair, newDraft, type PairDraft, type PairInput, planWanted } from './pair.ts';
import type { OpenAccount } from './prepare.ts';
import { includesFormerTenant, includesTemplate, includesTenant, type Scope } from './scope.ts';
import { target } from './targets.ts';
import { type Today, todayAt } from './today.ts';
import { Unwanted } from './unwanted.ts';

export interface PlanInput {
  readonly repository: Repository;
  readonly renderer: Renderer;
  readonly keys: PairKeys;
  readonly accounts: ReadonlyMap<string, OpenAccount>;
  readonly ledger: LedgerReader;
  readonly now: Date;
  readonly scope: Scope;
  /** Whether unchanged pairs are listed too. */
  readonly all: boolean;
  /** What workspaces were seen to hold, by `destinationKey`: at least those that the ledger does not know. */
  readonly observed: ReadonlyMap<string, readonly RemoteTemplate[]>;
  /** Workspaces that could not be read. The plan names them and is made without knowing what they hold. */
  readonly unreadable?: Plan['unreadable'];
  /** Messages on record that were not found where they should be; the plan names these, too. */
  readonly missing?: Plan['missing'];
  /**
   * Returns one of these commits that is newer than the planned commit, that is, has it as an ancestor; undefined when
   * none is.
   */
  readonly newerOf: (commits: ReadonlySet<string>) => string | undefined;
  /**
   * `review` makes a plan for people to judge, not to be carried out: it says what a change comes to in the end. Drafts
   * are planned too, and held; what nothing wants any more is archived without grace time. Without it, a deployment is
   * planned.
   */
  readonly purpose?: 'review';
  readonly onChanged?: PairInput['onChanged'] | undefined;
}

export interface PlanOutput {
  readonly plan: Plan;
  /** Problems found while rendering the changed messages. With an error among them the plan must not be used. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Compares what the repository asks for with what the ledger says is deployed. Total, and deterministic for its input.
 */
export function makePlan(input: PlanInput): PlanOutput {
  const today = todayAt(input.now);
  const planner = new Planner(input, today);
  const bound = new Set<string>();
  for (const tenant of input.repository.tenants.values()) {
    for (const place of destinationsOf(tenant, { ...input, drafts: input.purpose === 'review' }, today)) {
      bound.add(destinationKey(place.destination));
      if (includesTenant(input.scope, tenant)) planner.destination(place.destination, { tenant, ...place });
    }
  }
  for (const destination of input.ledger.destinations()) {
    if (!bound.has(destinationKey(destination))) planner.destination(destination, undefined);
  }
  return planner.finish();
}

/** Whose destination it is, and which templates go there. */
interface Binding extends TenantDestination {
  readonly tenant: Tenant;
}

class Planner {
  readonly #input: PlanInput;
  readonly #today: Today;
  readonly #policy: ArchivePolicy;
  readonly #unwantedLines: Unwanted;
  readonly #pairs: PlannedPair[] = [];
  readonly #refresh: Plan['refresh'] = [];
  readonly #workspaces: PlannedWorkspace[] = [];
  readonly #problems: Diagnostic[] = [];
  readonly #summary = { create: 0, update: 0, archive: 0, unchanged: 0, held: 0 };
  readonly #counted: Counted = { archived: 0, changed: false, claims: [], strangers: [], commits: new Set(), seen: [] };

  constructor(input: PlanInput, today: Today) {
    this.#input = input;
    this.#today = today;
    this.#unwantedLines = new Unwanted(input.repository, today);
    const grace = milliseconds(archiveGraceOf(input.repository.config));
    this.#policy = { now: input.now, grace: input.purpose === 'review' ? 0 : grace };
  }

  destination(destination: Destination, binding: Binding | undefined): void {
    const lines = this.#input.ledger.lines(destination);
    const drafts = new Map<string, PairDraft>();
    const claimed = new Set<string>();
    if (binding) this.#wanted(binding, lines, drafts, claimed);
    for (const [key, line] of lines ?? []) {
      if (!claimed.has(key)) this.#unwanted(destination, binding, line, drafts);
    }
    const listing = this.#input.observed.get(destinationKey(destination));
    if (listing) {
      const planned = [...drafts.values()].flatMap((draft) => draft.messages.map((message) => message.after));
      this.#counted.seen.push({ destination, lines, listing, planned });
    }
    this.#collect(destination, lines !== undefined, [...drafts.values()]);
  }

  #wanted(
    { destination, tenant, open, provisioned, templates }: Binding,
    lines: LedgerLines | undefined,
    drafts: Map<string, PairDraft>,
    claimed: Set<string>,
  ): void {
    for (const template of templates) {
      if (!includesTemplate(this.#input.scope, template.id)) continue;
      const verdict = target(tenant, template, this.#today);
      if (verdict.kind === 'unwanted' || (verdict.kind === 'draft' && this.#input.purpose !== 'review')) continue;
      const { version } = verdict;
      const draft = newDraft(destination, tenant.id, template.id, version.channel);
      if (verdict.kind === 'wanted') draft.reasons.push(...verdict.reasons);
      const ownHold = verdict.kind === 'draft' ? isDraft : verdict.hold;
      const hold = ownHold ?? (provisioned ? undefined : unprovisioned(tenant, open));
      const line = (locale: string): LedgerLine | undefined => {
        for (const id of [tenant.id, ...tenant.formerly]) {
          const key = lineKey({ tenant: id, template: template.id, locale });
          const found = lines?.get(key);
          if (!found) continue;
          claimed.add(key);
          this.#counted.commits.add(found.commit);
          return found;
        }
        return undefined;
      };
      const { refresh, problems } = planWanted(draft, { tenant, version, open, hold, line }, this.#input);
      this.#problems.push(...problems);
      for (const entry of refresh) {
        this.#refresh.push({ ...destination, tenant: tenant.id, template: template.id, ...entry });
      }
      drafts.set(`${tenant.id}/${template.id}`, draft);
    }
  }

  #unwanted(
    destination: Destination,
    binding: Binding | undefined,
    line: LedgerLine,
    drafts: Map<string, PairDraft>,
  ): void {
    const owner = this.#unwantedLines.ownerOf(line.tenant);
    if (binding && owner?.id !== binding.tenant.id) {
      this.#counted.strangers.push({ destination, tenant: line.tenant, now: binding.tenant.id });
      return;
    }
    if (!this.#includes(owner, line)) return;
    const why = this.#unwantedLines.why(destination, line);
    if (!why) return;
    this.#counted.commits.add(line.commit);
    const key = `${owner?.id ?? line.tenant}/${line.template}`;
    const draft = drafts.get(key) ?? newDraft(destination, line.tenant, line.template);
    drafts.set(key, draft);
    const { message, held } = archiveMessage(line, this.#policy, why.hold);
    draft.messages.push(message);
    for (const reason of held ? [why.reason, held] : [why.reason]) {
      if (!draft.reasons.some((known) => known.code === reason.code)) draft.reasons.push(reason);
    }
    draft.names.push({ name: line.name, action: message.action });
  }

  /** Whether a line is in the run's scope. */
  #includes(owner: Tenant | undefined, { tenant, template }: LedgerLine): boolean {
    const { scope } = this.#input;
    if (!includesTemplate(scope, template)) return false;
    return owner ? includesTenant(scope, owner) : includesFormerTenant(scope, tenant);
  }

  #collect(destination: Destination, known: boolean, drafts: readonly PairDraft[]): void {
    let writes = 0;
    let archives = 0;
    let changes = 0;
    const channels = new Set<Channel | undefined>();
    for (const draft of drafts) {
      const pair = finishPair(draft);
      this.#summary[pair.action] += 1;
      for (const { action } of pair.messages) {
        if (action === 'create' || action === 'update') writes += 1;
        if (action === 'archive') archives += 1;
      }
      this.#counted.claims.push(...draft.names.map((claim) => ({ ...claim, destination })));
      if (pair.action !== 'unchanged') {
        changes += 1;
        channels.add(pair.channel);
      }
      if (pair.action !== 'unchanged' || this.#input.all) this.#pairs.push(pair);
    }
    this.#counted.archived += archives;
    if (changes > 0) this.#counted.changed = true;
    const open = this.#input.accounts.get(destination.account);
    if (changes === 0 || !open) return;
    const { name: provider, capabilities } = open.provider;
    const about = { provider, dialect: open.dialect.id, live: liveOf(capabilities.live, channels), known };
    this.#workspaces.push({ ...destination, ...about, writes, archives });
  }

  finish(): PlanOutput {
    const { repository, scope, now, accounts, unreadable = [], missing = [] } = this.#input;
    const pairs = this.#pairs.sort(byDestination);
    const workspaces = this.#workspaces.sort(byDestination);
    const plan: Plan = {
      version: 1,
      repository: repository.config.repository,
      commit: repository.commit,
      now: now.toISOString(),
      digest: digestOfPairs(pairs),
      scope,
      summary: this.#summary,
      workspaces,
      pairs,
      refresh: this.#refresh,
      refusals: refusalsOf(this.#counted, this.#input),
      unreadable,
      missing,
      forecast: forecast(workspaces, accounts),
    };
    return { plan, problems: this.#problems };
  }
}

const isDraft: PlanReason = { code: 'draft', message: 'the tenant is a draft: previewed, not deployed' };

function unprovisioned(tenant: Tenant, open: OpenAccount): PlanReason {
  const message = `${tenant.id} has no workspace in ${open.account.name} yet; create it there, and put its id in ${tenant.file}`;
  return { code: 'unprovisioned', message };
}
