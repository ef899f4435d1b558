import type { Channel, TemplateVersion, Tenant } from '../config/model.ts';
import type { Plan, PlannedMessage, PlannedPair } from '../generated/index.ts';
import { destinationKey, type LedgerLine, type LedgerLines, type LedgerReader, lineKey } from '../ledger/ledger.ts';
import { type Side, unrendered } from '../plan/as-deployed.ts';
import type { ChangedMessage } from '../plan/pair.ts';
import type { OpenAccount } from '../plan/prepare.ts';
import { localeOf } from '../template/message-site.ts';
import type { Earlier, EarlierOf } from './before.ts';
import { Measurer, nothing } from './measure.ts';
import type { Measure, ReviewedMessage } from './review.ts';

/** A message that changes, with what it was and will be made from. */
export interface Seen {
  readonly message: ReviewedMessage;
  readonly dialect: string;
  /** The plan's class; null for a message that is archived. */
  readonly planClass: string | null;
  /** Whether the message exists already, readable or not. */
  readonly existed: boolean;
  /** Whether the message had the same skeleton before, so that only values or members of the payload changed. */
  readonly sameSkeleton: boolean;
  readonly before: Earlier | undefined;
  /** Undefined for a message that is archived. */
  readonly after: After | undefined;
  /** Where a moving message is now, and under which tenant's id. */
  readonly movedFrom: { readonly account: string; readonly workspace: string; readonly tenant: string } | undefined;
}

export interface After {
  readonly side: Side;
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly open: OpenAccount;
}

interface Noted extends Pick<Seen, 'before' | 'after' | 'sameSkeleton'> {
  readonly measure: Measure;
}

/** Notes what the review needs to know of each changed message, while the planner has the message's text. */
export class Collector {
  readonly #head: Side;
  readonly #earlierOf: EarlierOf;
  readonly #measurer: Measurer;
  /** Present ids of tenants by their former ones. */
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #noted = new Map<string, Noted>();
  #read: { key: string; lines: LedgerLines | undefined } = { key: '', lines: undefined };

  constructor(head: Side, earlierOf: EarlierOf) {
    this.#head = head;
    this.#earlierOf = earlierOf;
    this.#measurer = new Measurer(head);
    const tenants = [...head.repository.tenants.values()];
    this.#renamed = new Map(tenants.flatMap((tenant) => tenant.formerly.map((id) => [id, tenant.id])));
  }

  note(changed: ChangedMessage): void {
    const { tenant, version, open, destination, line, prepared, planned } = changed;
    this.#noted.set(
      `${destinationKey(destination)} ${lineKey({ ...planned, tenant: tenant.id, template: version.id })}`,
      {
        measure: this.#measurer.of(changed),
        before: line && this.#earlierOf(line),
        after: { side: this.#head, version, tenant, open },
        sameSkeleton: line?.skeleton === prepared.skeleton,
      },
    );
  }

  /**
   * Lists every message that a plan changes, by tenant, template and locale. One that moves from one place to another
   * counts as one message.
   */
  messages(plan: Plan, ledger: LedgerReader): Seen[] {
    const leaving = new Map<string, Planned[]>();
    const staying: Planned[] = [];
    for (const pair of plan.pairs) {
      for (const message of pair.messages) {
        if (message.action === 'unchanged') continue;
        if (message.after !== null) staying.push({ pair, message });
        else add(leaving, lineKey({ ...pair, ...message, tenant: this.#owner(pair.tenant) }), { pair, message });
      }
    }
    const seen = staying.map(({ pair, message }) => {
      const key = lineKey({ ...pair, ...message });
      const from = message.before === null ? leaving.get(key)?.shift() : undefined;
      return this.#staying(pair, message, from, ledger);
    });
    for (const { pair, message } of [...leaving.values()].flat()) seen.push(this.#leaving(pair, message, ledger));
    return seen.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  /** The present id of a tenant that may have had another one. */
  #owner(tenant: string): string {
    return this.#head.repository.tenants.has(tenant) ? tenant : (this.#renamed.get(tenant) ?? tenant);
  }

  #staying(pair: PlannedPair, message: PlannedMessage, from: Planned | undefined, ledger: LedgerReader): Seen {
    const noted = this.#noted.get(`${destinationKey(pair)} ${lineKey({ ...pair, ...message })}`);
    if (!noted?.after) throw new Error(`${pair.tenant}/${pair.template} was planned without being rendered`);
    const { open, tenant, version } = noted.after;
    const line = from && this.#lineOf(ledger, from.pair, from.message);
    return {
      message: {
        ...common(pair, message, version.channel),
        ...placeOf(pair, tenant, version.channel),
        before: known(from ? from.message.before : message.before),
        measure: noted.measure,
      },
      dialect: open.dialect.id,
      planClass: message.class,
      existed: message.before !== null,
      sameSkeleton: noted.sameSkeleton,
      before: line ? this.#earlierOf(line) : noted.before,
      after: noted.after,
      movedFrom: from && { account: from.pair.account, workspace: from.pair.workspace, tenant: from.pair.tenant },
    };
  }

  #leaving(pair: PlannedPair, message: PlannedMessage, ledger: LedgerReader): Seen {
    const line = this.#lineOf(ledger, pair, message);
    const before = line && this.#earlierOf(line);
    const template = before?.version ?? this.#head.repository.templates.get(pair.template);
    const { account, workspace } = pair;
    const about = common(pair, message, pair.channel ?? template?.channel ?? 'email');
    return {
      message: { ...about, account, workspace, before: known(message.before), measure: nothing },
      dialect: before?.open.dialect.id ?? '',
      planClass: null,
      existed: true,
      sameSkeleton: false,
      before,
      after: undefined,
      movedFrom: undefined,
    };
  }

  /** Keeps the lines read last: pairs are sorted by destination, and reading one takes time. */
  #lineOf(ledger: LedgerReader, pair: PlannedPair, { locale }: PlannedMessage): LedgerLine | undefined {
    const key = destinationKey(pair);
    if (this.#read.key !== key) this.#read = { key, lines: ledger.lines(pair) };
    return this.#read.lines?.get(lineKey({ tenant: pair.tenant, template: pair.template, locale }));
  }
}

interface Planned {
  readonly pair: PlannedPair;
  readonly message: PlannedMessage;
}

/** A list, because a message that moved long ago may leave two places at once. */
function add(leaving: Map<string, Planned[]>, key: string, planned: Planned): void {
  const known = leaving.get(key);
  if (known) known.push(planned);
  else leaving.set(key, [planned]);
}

function common(pair: PlannedPair, message: PlannedMessage, channel: Channel) {
  const { tenant, template, reasons } = pair;
  const { locale, action, after } = message;
  if (action === 'unchanged') throw new Error('an unchanged message is not reviewed');
  return { tenant, template, locale, channel, action, reasons, after, direction: localeOf(locale).direction };
}

/** A draft without a workspace is planned as if for any account, but has no place. */
function placeOf({ account, workspace }: PlannedPair, { status, workspaces }: Tenant, channel: Channel) {
  const isNowhere = status === 'draft' && !workspaces[channel];
  return { account: isNowhere ? undefined : account, workspace: isNowhere ? undefined : workspace };
}

function known(digest: string | null): string | null {
  return digest === unrendered ? null : digest;
}

function orderOf({ message: { tenant, template, locale } }: Seen): string {
  return `${tenant}\n${template}\n${locale}`;
}
