import type { Channel, TemplateVersion, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareText, sha256 } from '../digest.ts';
import type { PlannedMessage, PlannedPair, PlanReason } from '../generated/index.ts';
import type { Destination, LedgerLine } from '../ledger/ledger.ts';
import type { Renderer } from '../template/render.ts';
import type { PairKeys } from './keys.ts';
import { type OpenAccount, type Prepared, prepare } from './prepare.ts';

/** A pair at one destination while its messages are being decided. */
export interface PairDraft {
  readonly tenant: string;
  readonly template: string;
  readonly channel?: Channel;
  readonly destination: Destination;
  formerly?: string;
  readonly reasons: PlanReason[];
  readonly messages: PlannedMessage[];
  /** Remote names that are written, kept under an earlier id or archived: finds two claims on one object. */
  readonly names: { readonly name: string; readonly action: PlannedMessage['action'] }[];
}

/** A draft without messages. It has no channel where only the ledger knows the pair. */
export function newDraft(destination: Destination, tenant: string, template: string, channel?: Channel): PairDraft {
  return { destination, tenant, template, ...(channel && { channel }), reasons: [], messages: [], names: [] };
}

export interface Wanted {
  readonly tenant: Tenant;
  readonly version: TemplateVersion;
  readonly open: OpenAccount;
  readonly hold: PlanReason | undefined;
  /** The ledger's line for a locale, under the tenant's present or an earlier id. */
  readonly line: (locale: string) => LedgerLine | undefined;
}

/**
 * A message that was rendered and found to change. Whoever needs its text takes it from here instead of rendering it
 * again.
 */
export interface ChangedMessage {
  readonly tenant: Tenant;
  readonly version: TemplateVersion;
  readonly open: OpenAccount;
  readonly destination: Destination;
  /** What it replaces; undefined when it is new. */
  readonly line: LedgerLine | undefined;
  readonly prepared: Prepared;
  readonly planned: PlannedMessage;
}

export interface PairInput {
  readonly renderer: Renderer;
  readonly keys: PairKeys;
  /** Called with every message to be created, updated or held, while its text is at hand. */
  readonly onChanged?: ((message: ChangedMessage) => void) | undefined;
}

/** Decides about the messages of a wanted pair, rendering only those whose key differs from the ledger's. */
export function planWanted(
  draft: PairDraft,
  wanted: Wanted,
  { renderer, keys, onChanged }: PairInput,
): { refresh: { locale: string; digest: string; formerly?: string }[]; problems: readonly Diagnostic[] } {
  const { tenant, version, open } = wanted;
  const key = keys(version, tenant, open);
  const refresh: { locale: string; digest: string; formerly?: string }[] = [];
  const problems: Diagnostic[] = [];
  for (const locale of tenant.locales) {
    const line = wanted.line(locale);
    const stale = line !== undefined && (line.tenant !== tenant.id || line.unwantedSince !== undefined);
    if (line?.key === key && !stale) {
      keep(draft, line, tenant);
      continue;
    }
    if (line && line.tenant !== tenant.id) draft.formerly = line.tenant;
    const prepared = prepare(renderer, open, version, tenant, locale);
    problems.push(...prepared.problems);
    if (!prepared.payload) continue;
    if (line?.digest === prepared.digest) {
      refresh.push({ locale, digest: line.digest, ...(line.tenant !== tenant.id && { formerly: line.tenant }) });
      keep(draft, line, tenant);
      continue;
    }
    const action = wanted.hold ? 'held' : line ? 'update' : 'create';
    draft.names.push({ name: prepared.name, action });
    const change = changeClass(version.id, open.dialect.id, line?.skeleton ?? '', prepared.skeleton);
    const planned = message(locale, action, line?.digest ?? null, prepared.digest, change);
    draft.messages.push(planned);
    onChanged?.({ tenant, version, open, destination: draft.destination, line, prepared, planned });
  }
  if (wanted.hold && draft.messages.some((m) => m.action === 'held')) draft.reasons.push(wanted.hold);
  return { refresh, problems };
}

/**
 * Keeps a message as it is. Only a tenant that once had another id can have two lines for one object; in that case the
 * line that stays is a claim, too. Reading a line's digest may cost a rendering (`deployedAs`), so it is left to
 * whoever needs it.
 */
function keep(draft: PairDraft, line: LedgerLine, { formerly }: Tenant): void {
  if (formerly.length > 0) draft.names.push({ name: line.name, action: 'unchanged' });
  draft.messages.push({
    locale: line.locale,
    action: 'unchanged',
    get before() {
      return line.digest;
    },
    get after() {
      return line.digest;
    },
    class: null,
  });
}

/**
 * Completes a pair and decides its action: `create` if nothing of it was deployed, `archive` if nothing of it is
 * wanted, `held` if everything that would change is held, `unchanged` if nothing would, else `update`.
 */
export function finishPair(draft: PairDraft): PlannedPair {
  const { tenant, template, channel, destination, formerly, reasons } = draft;
  const messages = draft.messages.toSorted((a, b) => compareText(a.locale, b.locale));
  const { account, workspace } = destination;
  const action = actionOf(messages);
  return {
    tenant,
    ...(formerly !== undefined && { formerly }),
    template,
    ...(channel && { channel }),
    account,
    workspace,
    action,
    reasons: [...changeReasons(action, messages), ...reasons],
    messages,
  };
}

function changeReasons(action: PlannedPair['action'], messages: readonly PlannedMessage[]): PlanReason[] {
  if (action === 'create') return [{ code: 'new', message: 'not deployed yet' }];
  const reasons: PlanReason[] = [];
  if (messages.some((m) => m.action === 'update')) reasons.push({ code: 'changed', message: 'the message changed' });
  const added = messages.filter((m) => m.action === 'create').map((m) => m.locale);
  if (added.length > 0) reasons.push({ code: 'locale-added', message: `new in ${added.join(', ')}` });
  return reasons;
}

function actionOf(messages: readonly PlannedMessage[]): PlannedPair['action'] {
  const actions = new Set(messages.map((m) => m.action));
  if (!actions.has('create') && !actions.has('update') && !actions.has('archive')) {
    return actions.has('held') ? 'held' : 'unchanged';
  }
  if (messages.every((m) => m.after === null)) return 'archive';
  return messages.every((m) => m.before === null) ? 'create' : 'update';
}

function message(
  locale: string,
  action: PlannedMessage['action'],
  before: string | null,
  after: string | null,
  change: string | null,
): PlannedMessage {
  return { locale, action, before, after, class: change };
}

/** Names a class: pairs whose skeletons change in the same way are reviewed together. */
function changeClass(template: string, dialect: string, before: string, after: string): string {
  return sha256([template, dialect, before, after].join('\n')).slice(0, 12);
}
