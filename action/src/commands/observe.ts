import type { Tenant } from '../config/model.ts';
import { sideBySide } from '../deploy/side-by-side.ts';
import { assertIdentity } from '../deploy/visit.ts';
import type { Plan } from '../generated/index.ts';
import { type Destination, destinationKey, type LedgerReader } from '../ledger/ledger.ts';
import { byDestination } from '../plan/content.ts';
import { destinationsOf, type TenantDestination } from '../plan/destinations.ts';
import { includesTenant, type Scope } from '../plan/scope.ts';
import { todayAt } from '../plan/today.ts';
import { ProviderError } from '../providers/errors.ts';
import type { RemoteTemplate } from '../providers/provider.ts';
import { causesOf, someOf } from './causes.ts';
import type { Session } from './session.ts';
import { count } from './text.ts';
import type { World } from './world.ts';

/** How many workspaces are listed at once. */
const concurrency = 16;

export interface ObserveOptions {
  readonly scope: Scope;
  readonly refresh: boolean;
}

export interface Observed {
  /** What workspaces hold, by `destinationKey`. */
  readonly observed: ReadonlyMap<string, readonly RemoteTemplate[]>;
  /** Workspaces that could not be read, in the order of a plan. */
  readonly unreadable: Plan['unreadable'];
  /** Messages on record that are not in the workspaces looked into, in the order of a plan. */
  readonly missing: Plan['missing'];
}

/**
 * Lists workspaces for the planner's guards: those without a ledger file or, with `refresh`, all of them. A workspace
 * that cannot be looked into is noted and reported as unreadable; the deployer asks again before it writes there.
 */
export async function observe(
  world: World,
  session: Session,
  ledger: LedgerReader,
  { scope, refresh }: ObserveOptions,
): Promise<Observed> {
  const observed = new Map<string, readonly RemoteTemplate[]>();
  const limitFor = sideBySide(concurrency);
  const today = todayAt(world.now);
  const known = new Set(ledger.destinations().map(destinationKey));
  const wanted = [...session.repository.tenants.values()]
    .filter((tenant) => includesTenant(scope, tenant) && isDeployedTo(tenant))
    .flatMap((tenant) => destinationsOf(tenant, session, today))
    .filter(({ destination, provisioned }) => provisioned && (refresh || !known.has(destinationKey(destination))));
  if (wanted.length > 0) world.progress.step(`Reading ${count(wanted.length, 'workspace')}`);
  const unreadable: Plan['unreadable'] = [];
  const missing: Plan['missing'] = [];
  await Promise.all(
    wanted.map((place) =>
      limitFor(place.open)(async () => {
        const objects = await list(place, world.signal);
        if (objects instanceof ProviderError) {
          unreadable.push({ ...place.destination, failure: objects.failure, error: objects.message });
          return;
        }
        observed.set(destinationKey(place.destination), objects);
        missing.push(...missingIn(place.destination, ledger, objects));
      }),
    ),
  );
  unreadable.sort(byDestination);
  for (const { error, of } of causesOf(unreadable)) {
    const places = of.map(destinationKey);
    if (of.length === 1) world.progress.note(`${places[0]} could not be read: ${error}`);
    else {
      world.progress.note(`${count(of.length, 'workspace')} could not be read: ${error}`);
      world.progress.note(`  ${someOf(places, 'workspace')}`);
    }
  }
  noteMissing(world, missing.sort(byDestination));
  return { observed, unreadable, missing };
}

/** Messages on record whose objects no longer exist. */
function missingIn(
  destination: Destination,
  ledger: LedgerReader,
  objects: readonly RemoteTemplate[],
): Plan['missing'] {
  const ids = new Set(objects.map(({ id }) => id));
  return [...(ledger.lines(destination)?.values() ?? [])]
    .filter(({ id }) => !ids.has(id))
    .map(({ tenant, template, locale, name }) => ({ ...destination, tenant, template, locale, name }));
}

function noteMissing({ progress }: World, missing: Plan['missing']): void {
  if (missing.length === 0) return;
  const names = missing.map((one) => `${destinationKey(one)}/${one.name}`);
  progress.note(`On record but no longer at the vendor: ${someOf(names, 'message')}`);
  progress.note('  To create them again: npm run tenantry -- ledger rebuild, then npm run tenantry -- deploy');
}

/**
 * Whether the tenant's workspaces may be written to. Those of drafts and retired tenants are not, so no guard needs to
 * know what they hold.
 */
function isDeployedTo({ status }: Tenant): boolean {
  return status === 'active' || status === 'suspended';
}

/**
 * What a workspace holds, or the error that kept it from being listed. Its identity is checked first, as in a
 * deployment: otherwise another tenant's messages would look like a lost ledger, and a missing workspace like a
 * rejected key.
 */
async function list(
  { destination, open }: TenantDestination,
  signal: AbortSignal | undefined,
): Promise<RemoteTemplate[] | ProviderError> {
  try {
    const workspace = open.account.workspace(destination.workspace);
    await assertIdentity(workspace, open, destination, signal);
    return await Array.fromAsync(workspace.list(signal));
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}
