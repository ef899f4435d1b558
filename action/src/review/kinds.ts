import type { Channel, Repository } from '../config/model.ts';
import type { PlanReason } from '../generated/index.ts';
import type { Seen } from './collect.ts';
import type { Change } from './review.ts';

/** What happens to a message, and with which others it is reviewed. */
export interface Sorting {
  readonly kind: Change['kind'];
  /** Messages with the same key are one change; updates are grouped by their words instead. */
  readonly key: string;
  readonly title: string;
}

/**
 * The most tenants that come or go at once and are still reviewed one by one: more of them mostly come from one list.
 */
const mostOneByOne = 6;

/**
 * Sorts the messages that are created, moved or archived. `base` is undefined where it is unknown what was there
 * before.
 */
export class Sorter {
  readonly #base: Repository | undefined;
  readonly #head: Repository;
  readonly #newTenants: ReadonlySet<string>;
  readonly #goneTenants: ReadonlySet<string>;

  constructor(base: Repository | undefined, head: Repository, seen: readonly Seen[]) {
    this.#base = base;
    this.#head = head;
    const tenants = (ones: readonly Seen[]) => new Set(ones.map(({ message }) => message.tenant));
    this.#newTenants = tenants(seen.filter((one) => kindOf(one) === 'create' && this.#isNewTenant(one.message.tenant)));
    this.#goneTenants = tenants(seen.filter((one) => kindOf(one) === 'archive' && reasonOfTenant(one)));
  }

  sort(seen: Seen): Sorting {
    const kind = kindOf(seen);
    if (kind === 'create') return { kind, ...this.#created(seen) };
    if (kind === 'archive') return { kind, ...this.#archived(seen) };
    if (kind === 'move') return { kind, ...this.#moved(seen) };
    return { kind, key: '', title: '' };
  }

  #created({ message: { tenant, template, locale, channel } }: Seen): Omit<Sorting, 'kind'> {
    if (this.#newTenants.has(tenant)) {
      if (this.#newTenants.size > mostOneByOne) {
        return { key: 'new tenants', title: `${this.#newTenants.size} new tenants` };
      }
      const isKnown = this.#base?.tenants.has(tenant) === true;
      return { key: `new tenant ${tenant}`, title: isKnown ? `tenant ${tenant} goes live` : `new tenant ${tenant}` };
    }
    if (this.#hasNewWorkspace(tenant, channel)) {
      return { key: `workspace ${channel} ${tenant}`, title: `${tenant} gets a workspace for ${channel}` };
    }
    if (!this.#base?.templates.has(template))
      return { key: `new template ${template}`, title: `new template ${template}` };
    if (this.#base.tenants.get(tenant)?.locales.includes(locale) === false) {
      return { key: `new locale ${locale}`, title: `new in ${locale}` };
    }
    return { key: `more ${template}`, title: `${template} reaches more tenants` };
  }

  #archived(seen: Seen): Omit<Sorting, 'kind'> {
    const { tenant, template, locale, reasons } = seen.message;
    const reason = reasonOfTenant(seen);
    if (reason) {
      if (this.#goneTenants.size > mostOneByOne)
        return { key: 'tenants leave', title: `${this.#goneTenants.size} tenants leave` };
      return { key: `tenant ${tenant} leaves`, title: `tenant ${tenant} leaves` };
    }
    if (!this.#head.templates.has(template))
      return { key: `template ${template} goes`, title: `template ${template} is removed` };
    const isLocale = reasons.some(({ code }) => code === 'locale-dropped');
    if (isLocale) return { key: `locale ${locale} goes`, title: `no longer in ${locale}` };
    return { key: `fewer ${template}`, title: `${template} reaches fewer tenants` };
  }

  #moved({ message, movedFrom }: Seen): Omit<Sorting, 'kind'> {
    const from = movedFrom!;
    if (from.tenant !== message.tenant) {
      return { key: `tenant ${message.tenant}`, title: `tenant ${from.tenant} becomes ${message.tenant}` };
    }
    if (from.account !== message.account) {
      const key = `account ${from.account} ${message.account}`;
      return { key, title: `from account ${from.account} to ${message.account}` };
    }
    return {
      key: `workspace ${message.tenant} ${message.workspace}`,
      title: `${message.tenant} moves from workspace ${from.workspace} to ${message.workspace}`,
    };
  }

  /** Whether a tenant that was there before has got a workspace for a channel. */
  #hasNewWorkspace(id: string, channel: Channel): boolean {
    const [old, young] = [this.#base, this.#head].map((side) => side?.tenants.get(id));
    if (!old || !young?.workspaces[channel]) return false;
    const before = old.workspaces[channel];
    return !before || (before.id === undefined && young.workspaces[channel].id !== undefined);
  }

  /**
   * Whether a tenant was not there before, or only as a draft. Where nothing at all was there before, no tenant counts
   * as new: the templates do.
   */
  #isNewTenant(id: string): boolean {
    if (!this.#base || this.#base.tenants.size === 0) return false;
    const tenant = this.#head.tenants.get(id);
    const earlier = [id, ...(tenant?.formerly ?? [])].map((one) => this.#base?.tenants.get(one)).find(Boolean);
    return !earlier || (earlier.status === 'draft' && tenant?.status !== 'draft');
  }
}

function kindOf({ existed, after, movedFrom }: Seen): Change['kind'] {
  if (!after) return 'archive';
  if (movedFrom) return 'move';
  return existed ? 'update' : 'create';
}

const leaving: ReadonlySet<PlanReason['code']> = new Set(['tenant-removed', 'tenant-retired']);

function reasonOfTenant({ message }: Seen): PlanReason | undefined {
  return message.reasons.find(({ code }) => leaving.has(code));
}
