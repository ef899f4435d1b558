import type { Repository, TemplateVersion, Tenant } from '../config/model.ts';
import { compareText } from '../digest.ts';
import {
  type Destination,
  destinationKey,
  type LedgerLine,
  type LedgerLines,
  type LedgerReader,
  lineKey,
} from '../ledger/ledger.ts';
import { remoteName } from '../providers/remote-name.ts';
import type { Renderer } from '../template/render.ts';
import { byDestination } from './content.ts';
import { destinationsOf, type TenantDestination } from './destinations.ts';
import type { PairKeys } from './keys.ts';
import { type OpenAccount, type Prepared, prepare } from './prepare.ts';
import { target } from './targets.ts';
import { todayAt } from './today.ts';

/** A commit of the repository with everything that is computed from it. */
export interface Side {
  readonly repository: Repository;
  readonly renderer: Renderer;
  readonly keys: PairKeys;
  readonly accounts: ReadonlyMap<string, OpenAccount>;
}

/** Stands for the digests of a message that its commit does not render. Equal to no real digest. */
export const unrendered = '0'.repeat(64);

/**
 * A commit as if it, and nothing else ever, had been deployed: the ledger that its own deployment into empty workspaces
 * at `now` would leave, without grace times or holds. The planner compares another commit with it as with a real
 * ledger. Total: what the commit does not render has the digest `unrendered`.
 *
 * Keys are computed when they are asked for; a message is rendered only when its digest, skeleton or text is. Every
 * call of `lines` makes new lines, so that nothing rendered outlives its destination.
 */
export function deployedAs(
  side: Side,
  now: Date,
  { drafts = none, without = none }: DeployedOptions = {},
): LedgerReader {
  const today = todayAt(now);
  const places = new Map<string, { destination: Destination; homes: Home[] }>();
  for (const tenant of side.repository.tenants.values()) {
    for (const home of destinationsOf(tenant, { ...side, drafts: drafts.has(tenant.id) }, today)) {
      const key = destinationKey(home.destination);
      if (without.has(key)) continue;
      const place = places.get(key) ?? { destination: home.destination, homes: [] };
      place.homes.push({ tenant, ...home });
      places.set(key, place);
    }
  }
  function* linesAt(homes: readonly Home[]): Generator<[string, LedgerLine]> {
    for (const { tenant, open, templates } of homes) {
      for (const template of templates) {
        const verdict = target(tenant, template, today);
        if (verdict.kind === 'unwanted' || (verdict.kind === 'draft' && !drafts.has(tenant.id))) continue;
        const pair = new DeployedPair(side, verdict.version, tenant, open);
        for (const locale of tenant.locales) {
          yield [lineKey({ tenant: tenant.id, template: template.id, locale }), new DeployedLine(pair, locale)];
        }
      }
    }
  }
  const lines = (destination: Destination): LedgerLines | undefined => {
    const found = new Map(linesAt(places.get(destinationKey(destination))?.homes ?? []));
    return found.size > 0 ? found : undefined;
  };
  const sorted = [...places.values()].map((place) => place.destination).sort(byDestination);
  return {
    destinations: () => sorted,
    lines,
    journals: () => [],
    routes: () => new Map(),
    holder: () => undefined,
    warnings: () => [],
  };
}

export interface DeployedOptions {
  /**
   * Tenants whose messages count as deployed although the tenants are drafts. These are the ones that stay drafts, so
   * that a change to them can be told from what they had before.
   */
  readonly drafts?: ReadonlySet<string>;
  /** Destinations, by `destinationKey`, where nothing counts as deployed. */
  readonly without?: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/**
 * Destinations of the first commit that never had a workspace and that the second commit no longer has. What is created
 * in the workspace that a tenant was given meanwhile has then moved from nowhere.
 */
export function neverProvisioned(before: Side, after: Side, now: Date): ReadonlySet<string> {
  const today = todayAt(now);
  const places = (side: Side) =>
    [...side.repository.tenants.values()].flatMap((tenant) => destinationsOf(tenant, side, today));
  const left = new Set<string>();
  for (const { destination, provisioned } of places(before)) if (!provisioned) left.add(destinationKey(destination));
  if (left.size > 0) for (const { destination } of places(after)) left.delete(destinationKey(destination));
  return left;
}

interface Home extends TenantDestination {
  readonly tenant: Tenant;
}

/** What the locales of a pair have in common. */
class DeployedPair {
  readonly side: Side;
  readonly version: TemplateVersion;
  readonly tenant: Tenant;
  readonly open: OpenAccount;
  #key: string | undefined;

  constructor(side: Side, version: TemplateVersion, tenant: Tenant, open: OpenAccount) {
    this.side = side;
    this.version = version;
    this.tenant = tenant;
    this.open = open;
  }

  get key(): string {
    this.#key ??= this.side.keys(this.version, this.tenant, this.open);
    return this.#key;
  }
}

/** A message of a commit as a line of a ledger. */
export class DeployedLine implements LedgerLine {
  readonly pair: DeployedPair;
  readonly locale: string;
  readonly run = '';
  #prepared: ReturnType<typeof prepare> | undefined;

  constructor(pair: DeployedPair, locale: string) {
    this.pair = pair;
    this.locale = locale;
  }

  get tenant(): string {
    return this.pair.tenant.id;
  }

  get template(): string {
    return this.pair.version.id;
  }

  get key(): string {
    return this.pair.key;
  }

  get digest(): string {
    return this.prepared()?.digest ?? unrendered;
  }

  get remote(): string {
    return this.digest;
  }

  get skeleton(): string {
    return this.prepared()?.skeleton ?? unrendered;
  }

  get name(): string {
    return remoteName(this.template, this.locale, this.pair.open.provider.limits.nameLength);
  }

  get id(): string {
    return this.name;
  }

  get commit(): string {
    return this.pair.side.repository.commit;
  }

  /** The message itself, rendered at most once per line; undefined when it has errors. */
  prepared(): Prepared | undefined {
    const { side, open, version, tenant } = this.pair;
    this.#prepared ??= prepare(side.renderer, open, version, tenant, this.locale);
    return this.#prepared.payload ? this.#prepared : undefined;
  }
}

/** The present and earlier ids of all draft tenants of a repository. */
export function draftsOf(repository: Repository): ReadonlySet<string> {
  const drafts = [...repository.tenants.values()].filter((tenant) => tenant.status === 'draft');
  return new Set(drafts.flatMap((tenant) => [tenant.id, ...tenant.formerly]).sort(compareText));
}
