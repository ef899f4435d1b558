import { randomBytes } from 'node:crypto';
import { type Emulator, type LoggedRequest, startEmulator } from '../../action/src/emulators/kernel.ts';
import { emulators } from '../../action/src/emulators/registry.ts';

/** The vendors of the demonstration, in the order in which they are shown. */
export const vendors = ['sendgrid', 'postmark', 'iterable', 'braze'] as const;
export type Vendor = (typeof vendors)[number];

/** As the vendors write themselves. */
export const vendorNames: Readonly<Record<Vendor, string>> = {
  sendgrid: 'SendGrid',
  postmark: 'Postmark',
  iterable: 'Iterable',
  braze: 'Braze',
};

/** An account at an emulated vendor. It goes by the vendor's name. */
export interface DemoAccount {
  readonly vendor: Vendor;
  readonly emulator: Emulator;
  /** The variable that holds its keys. */
  readonly variable: string;
  /** What workspaces are there, and whose they are: the tenant's id by the workspace's. */
  readonly tenants: Map<string, string>;
  /** What its variable holds: nobody but a vendor is to see it. */
  keys(): string;
}

/** What a vendor was asked since it was last counted. */
export interface Asked {
  readonly requests: number;
  readonly writes: readonly LoggedRequest[];
}

/** Starts the four vendors on this machine, each on a free port, with keys that nobody has seen before. */
export async function openAccounts(): Promise<DemoAccount[]> {
  return await Promise.all(vendors.map(openAccount));
}

async function openAccount(vendor: Vendor): Promise<DemoAccount> {
  const entry = emulators[vendor];
  const key = `SG.demo-key-${randomBytes(12).toString('hex')}`;
  const emulator = await startEmulator(entry.create(key), { rate: entry.rate });
  const tenants = new Map<string, string>();
  const variable = `TENANTRY_DEMO_${vendor.toUpperCase()}`;
  return { vendor, emulator, variable, tenants, keys: () => entry.variable(key, [...tenants.keys()]) };
}

/** Counts what a vendor was asked, and begins anew. */
export function takeAsked({ emulator: { requests } }: DemoAccount): Asked {
  const asked = requests.splice(0);
  return { requests: asked.length, writes: asked.filter(isWrite) };
}

/** A write that was carried out: one above a limit is not. */
function isWrite({ method, status }: LoggedRequest): boolean {
  return method !== 'GET' && status !== 429;
}
