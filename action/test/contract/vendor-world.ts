import type { Account as AccountConfig } from '../../src/config/model.ts';
import type { Emulator } from '../../src/emulators/kernel.ts';
import { type Patience, usualPatience } from '../../src/providers/http/client.ts';
import { type Runtime, systemRuntime } from '../../src/providers/http/runtime.ts';
import type { Account, Provider, ProviderEnvironment } from '../../src/providers/provider.ts';
import type { VendorHarness } from './clauses-vendor.ts';
import type { Harness } from './harness.ts';

/** Short but for answers, so that a vendor in trouble costs a test no time: one that answers does so on any machine. */
export const impatient: Patience = { answer: usualPatience.answer, attempts: 3, call: 5000, backoff: 4 };

/** Milliseconds that a driver waits for an answer where the vendor was told to give none. */
const untilSilent = 250;

const repository = 'acme-messaging';

/** An emulated vendor, and an account that speaks to it. */
export interface VendorWorld {
  readonly emulator: Emulator;
  readonly account: Account;
  /** The account's variable. */
  readonly variable: string;
  /** What that holds; can be changed. */
  credential: string | undefined;
  /** Lets time pass for the driver. */
  later(milliseconds: number): void;
  /** Another account of the same configuration, as another process would open it. */
  open(more?: Partial<ProviderEnvironment>, name?: string): Account;
  /** Calls the vendor directly, as one who may call for that workspace; undefined: for none. */
  request(method: string, path: string, workspace: string | undefined, body?: unknown): Promise<Response>;
}

/** What a vendor's world has of its own. */
export interface Vendor {
  readonly provider: Provider;
  /** What the configuration calls the account. */
  readonly name: string;
  readonly emulator: Emulator;
  /** The account in the configuration, with what every account has. */
  config(common: { credentials: { env: string }; options: { host: string } }): AccountConfig;
  /** What the account's variable holds to begin with. */
  readonly credential: string;
  /** The headers that reach a workspace. */
  headers(workspace: string | undefined): Readonly<Record<string, string>>;
  /** The driver's time and chance; the system's own when absent. */
  readonly runtime?: Runtime;
  /** How long the driver waits; `impatient` when absent. */
  readonly patience?: Patience;
}

export function vendorWorld(vendor: Vendor): VendorWorld {
  const { provider, emulator, headers, runtime = systemRuntime, patience = impatient } = vendor;
  const variable = `TENANTRY_${vendor.name.toUpperCase().replace('-', '_')}`;
  let ahead = 0;
  const open = (more: Partial<ProviderEnvironment> = {}, name = vendor.name) =>
    provider.open(name, vendor.config({ credentials: { env: variable }, options: { host: emulator.url } }), {
      repository,
      root: '/nowhere',
      credential: (asked) => (asked === variable ? world.credential : undefined),
      patience: unlessSilent(emulator, patience),
      runtime: { ...runtime, now: () => runtime.now() + ahead },
      ...more,
    });
  const world: VendorWorld = {
    emulator,
    variable,
    credential: vendor.credential,
    later: (milliseconds) => {
      ahead += milliseconds;
    },
    open,
    account: open(),
    request: (method, path, workspace, body) =>
      fetch(emulator.url + path, {
        method,
        headers: { ...headers(workspace), ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
  return world;
}

/** Only a vendor that was told to is silent; any other one answers, however slow the machine is that runs the tests. */
function unlessSilent(emulator: Emulator, patience: Patience): Patience {
  return {
    ...patience,
    get answer() {
      const isSilent = emulator.faults.list().some(({ kind }) => kind === 'silence' || kind === 'slow-body');
      return isSilent ? untilSilent : patience.answer;
    },
  };
}

/** What a JSON bundle holds: the key of each workspace. */
export function bundleOf(workspaces: readonly string[], keyOf: (workspace: string) => string): string {
  return JSON.stringify(Object.fromEntries(workspaces.map((one) => [one, keyOf(one)])));
}

/** Requests that the vendor has carried out and that write. */
export function writesOf({ emulator }: VendorWorld) {
  return emulator.requests.filter(({ method, status }) => method !== 'GET' && status >= 200 && status < 300);
}

type Shared = 'account' | 'open' | 'repository' | 'sabotage' | 'writes' | 'dispose';

/** What the contract needs to know of a world, with what a vendor has of its own. */
export function harnessOf(
  world: VendorWorld,
  its: Omit<Harness, Shared> & { readonly vendor: Pick<VendorHarness['vendor'], 'create' | 'fill' | 'count'> },
): VendorHarness {
  const { emulator, variable } = world;
  return {
    ...its,
    account: world.account,
    open: (id) => world.open({ repository: id }),
    repository,
    async sabotage(workspace) {
      emulator.faults.add({ kind: 'status', workspace });
    },
    vendor: {
      ...its.vendor,
      fault: (workspace, fault) => emulator.faults.add({ ...fault, workspace }),
      recover: () => {
        emulator.faults.clear();
        world.later(60_000);
      },
      lag: (milliseconds) => {
        emulator.settings.listingDelay = milliseconds;
      },
      withoutKey: () => ({ account: world.open({ credential: () => undefined }), variable }),
    },
    writes: async () => writesOf(world).length,
    dispose: () => emulator.close(),
  };
}

/** Plants so many objects, one after the other. */
export async function plantMany(count: number, plant: (name: string) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index++) await plant(`by-hand-${index}`);
}
