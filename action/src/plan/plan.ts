import type { Repository, Template, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareText, digestOf } from '../digest.ts';
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
import { type ArchivePolicy, archiveMessage, milliseconds } from './archive.ts';
import { destinationsOf } from './destinations.ts';
import { forecast } from './forecast.ts';
import { type Counted, refusalsOf } from './guards.ts';
import type { PairKeys } from './keys.ts';
import { finishPair, type PairDraft, planWanted } from './pair.ts';
import type { OpenAccount } from './prepare.ts';
import { includesFormerTenant, includesTemplate, includesTenant, type Scope } from './scope.ts';
import { type Expired, expired, target } from './targets.ts';
import { type Today, todayAt } from './today.ts';

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
  /** Whether a commit of the ledger has the planned commit as an ancestor, that is, is newer. */
  readonly isNewer: (commit: string) => boolean;
}

export interface PlanOutput {
  readonly plan: Plan;
  /** What rendering the changed messages found wrong. With an error among them the plan must not be used. */
  readonly problems: readonly Diagnostic[];
  readonly expired: readonly Expired[];
}

/** Compares what the repository asks for with what the ledger says is deployed. Total and deterministic for its input. */
export function makePlan(input: PlanInput): PlanOutput {
  const planner = new Planner(input);
  const bound = new Set<string>();
  for (const tenant of input.repository.tenants.values()) {
    for (const { destination, open, templates } of destinationsOf(tenant, input.repository, input.accounts)) {
      bound.add(destinationKey(destination));
      if (includesTenant(input.scope, tenant)) planner.destination(destination, { tenant, open, templates });
    }
  }
  for (const destination of input.ledger.destinations()) {
    if (!bound.has(destinationKey(destination))) planner.destination(destination, undefined);
  }
  return planner.finish();
}

/** Who a destination belongs to, and which templates go there. */
interface Binding {
  readonly tenant: Tenant;
  readonly open: OpenAccount;
  readonly templates: readonly Template[];
}

class Planner {
  readonly #input: PlanInput;
  readonly #today: Today;
  readonly #policy: ArchivePolicy;
  readonly #pairs: PlannedPair[] = [];
  readonly #refresh: Plan['refresh'] = [];
  readonly #workspaces: PlannedWorkspace[] = [];
  readonly #problems: Diagnostic[] = [];
  readonly #summary = { create: 0, update: 0, archive: 0, unchanged: 0, held: 0 };
  /** Tenants by their earlier ids. */
  readonly #renamed: ReadonlyMap<string, Tenant>;
  readonly #counted: Counted = { deployed: 0, archived: 0, claims: [], strangers: [], replaces: new Set(), seen: [] };

  constructor(input: PlanInput) {
    this.#input = input;
    this.#today = todayAt(input.now);
    const grace = milliseconds(input.repository.config.policies?.archiveGrace ?? '30d');
    const tenants = [...input.repository.tenants.values()];
    this.#renamed = new Map(tenants.flatMap((tenant) => tenant.formerly.map((id) => [id, tenant])));
    this.#policy = { now: input.now, grace };
  }

  destination(destination: Destination, binding: Binding | undefined): void {
    const lines = this.#input.ledger.lines(destination);
    const drafts = new Map<string, PairDraft>();
    const claimed = new Set<string>();
    if (binding) this.#wanted(destination, binding, lines, drafts, claimed);
    for (const [key, line] of lines ?? []) {
      if (!claimed.has(key)) this.#unwanted(destination, binding, line, drafts);
    }
    this.#counted.deployed += lines?.size ?? 0;
    const listing = this.#input.observed.get(destinationKey(destination));
    if (listing) this.#counted.seen.push({ destination, lines, listing });
    this.#collect(destination, lines !== undefined, [...drafts.values()]);
  }

  #wanted(
    destination: Destination,
    { tenant, open, templates }: Binding,
    lines: LedgerLines | undefined,
    drafts: Map<string, PairDraft>,
    claimed: Set<string>,
  ): void {
    for (const template of templates) {
      if (!includesTemplate(this.#input.scope, template.id)) continue;
      const verdict = target(tenant, template, this.#today);
      if (verdict.kind !== 'wanted') continue;
      const draft = newDraft(destination, tenant.id, template.id, template.channel);
      draft.reasons.push(...verdict.reasons);
      const hold = verdict.hold ?? unprovisioned(tenant, open, verdict.binding.id);
      const line = (locale: string): LedgerLine | undefined => {
        for (const id of [tenant.id, ...tenant.formerly]) {
          const key = lineKey({ tenant: id, template: template.id, locale });
          const found = lines?.get(key);
          if (found) claimed.add(key);
          if (found) return found;
        }
        return undefined;
      };
      const wanted = { tenant, version: verdict.version, open, hold, line };
      const { refresh, problems } = planWanted(draft, wanted, this.#input);
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
    if (!includesTemplate(this.#input.scope, line.template)) return;
    const owner = this.#ownerOf(line.tenant, binding);
    if (owner ? !includesTenant(this.#input.scope, owner) : !includesFormerTenant(this.#input.scope, line.tenant))
      return;
    if (binding && owner?.id !== binding.tenant.id) {
      this.#counted.strangers.push({ destination, tenant: line.tenant, now: binding.tenant.id });
      return;
    }
    const why = this.#whyUnwanted(destination, owner, line);
    if (!why) return;
    const key = `${owner?.id ?? line.tenant}/${line.template}`;
    const draft = drafts.get(key) ?? newDraft(destination, line.tenant, line.template, undefined);
    drafts.set(key, draft);
    const { message, held } = archiveMessage(line, this.#policy, why.hold);
    draft.messages.push(message);
    for (const reason of held ? [why.reason, held] : [why.reason]) {
      if (!draft.reasons.some((known) => known.code === reason.code)) draft.reasons.push(reason);
    }
    draft.names.push({ name: line.name, action: message.action });
  }

  /** The tenant that a ledger line belongs to today, by its present or an earlier id. */
  #ownerOf(id: string, binding: Binding | undefined): Tenant | undefined {
    if (binding?.tenant.formerly.includes(id)) return binding.tenant;
    return this.#input.repository.tenants.get(id) ?? this.#renamed.get(id);
  }

  /** Undefined when the line is to be left alone: the tenant is (again) a draft. */
  #whyUnwanted(
    destination: Destination,
    owner: Tenant | undefined,
    line: LedgerLine,
  ): { reason: PlanReason; hold?: PlanReason } | undefined {
    if (!owner) return { reason: { code: 'tenant-removed', message: `the tenant ${line.tenant} is gone` } };
    if (owner.id !== line.tenant) {
      return { reason: { code: 'renamed', message: `${line.tenant} is ${owner.id} now` } };
    }
    const template = this.#input.repository.templates.get(line.template);
    if (!template) return { reason: { code: 'template-removed', message: `the template ${line.template} is gone` } };
    const verdict = target(owner, template, this.#today);
    if (verdict.kind === 'draft') return undefined;
    const hold = verdict.hold ? { hold: verdict.hold } : {};
    if (verdict.kind === 'unwanted') return { reason: verdict.reason, ...hold };
    const { account, id = owner.id } = verdict.binding;
    if (account !== destination.account || id !== destination.workspace) {
      return { reason: { code: 'moved', message: `${template.channel} goes to ${account}/${id} now` }, ...hold };
    }
    return { reason: { code: 'locale-dropped', message: `${line.locale} is not among the tenant’s locales` }, ...hold };
  }

  #collect(destination: Destination, known: boolean, drafts: readonly PairDraft[]): void {
    let writes = 0;
    let archives = 0;
    let changes = 0;
    for (const draft of drafts) {
      const pair = finishPair(draft);
      this.#summary[pair.action] += 1;
      for (const { action } of pair.messages) {
        if (action === 'create' || action === 'update') writes += 1;
        if (action === 'archive') archives += 1;
      }
      for (const commit of draft.replaces) this.#counted.replaces.add(commit);
      this.#counted.claims.push(...draft.names.map((claim) => ({ ...claim, destination })));
      if (pair.action !== 'unchanged') changes += 1;
      if (pair.action !== 'unchanged' || this.#input.all) this.#pairs.push(pair);
    }
    this.#counted.archived += archives;
    const open = this.#input.accounts.get(destination.account);
    if (changes === 0 || !open) return;
    const { name: provider, capabilities } = open.provider;
    const about = { provider, dialect: open.dialect.id, live: capabilities.live, known };
    this.#workspaces.push({ ...destination, ...about, writes, archives });
  }

  finish(): PlanOutput {
    const { repository, scope, now, accounts } = this.#input;
    const pairs = this.#pairs.sort(byDestination);
    const workspaces = this.#workspaces.sort(byDestination);
    const changed = pairs.filter((pair) => pair.action !== 'unchanged');
    const plan: Plan = {
      version: 1,
      repository: repository.config.repository,
      commit: repository.commit,
      now: now.toISOString(),
      digest: digestOf(changed.map(contentOf)),
      scope,
      summary: this.#summary,
      workspaces,
      pairs,
      refresh: this.#refresh,
      refusals: refusalsOf(this.#counted, this.#input),
      forecast: forecast(workspaces, accounts),
    };
    return {
      plan,
      problems: this.#problems,
      expired: [...repository.tenants.values()].flatMap((t) => expired(t, this.#today)),
    };
  }
}

function newDraft(
  destination: Destination,
  tenant: string,
  template: string,
  channel: Template['channel'] | undefined,
): PairDraft {
  const shared = { reasons: [], messages: [], names: [], replaces: new Set<string>() };
  return { destination, tenant, template, ...(channel && { channel }), ...shared };
}

function unprovisioned(tenant: Tenant, open: OpenAccount, id: string | undefined): PlanReason | undefined {
  if (id !== undefined || open.provider.capabilities.createsWorkspaces) return undefined;
  return { code: 'unprovisioned', message: `${tenant.id} has no workspace in ${open.account.name} yet` };
}

/** The part of a pair that its plan's digest covers. */
function contentOf(pair: PlannedPair) {
  const { tenant, template, account, workspace, action } = pair;
  const messages = pair.messages.map((m) => [m.locale, m.action, m.before, m.after]);
  return { tenant, template, account, workspace, action, messages };
}

type Sortable = Destination & { tenant?: string; template?: string };

function byDestination(a: Sortable, b: Sortable): number {
  return (
    compareText(a.account, b.account) ||
    compareText(a.workspace, b.workspace) ||
    compareText(a.tenant ?? '', b.tenant ?? '') ||
    compareText(a.template ?? '', b.template ?? '')
  );
}
