import type { Tenant } from '../config/model.ts';
import { sideBySide } from '../deploy/side-by-side.ts';
import { destinationKey, type LedgerReader } from '../ledger/ledger.ts';
import { destinationsOf } from '../plan/destinations.ts';
import { includesTenant, type Scope } from '../plan/scope.ts';
import { todayAt } from '../plan/today.ts';
import { ProviderError } from '../providers/errors.ts';
import type { RemoteTemplate } from '../providers/provider.ts';
import type { Session } from './session.ts';
import { count } from './text.ts';
import type { World } from './world.ts';

/** Workspaces listed at once. */
const concurrency = 16;

export interface ObserveOptions {
  readonly scope: Scope;
  readonly refresh: boolean;
  /** Told of each workspace that cannot be listed, and why. */
  readonly onUnlisted?: ((error: ProviderError) => void) | undefined;
}

/**
 * Lists workspaces for the planner's guards: those without a ledger file, or all with `refresh`. A workspace that
 * cannot be listed is left out, with a note: the deployer lists it again before it writes there.
 */
export async function observe(
  world: World,
  session: Session,
  ledger: LedgerReader,
  { scope, refresh, onUnlisted }: ObserveOptions,
): Promise<Map<string, readonly RemoteTemplate[]>> {
  const observed = new Map<string, readonly RemoteTemplate[]>();
  const limitFor = sideBySide(concurrency);
  const today = todayAt(world.now);
  const known = new Set(ledger.destinations().map(destinationKey));
  const wanted = [...session.repository.tenants.values()]
    .filter((tenant) => includesTenant(scope, tenant) && isDeployedTo(tenant))
    .flatMap((tenant) => destinationsOf(tenant, session, today))
    .filter(({ destination, provisioned }) => provisioned && (refresh || !known.has(destinationKey(destination))));
  if (wanted.length > 0) world.progress.step(`Looking into ${count(wanted.length, 'workspace')}`);
  await Promise.all(
    wanted.map(({ destination, open }) =>
      limitFor(open)(async () => {
        const objects = await list(() => open.account.workspace(destination.workspace).list(world.signal));
        if (!(objects instanceof ProviderError)) observed.set(destinationKey(destination), objects);
        else {
          world.progress.note(`${destinationKey(destination)} could not be listed: ${objects.message}`);
          onUnlisted?.(objects);
        }
      }),
    ),
  );
  return observed;
}

/** What a draft or a retired tenant's workspace holds is not to be written to, so no guard needs to know it. */
function isDeployedTo({ status }: Tenant): boolean {
  return status === 'active' || status === 'suspended';
}

async function list(objects: () => AsyncIterable<RemoteTemplate>): Promise<RemoteTemplate[] | ProviderError> {
  try {
    return await Array.fromAsync(objects());
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}
